package dev.backbeat.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the log: one line per event on standard error, as text or JSON. */
public final class Logging {
  /** What comes from outside cannot begin a line or move a terminal's cursor. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0}"
          + " %replace(%msg %pairs){'\\p{Cntrl}', ' '}%n%ex{short}";

  private Logging() {}

  /**
   * Until there is a configuration: warnings, on standard error. What the library does by itself is
   * everything, on standard output.
   */
  public static void start() {
    configure(
        new ServerConfig.Operation(ServerConfig.LogFormat.TEXT, Level.WARN.toString(), null, 0));
  }

  /** Replaces whatever configuration there was. */
  public static void configure(ServerConfig.Operation operation) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // Embedded in a program with another logging library: its configuration holds.
    }
    context.reset();
    OutputStreamAppender<ILoggingEvent> appender =
        operation.logFile() == null
            ? console(context)
            : LogFile.appender(context, operation.logFile(), operation.logMaxBytes());
    appender.setEncoder(encoder(operation.logFormat(), context));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    level(operation);
  }

  private static OutputStreamAppender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    return appender;
  }

  /** Sets the level alone, of a running server. */
  public static void level(ServerConfig.Operation operation) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("dev.backbeat").setLevel(Level.toLevel(operation.logLevel()));
    }
  }

  /**
   * Sets the level when the option is another one, and leaves what an operator set for a while when
   * it is not. For one thread.
   */
  public static Consumer<ServerConfig> levelOnChange(ServerConfig.Operation first) {
    AtomicReference<String> last = new AtomicReference<>(first.logLevel());
    return changed -> {
      String level = changed.operation().logLevel();
      if (!level.equals(last.getAndSet(level))) {
        level(changed.operation());
      }
    };
  }

  static Encoder<ILoggingEvent> encoder(ServerConfig.LogFormat format, LoggerContext context) {
    if (format == ServerConfig.LogFormat.JSON) {
      JsonLines json = new JsonLines();
      json.setContext(context);
      json.start();
      return json;
    }
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("pairs", TextPairs::new);
    layout.setPattern(PATTERN);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
    text.setContext(context);
    text.setCharset(StandardCharsets.UTF_8); // Whatever the locale says, or does not.
    text.setLayout(layout);
    text.start();
    return text;
  }
}
