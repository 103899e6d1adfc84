package dev.backbeat.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** The logger {@code audit}: always heard, and kept in a file of its own if one is wanted. */
public final class AuditLog {
  /** The logger's name. */
  public static final String LOGGER = "audit";

  static final long MAX_FILE_BYTES = 10_000_000;
  static final int MAX_OLD_FILES = 10;

  private AuditLog() {}

  /**
   * After {@link Logging#configure}.
   *
   * @param file null = none
   */
  public static void configure(Path file) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      ch.qos.logback.classic.Logger logger = context.getLogger(LOGGER);
      logger.setLevel(Level.INFO);
      if (file != null) {
        logger.addAppender(appender(context, file, MAX_FILE_BYTES));
      }
    }
  }

  static RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, Path file, long maxBytes) {
    RollingFileAppender<ILoggingEvent> appender =
        LogFile.appender(context, "audit-file", file, maxBytes, MAX_OLD_FILES);
    JsonLine encoder = new JsonLine();
    encoder.setContext(context);
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  /** The time and the event's keys, one JSON object per line. */
  private static final class JsonLine extends JsonLineEncoder {
    @Override
    JsonObject line(ILoggingEvent event) {
      JsonObject line = new JsonObject().put("at", Instant.ofEpochMilli(event.getTimeStamp()));
      if (event.getKeyValuePairs() != null) {
        for (KeyValuePair pair : event.getKeyValuePairs()) {
          line.put(pair.key, pair.value);
        }
      }
      return line;
    }
  }
}
