package dev.backbeat.server.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;

/** A log file that rolls by size, so that all of its parts together stay within a bound. */
final class LogFile {
  private static final int OLDER_PARTS = 4;

  private LogFile() {}

  /** An appender that needs an encoder and its start. */
  static RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, Path file, long maxBytes) {
    return appender(context, "file", file, maxBytes / (OLDER_PARTS + 1), OLDER_PARTS);
  }

  /**
   * As {@link #appender(LoggerContext, Path, long)}.
   *
   * @param partBytes of each part
   * @param olderParts beside the newest one
   */
  static RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, String name, Path file, long partBytes, int olderParts) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName(name);
    appender.setFile(file.toString());
    FixedWindowRollingPolicy parts = new FixedWindowRollingPolicy();
    parts.setContext(context);
    parts.setParent(appender);
    parts.setFileNamePattern(escaped(file) + ".%i");
    parts.setMinIndex(1);
    parts.setMaxIndex(olderParts);
    parts.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
    full.setContext(context);
    full.setMaxFileSize(new FileSize(partBytes));
    full.setCheckIncrement(Duration.buildByMilliseconds(0)); // By default it looks once a minute.
    full.start();
    appender.setRollingPolicy(parts);
    appender.setTriggeringPolicy(full);
    return appender;
  }

  /** In a pattern, a percent sign begins a conversion. */
  private static String escaped(Path file) {
    return file.toString().replace("%", "\\%");
  }
}
