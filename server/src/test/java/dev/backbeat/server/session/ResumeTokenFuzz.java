package dev.backbeat.server.session;

import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.server.fuzz.FuzzEdits;
import dev.backbeat.server.fuzz.FuzzInput;
import dev.backbeat.server.testkit.TestRoom;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What is not a token that was issued finds no session, however near it comes to one that was. */
public final class ResumeTokenFuzz {
  private static final Sessions SESSIONS = new Sessions("instance", Duration.ofSeconds(30), 1000);
  private static final Session SESSION =
      SESSIONS.open("s", TestRoom.of(new ArenaFactory()).start().join("ann").seat(), "");
  private static final String TOKEN = SESSIONS.issueToken(SESSION);

  private ResumeTokenFuzz() {}

  /** The token with some edits, or any text. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    String shown =
        (in.u8() & 1) != 0
            ? new String(in.rest(), StandardCharsets.ISO_8859_1)
            : FuzzEdits.edited(TOKEN, in);
    boolean found = SESSIONS.find(shown).isPresent();
    if (found != shown.equals(TOKEN)) {
      throw new AssertionError((found ? "found by " : "not found by ") + shown + ", is " + TOKEN);
    }
    if (SESSIONS.tokens() != 1) {
      throw new AssertionError(SESSIONS.tokens() + " tokens");
    }
  }

  /** The token itself, edits of it, other texts. */
  public static List<byte[]> seeds() {
    return List.of(
        new byte[] {0},
        new byte[] {0, 0, 3, 'x'},
        new byte[] {0, 1, 0, 'x', 2, 4, 0},
        "\1.".getBytes(StandardCharsets.ISO_8859_1),
        "\1AAAAAAAAAAAAAAAAAAAAAAAA".getBytes(StandardCharsets.ISO_8859_1));
  }
}
