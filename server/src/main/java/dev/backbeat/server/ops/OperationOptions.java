package dev.backbeat.server.ops;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Logs. */
final class OperationOptions {
  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the log on standard error. Default: ${DEFAULT-VALUE}.")
  ServerConfig.LogFormat logFormat;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description =
          "Write the log to this file, not to standard error; older parts are FILE.1 to FILE.4."
              + " Default: none.")
  Path logFile;

  @Option(
      names = "--log-max-bytes",
      paramLabel = "BYTES",
      defaultValue = "100000000",
      description =
          "What --log-file and its older parts may hold together; the oldest goes first."
              + " Default: ${DEFAULT-VALUE}.")
  int logMaxBytes;

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

  ServerConfig.Operation operation(ListenOptions.Checks checks) {
    checks.range("--log-max-bytes", logMaxBytes, 100_000, Integer.MAX_VALUE);
    checks.writable("--log-file", logFile);
    return new ServerConfig.Operation(logFormat, logLevel.name(), logFile, logMaxBytes);
  }
}
