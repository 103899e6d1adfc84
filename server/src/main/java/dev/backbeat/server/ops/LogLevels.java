package dev.backbeat.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The levels of loggers while the server runs. Any thread. */
public final class LogLevels {
  private LogLevels() {}

  /**
   * A logger.
   *
   * @param level its own; null = as the one above it
   * @param effective what holds for it
   */
  public record LogLevel(String logger, String level, String effective) {}

  private static Optional<LoggerContext> context() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        ? Optional.of(context)
        : Optional.empty(); // Embedded in a program with another logging library.
  }

  /** The loggers that exist, by name. */
  public static List<LogLevel> list() {
    return context().stream()
        .flatMap(context -> context.getLoggerList().stream())
        .map(LogLevels::describe)
        .sorted(Comparator.comparing(LogLevel::logger))
        .toList();
  }

  /** A logger, if it exists. */
  public static Optional<LogLevel> find(String name) {
    return context().map(context -> context.exists(name)).map(LogLevels::describe);
  }

  private static LogLevel describe(Logger logger) {
    Level own = logger.getLevel();
    return new LogLevel(
        logger.getName(),
        own == null ? null : own.toString(),
        logger.getEffectiveLevel().toString());
  }

  /** Ends a level that was set for a while, unless somebody else has set another one since. */
  public static void restore(String name, String set, String before) {
    String now = find(name).map(LogLevel::level).orElse(null);
    if (Objects.equals(now, set)) {
      set(name, before);
    }
  }

  /**
   * Sets the level of a logger that exists.
   *
   * @param level such as "DEBUG"; null = as the one above it
   */
  public static void set(String name, String level) {
    Logger logger = context().map(context -> context.exists(name)).orElseThrow();
    boolean root = name.equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
    logger.setLevel(level == null && !root ? null : Level.toLevel(level, Level.WARN));
  }
}
