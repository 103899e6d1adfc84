package dev.backbeat.client;

/**
 * What a client does when its connection is lost.
 *
 * @param enabled false = the loss of the connection is the end
 * @param baseMs the first pause is drawn from 0 .. baseMs
 * @param maxMs no pause is drawn from more than 0 .. maxMs
 * @param rejoin when the session could not be resumed within its grace period, join as a newcomer
 *     instead of ending; tried for the length of one more grace period. Where a server says that it
 *     does not have the session, as one does that has taken another's place, a client that may
 *     reconnect joins anew in any case
 * @param maxRedirects how many redirects in a row are followed
 */
public record ReconnectPolicy(
    boolean enabled, int baseMs, int maxMs, boolean rejoin, int maxRedirects) {
  /** Resumes for the grace period; pauses of up to 100 ms at first, up to 3 s later. */
  public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(true, 100, 3000, false, 3);

  /** Never comes back. */
  public static final ReconnectPolicy NEVER = new ReconnectPolicy(false, 100, 3000, false, 0);

  /** Checks the bounds. */
  public ReconnectPolicy {
    if (baseMs < 1 || maxMs < baseMs || maxRedirects < 0) {
      throw new IllegalArgumentException("1 <= baseMs <= maxMs and maxRedirects >= 0");
    }
  }

  /** This policy, with or without joining anew after the session is gone. */
  public ReconnectPolicy withRejoin(boolean wanted) {
    return new ReconnectPolicy(enabled, baseMs, maxMs, wanted, maxRedirects);
  }
}
