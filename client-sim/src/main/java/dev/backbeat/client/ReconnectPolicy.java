package dev.backbeat.client;

/**
 * What a client does when its connection is lost.
 *
 * @param enabled false = the loss of the connection is the end
 * @param baseMs the first pause is drawn from 0 .. baseMs
 * @param maxMs no pause is drawn from more than 0 .. maxMs
 * @param rejoinForMs for how long after the loss, and after the time that the server asked for, to
 *     try to join anew where nobody has answered within the grace period; 0 = not at all: the
 *     session's end is the client's. Where a server says that it does not have the session, as one
 *     does that has taken another's place, or asks for more patience than the grace period, a
 *     client that may reconnect joins anew in any case
 * @param maxRedirects how many redirects in a row are followed
 */
public record ReconnectPolicy(
    boolean enabled, int baseMs, int maxMs, int rejoinForMs, int maxRedirects) {
  /** A server may be away for so long: five minutes. */
  public static final int DEFAULT_REJOIN_FOR_MS = 300_000;

  /**
   * Resumes for the grace period, then joins anew for {@value #DEFAULT_REJOIN_FOR_MS} ms; pauses of
   * up to 100 ms at first, up to 3 s later.
   */
  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(true, 100, 3000, DEFAULT_REJOIN_FOR_MS, 3);

  /** Never comes back. */
  public static final ReconnectPolicy NEVER = new ReconnectPolicy(false, 100, 3000, 0, 0);

  /** Checks the bounds. */
  public ReconnectPolicy {
    if (baseMs < 1 || maxMs < baseMs || rejoinForMs < 0 || maxRedirects < 0) {
      throw new IllegalArgumentException(
          "1 <= baseMs <= maxMs, rejoinForMs >= 0 and maxRedirects >= 0");
    }
  }

  /** This policy with another patience for joining anew, in ms; 0 = none. */
  public ReconnectPolicy withRejoinForMs(int patienceMs) {
    return new ReconnectPolicy(enabled, baseMs, maxMs, patienceMs, maxRedirects);
  }

  /** This policy, with the usual patience for joining anew or with none. */
  public ReconnectPolicy withRejoin(boolean wanted) {
    return withRejoinForMs(wanted ? DEFAULT_REJOIN_FOR_MS : 0);
  }
}
