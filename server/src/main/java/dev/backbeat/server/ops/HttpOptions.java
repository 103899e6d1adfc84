package dev.backbeat.server.ops;

import picocli.CommandLine.Option;

/** What a socket may cost before it is a WebSocket, or if it never becomes one. */
final class HttpOptions {
  @Option(
      names = "--handshake-timeout-seconds",
      paramLabel = "S",
      defaultValue = "10",
      description =
          "Seconds from accepting a socket to its first complete request, PROXY header and TLS"
              + " handshake included. Default: ${DEFAULT-VALUE}.")
  int handshakeTimeoutSeconds;

  @Option(
      names = "--request-timeout-seconds",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "Seconds from a request to the end of its answer, its body included."
              + " Default: ${DEFAULT-VALUE}.")
  int requestTimeoutSeconds;

  @Option(
      names = "--http-idle-timeout-seconds",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "Seconds from an answer to the next complete request on the same socket."
              + " Default: ${DEFAULT-VALUE}.")
  int httpIdleTimeoutSeconds;

  @Option(
      names = "--max-http-sockets",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Sockets at once that are no WebSocket (yet); more are closed at once."
              + " Default: ${DEFAULT-VALUE}.")
  int maxHttpSockets;

  @Option(
      names = "--http-sockets-per-address",
      paramLabel = "N",
      defaultValue = "100",
      description = "The same of one address. Default: ${DEFAULT-VALUE}.")
  int httpSocketsPerAddress;

  @Option(
      names = "--max-request-line-bytes",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description = "A request's first line; longer ones get 414. Default: ${DEFAULT-VALUE}.")
  int maxRequestLineBytes;

  @Option(
      names = "--max-header-bytes",
      paramLabel = "BYTES",
      defaultValue = "8192",
      description = "A request's headers together; more get 431. Default: ${DEFAULT-VALUE}.")
  int maxHeaderBytes;

  @Option(
      names = "--max-headers",
      paramLabel = "N",
      defaultValue = "64",
      description = "A request's headers; more get 431. Default: ${DEFAULT-VALUE}.")
  int maxHeaders;

  @Option(
      names = "--max-body-bytes",
      paramLabel = "BYTES",
      defaultValue = "16384",
      description = "A request's body; longer ones get 413. Default: ${DEFAULT-VALUE}.")
  int maxBodyBytes;

  ServerConfig.Http http(ListenOptions.Checks checks) {
    checks.range("--handshake-timeout-seconds", handshakeTimeoutSeconds, 1, 600);
    checks.range("--request-timeout-seconds", requestTimeoutSeconds, 1, 3_600);
    checks.range("--http-idle-timeout-seconds", httpIdleTimeoutSeconds, 1, 3_600);
    checks.range("--max-http-sockets", maxHttpSockets, 1, 1_000_000);
    checks.range("--http-sockets-per-address", httpSocketsPerAddress, 1, 1_000_000);
    checks.range("--max-request-line-bytes", maxRequestLineBytes, 256, 65_536);
    checks.range("--max-header-bytes", maxHeaderBytes, 1_024, 1 << 20);
    checks.range("--max-headers", maxHeaders, 8, 10_000);
    checks.range("--max-body-bytes", maxBodyBytes, 1_024, 16 << 20);
    return new ServerConfig.Http(
        handshakeTimeoutSeconds,
        requestTimeoutSeconds,
        httpIdleTimeoutSeconds,
        maxHttpSockets,
        httpSocketsPerAddress,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaders,
        maxBodyBytes);
  }
}
