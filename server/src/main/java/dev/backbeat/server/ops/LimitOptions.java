package dev.backbeat.server.ops;

import picocli.CommandLine.Option;

/** What clients may do. */
final class LimitOptions {
  @Option(
      names = "--join-timeout-seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "Seconds from the upgrade to the Join, at most. Default: ${DEFAULT-VALUE}.")
  int joinTimeoutSeconds;

  @Option(
      names = "--idle-timeout-seconds",
      paramLabel = "S",
      defaultValue = "15",
      description =
          "A connection from which nothing came for so many seconds, pongs included, is closed."
              + " Default: ${DEFAULT-VALUE}.")
  int idleTimeoutSeconds;

  @Option(
      names = "--slow-client-timeout-seconds",
      paramLabel = "S",
      defaultValue = "10",
      description =
          "A connection whose socket took no byte for so many seconds is closed."
              + " Default: ${DEFAULT-VALUE}.")
  int slowClientTimeoutSeconds;

  @Option(
      names = "--send-buffer-bytes",
      paramLabel = "BYTES",
      defaultValue = "65536",
      description =
          "SO_SNDBUF of each connection: what the kernel holds until the client has acknowledged"
              + " it; 0 = as the kernel likes. Default: ${DEFAULT-VALUE}.")
  int sendBufferBytes;

  @Option(
      names = "--unsent-bytes",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description =
          "TCP_NOTSENT_LOWAT of each connection (where there is epoll): unsent bytes at which the"
              + " kernel takes no more; 0 = as the kernel likes. Default: ${DEFAULT-VALUE}.")
  int unsentBytes;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description = "Bytes of one message from a client, at most. Default: ${DEFAULT-VALUE}.")
  int maxMessageBytes;

  @Option(
      names = "--control-frames-per-second",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Pings and pongs per second of one connection, with a burst of 5 seconds."
              + " Default: ${DEFAULT-VALUE}.")
  int controlFramesPerSecond;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "20000",
      description = "WebSocket connections at once. Default: ${DEFAULT-VALUE}.")
  int maxConnections;

  @Reloadable
  @Option(
      names = "--connections-per-address",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "WebSocket connections of one address (IPv6: of one /64 network) at once."
              + " Default: ${DEFAULT-VALUE}.")
  int connectionsPerAddress;

  @Reloadable
  @Option(
      names = "--connects-per-second-per-address",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "WebSocket upgrades per second of one address, with a burst of 5 seconds."
              + " Default: ${DEFAULT-VALUE}.")
  int connectsPerSecondPerAddress;

  @Reloadable
  @Option(
      names = "--messages-per-second-per-address",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Messages per second of one address over all its connections, with a burst of 5 seconds."
              + " Default: ${DEFAULT-VALUE}.")
  int messagesPerSecondPerAddress;

  @Option(
      names = "--limit-loopback",
      defaultValue = "false",
      description =
          "Apply the limits per address to loopback addresses too. Default: ${DEFAULT-VALUE}.")
  boolean limitLoopback;

  ServerConfig.Limits limits(ListenOptions.Checks checks) {
    checks.range("--join-timeout-seconds", joinTimeoutSeconds, 1, 600);
    checks.range("--idle-timeout-seconds", idleTimeoutSeconds, 2, 3_600);
    checks.range("--slow-client-timeout-seconds", slowClientTimeoutSeconds, 1, 600);
    checks.rangeOrZero("--send-buffer-bytes", sendBufferBytes, 4_096, 16 << 20);
    checks.rangeOrZero("--unsent-bytes", unsentBytes, 512, 16 << 20);
    checks.range("--max-message-bytes", maxMessageBytes, 256, 65_536);
    checks.range("--control-frames-per-second", controlFramesPerSecond, 2, 10_000);
    checks.range("--max-connections", maxConnections, 1, 1_000_000);
    checks.range("--connections-per-address", connectionsPerAddress, 1, 1_000_000);
    checks.range("--connects-per-second-per-address", connectsPerSecondPerAddress, 1, 1_000_000);
    checks.range("--messages-per-second-per-address", messagesPerSecondPerAddress, 1, 100_000_000);
    return new ServerConfig.Limits(
        joinTimeoutSeconds,
        idleTimeoutSeconds,
        slowClientTimeoutSeconds,
        sendBufferBytes,
        unsentBytes,
        maxMessageBytes,
        controlFramesPerSecond,
        maxConnections,
        connectionsPerAddress,
        connectsPerSecondPerAddress,
        messagesPerSecondPerAddress,
        limitLoopback);
  }
}
