package dev.backbeat.server.ops;

import picocli.CommandLine.Option;

/** Logs and shutdown. */
final class OperationOptions {
  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the log on standard error. Default: ${DEFAULT-VALUE}.")
  ServerConfig.LogFormat logFormat;

  @Reloadable
  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info, debug or trace. Default: ${DEFAULT-VALUE}.")
  LogLevel logLevel;

  @Option(
      names = "--drain-seconds",
      paramLabel = "S",
      defaultValue = "5",
      description =
          "On SIGTERM the rooms have so many seconds to end before the server exits anyway."
              + " Default: ${DEFAULT-VALUE}.")
  int drainSeconds;

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  ServerConfig.Operation operation(ListenOptions.Checks checks) {
    checks.range("--drain-seconds", drainSeconds, 1, 600);
    return new ServerConfig.Operation(logFormat, logLevel.name(), drainSeconds);
  }
}
