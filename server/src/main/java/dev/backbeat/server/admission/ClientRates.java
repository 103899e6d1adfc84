package dev.backbeat.server.admission;

import dev.backbeat.server.limit.Limit;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often clients may do what, beside the limits of connections and messages of an address. A
 * player is whoever a ticket names, from whatever address.
 *
 * @param chatCharacters of one line, in code points
 */
public record ClientRates(
    int requestsPerSecondPerAddress,
    int joinsPerMinutePerAddress,
    int bytesPerSecondPerAddress,
    int chatsPerMinutePerAddress,
    int guestTicketsPerMinutePerAddress,
    int connectionsPerPlayer,
    int connectsPerMinutePerPlayer,
    int joinsPerMinutePerPlayer,
    int messagesPerSecondPerPlayer,
    int bytesPerSecondPerPlayer,
    int chatsPerMinutePerPlayer,
    int chatCharacters) {
  /** What one player may say at once, after a silence. */
  private static final int CHAT_BURST = 5;

  /** As many browsers as an address may have connections load the page at once. */
  private static final int REQUEST_BURST_SECONDS = 50;

  /** What a stalled connection delivers at once. */
  private static final int STALL_SECONDS = 5;

  /** A message is at most so long, and must fit. */
  private static final int MAX_MESSAGE_BYTES = 65_536;

  /** Of addresses. */
  public Map<Limit, Rate> ofAddresses() {
    Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
    rates.put(
        Limit.REQUESTS_PER_ADDRESS,
        new Rate(
            requestsPerSecondPerAddress,
            (double) requestsPerSecondPerAddress * REQUEST_BURST_SECONDS));
    rates.put(Limit.JOINS_PER_ADDRESS, perMinute(joinsPerMinutePerAddress, 1));
    rates.put(Limit.BYTES_PER_ADDRESS, bytes(bytesPerSecondPerAddress));
    rates.put(Limit.CHATS_PER_ADDRESS, perMinute(chatsPerMinutePerAddress, CHAT_BURST));
    rates.put(Limit.GUEST_TICKETS_PER_ADDRESS, perMinute(guestTicketsPerMinutePerAddress, 1));
    return rates;
  }

  /** Of players. */
  public Map<Limit, Rate> ofPlayers() {
    Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
    rates.put(Limit.CONNECTS_PER_PLAYER, perMinute(connectsPerMinutePerPlayer, 1));
    rates.put(Limit.JOINS_PER_PLAYER, perMinute(joinsPerMinutePerPlayer, 1));
    rates.put(
        Limit.MESSAGES_PER_PLAYER,
        new Rate(messagesPerSecondPerPlayer, (double) messagesPerSecondPerPlayer * STALL_SECONDS));
    rates.put(Limit.BYTES_PER_PLAYER, bytes(bytesPerSecondPerPlayer));
    rates.put(Limit.CHATS_PER_PLAYER, chat());
    return rates;
  }

  /** Of one connection, whoever has it. */
  public Rate chat() {
    return new Rate(chatsPerMinutePerPlayer / 60.0, CHAT_BURST);
  }

  /** A third of a minute's at once: a household comes home, or a server is back. */
  private static Rate perMinute(int count, int minBurst) {
    return new Rate(count / 60.0, Math.max(minBurst, count / 3.0));
  }

  private static Rate bytes(int perSecond) {
    return new Rate(perSecond, Math.max(MAX_MESSAGE_BYTES, (double) perSecond * STALL_SECONDS));
  }
}
