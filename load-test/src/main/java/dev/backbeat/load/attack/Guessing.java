package dev.backbeat.load.attack;

import dev.backbeat.protocol.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/** Credentials that are tried one after another from one address, until it gets a penalty. */
final class Guessing {
  private static final String PENALTY = "HTTP 429 ERROR_PENALTY";
  private static final int PENALTY_SECONDS = 10;
  private static final int MORE_GUESSES = 20;

  /** Offences leak away within this time. */
  private static final double LEAK_SECONDS = 60;

  /** The address may connect again by then, as often as is needed. */
  private static final long REFILL_MS = 1_000;

  private Guessing() {}

  /**
   * The right answer.
   *
   * @param refusal of each guess
   * @param guesses that lead to a penalty, if nothing leaks away meanwhile
   */
  static String expected(String refusal, int guesses) {
    return guesses
        + " times "
        + refusal
        + ", then "
        + PENALTY
        + " for %d s, counted as penalty, a good ticket HTTP 101".formatted(PENALTY_SECONDS);
  }

  /**
   * Tries guesses, all of them in one write: on a machine that is busy, offences of guesses that
   * wait for each other would leak away.
   */
  static Answer run(Target target, String scheme, String guess, int guesses)
      throws IOException, InterruptedException {
    InetAddress from = target.newAddress();
    double before = ServerMetrics.limitHits(target, "penalty");
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < guesses + MORE_GUESSES; i++) {
      requests.append(showing(target, scheme + guess + i));
    }
    long startNs = System.nanoTime();
    int refused = 0;
    String refusal;
    Wire.Response last;
    try (Wire wire = Wire.connect(target.server(), from)) {
      last = wire.send(requests.toString()).response();
      refusal = last.answer().text();
      while (last.answer().text().equals(refusal) && refused < guesses + MORE_GUESSES - 1) {
        refused++;
        last = wire.response();
      }
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    boolean counted = ServerMetrics.limitHits(target, "penalty") > before;
    TimeUnit.MILLISECONDS.sleep(REFILL_MS);
    String ticket = Tickets.hs256(target.ticketSecret(), Tickets.claims(60));
    Answer good;
    try (Wire wire = Wire.connect(target.server(), from)) {
      good = wire.send(showing(target, "Bearer " + ticket)).answer();
    }
    return new Answer(
        "%s times %s, then %s for %s s, %s as penalty, a good ticket %s"
            .formatted(
                times(refused, guesses, seconds),
                refusal,
                last.answer(),
                wait(last.header("Retry-After")),
                counted ? "counted" : "not counted",
                good));
  }

  private static String showing(Target target, String credential) {
    String header = "Authorization: " + credential;
    return Requests.upgrade(target, Protocol.SUBPROTOCOL_BINARY, header);
  }

  /** As many as are allowed, and as many more as leaked away meanwhile; else how many it were. */
  private static int times(int refused, int guesses, double seconds) {
    double leaked = Math.ceil(guesses * seconds / LEAK_SECONDS);
    return refused >= guesses && refused <= guesses + leaked ? guesses : refused;
  }

  /** Whole seconds, of which some may have passed. */
  private static String wait(String retryAfter) {
    boolean within = retryAfter.matches("[1-9]|" + PENALTY_SECONDS);
    return within ? Integer.toString(PENALTY_SECONDS) : "'" + retryAfter + "'";
  }
}
