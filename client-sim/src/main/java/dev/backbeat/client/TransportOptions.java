package dev.backbeat.client;

/**
 * Limits of all connections of one {@link ClientHub}.
 *
 * @param eventLoops over how many event loops the clients are spread
 * @param maxMessageBytes a longer message from the server ends its connection
 * @param connectTimeoutMs for the TCP and TLS handshakes and for the upgrade
 * @param joinTimeoutMs from the upgrade to the Welcome
 * @param silenceTimeoutMs a server that says nothing for so long (not even Pong) is taken for lost
 * @param trustAll accept any TLS certificate: for development servers alone
 */
public record TransportOptions(
    int eventLoops,
    int maxMessageBytes,
    int connectTimeoutMs,
    int joinTimeoutMs,
    int silenceTimeoutMs,
    boolean trustAll) {
  /** One event loop, 4 MiB, 10 s, 10 s, 8 s, certificates checked. */
  public static final TransportOptions DEFAULT =
      new TransportOptions(1, 4 << 20, 10_000, 10_000, 8_000, false);

  /** Checks that all limits are positive. */
  public TransportOptions {
    if (eventLoops < 1
        || maxMessageBytes < 1024
        || connectTimeoutMs < 1
        || joinTimeoutMs < 1
        || silenceTimeoutMs < 1) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }

  /** These options, on that many event loops. */
  public TransportOptions withEventLoops(int count) {
    return new TransportOptions(
        count, maxMessageBytes, connectTimeoutMs, joinTimeoutMs, silenceTimeoutMs, trustAll);
  }

  /** These options, with or without a check of certificates. */
  public TransportOptions withTrustAll(boolean trust) {
    return new TransportOptions(
        eventLoops, maxMessageBytes, connectTimeoutMs, joinTimeoutMs, silenceTimeoutMs, trust);
  }
}
