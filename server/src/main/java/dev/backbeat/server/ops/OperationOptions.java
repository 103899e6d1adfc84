package dev.backbeat.server.ops;

import picocli.CommandLine.Option;

/** Logs. */
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

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  ServerConfig.Operation operation() {
    return new ServerConfig.Operation(logFormat, logLevel.name());
  }
}
