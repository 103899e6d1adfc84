package dev.backbeat.server.ops;

import dev.backbeat.server.overload.LadderSettings;
import picocli.CommandLine.Option;

/** What the server does when its load is too high. */
final class OverloadOptions {
  @Option(
      names = "--overload-ladder",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether a server with too much to do sends less often, asks for fewer messages, shows"
              + " less and at last admits nobody, step by step. Default: ${DEFAULT-VALUE}.")
  Switch ladder;

  @Option(
      names = "--overload-climb-percent",
      paramLabel = "PERCENT",
      defaultValue = "85",
      description =
          "Climb the ladder at this pressure: busy time of a tick thread, or lateness of ticks or of"
              + " writes in percent of the tick's period, the worst of them."
              + " Default: ${DEFAULT-VALUE}.")
  int climbPercent;

  @Option(
      names = "--overload-descend-percent",
      paramLabel = "PERCENT",
      defaultValue = "50",
      description = "Descend up to this pressure. Default: ${DEFAULT-VALUE}.")
  int descendPercent;

  @Option(
      names = "--overload-climb-ms",
      paramLabel = "MS",
      defaultValue = "2000",
      description =
          "Climb a step after so many milliseconds of that pressure; at twice the pressure, two"
              + " steps after a third of it; the last step after eight times as long."
              + " Default: ${DEFAULT-VALUE}.")
  int climbMs;

  @Option(
      names = "--overload-descend-ms",
      paramLabel = "MS",
      defaultValue = "5000",
      description =
          "Descend a step after so many milliseconds; twice as many, up to 64 times, each time that"
              + " it had to be taken back. Default: ${DEFAULT-VALUE}.")
  int descendMs;

  enum Switch {
    ON,
    OFF
  }

  ServerConfig.Overload overload(ListenOptions.Checks checks) {
    checks.range("--overload-climb-percent", climbPercent, 10, 1_000);
    checks.range("--overload-descend-percent", descendPercent, 1, 1_000);
    checks.range("--overload-climb-ms", climbMs, 100, 600_000);
    checks.range("--overload-descend-ms", descendMs, 100, 3_600_000);
    if (descendPercent >= climbPercent) {
      throw checks.usage(
          "--overload-descend-percent must be less than --overload-climb-percent, is "
              + descendPercent
              + " of "
              + climbPercent);
    }
    return new ServerConfig.Overload(
        ladder == Switch.ON,
        new LadderSettings(
            climbPercent / 100.0,
            descendPercent / 100.0,
            climbMs * 1_000_000L,
            descendMs * 1_000_000L));
  }
}
