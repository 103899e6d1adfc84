package dev.backbeat.server.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What an operator has decided about somebody.
 *
 * @param reason as the player reads it
 * @param by who decided
 * @param sinceMs milliseconds since 1970
 * @param untilMs the same; {@link #FOR_GOOD} = until it is lifted
 */
public record Sanction(
    Kind kind, Subject subject, String reason, String by, long sinceMs, long untilMs) {
  /** An {@link #untilMs} that never comes. */
  public static final long FOR_GOOD = Long.MAX_VALUE;

  /** What it forbids. */
  public enum Kind {
    /** To connect. */
    BAN,
    /** To chat. */
    MUTE
  }

  /** What a subject is known by. */
  public enum By {
    /** The player's id, as in his ticket. */
    PLAYER,
    /** His network address; of IPv6 the first 64 bits, for a household has that many. */
    ADDRESS,
    /** His session: somebody without an id, for as long as he stays. */
    SESSION
  }

  /** Whom it is about. */
  public record Subject(By by, String value) {
    /** A player by his id. */
    public static Subject player(String id) {
      return new Subject(By.PLAYER, id);
    }

    /** An address; of IPv6 its network. */
    public static Subject address(InetAddress address) {
      if (address instanceof Inet6Address) {
        byte[] network = Arrays.copyOf(address.getAddress(), 8);
        String hex = HexFormat.of().formatHex(network);
        return new Subject(By.ADDRESS, hex.replaceAll("(....)(?!$)", "$1:") + "::/64");
      }
      return new Subject(By.ADDRESS, address.getHostAddress());
    }

    /** A session by its id. */
    public static Subject session(String id) {
      return new Subject(By.SESSION, id);
    }

    /** As in the audit log: {@code player:p-17}. */
    @Override
    public String toString() {
      return by.name().toLowerCase(Locale.ROOT) + ':' + value;
    }
  }

  /** Whether it holds at a time. */
  public boolean holds(long nowMs) {
    return nowMs < untilMs;
  }
}
