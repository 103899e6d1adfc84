package dev.backbeat.server.ops;

import picocli.CommandLine.Option;

/** What can be seen of the server, and by whom. */
final class ObservabilityOptions {
  @Option(
      names = "--ready-stall-ms",
      paramLabel = "MS",
      defaultValue = "1000",
      description =
          "/readyz answers 503 while a tick or a gateway loop is overdue by more than so many"
              + " milliseconds. Default: ${DEFAULT-VALUE}.")
  int readyStallMs;

  @Option(
      names = "--live-stall-seconds",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "/healthz answers 503 while a tick or a gateway loop is overdue by more than so many"
              + " seconds, so that a supervisor restarts the process; 0 = never."
              + " Default: ${DEFAULT-VALUE}.")
  int liveStallSeconds;

  @Option(
      names = "--public-metrics",
      paramLabel = "auto|on|off",
      defaultValue = "auto",
      description =
          "Whether the port of the game answers /metrics; auto = if it listens on a loopback"
              + " address and there are no --trusted-proxies. The port of --admin-port always does. Default: ${DEFAULT-VALUE}.")
  ServerConfig.PublicMetrics publicMetrics;

  @Option(
      names = "--slow-tick-ms",
      paramLabel = "MS",
      defaultValue = "20",
      description =
          "Ticks that take longer are recorded with their phases, where Java Flight Recorder runs:"
              + " event backbeat.SlowTick. Default: ${DEFAULT-VALUE}.")
  int slowTickMs;

  @Option(
      names = "--log-addresses",
      paramLabel = "full|network|off",
      defaultValue = "full",
      description =
          "Players' addresses in the log: whole, their network alone (IPv4 /24, IPv6 /48), or not at"
              + " all. Default: ${DEFAULT-VALUE}.")
  LogAddresses logAddresses;

  ServerConfig.Observability observability(ListenOptions.Checks checks) {
    checks.range("--ready-stall-ms", readyStallMs, 100, 60_000);
    checks.rangeOrZero("--live-stall-seconds", liveStallSeconds, 5, 3_600);
    checks.range("--slow-tick-ms", slowTickMs, 0, 10_000);
    return new ServerConfig.Observability(
        readyStallMs, liveStallSeconds, publicMetrics, slowTickMs, logAddresses);
  }
}
