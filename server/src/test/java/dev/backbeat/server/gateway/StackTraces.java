package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.backbeat.server.ops.HealthWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Collects what is logged with a stack trace, or as an error, while it is open. */
final class StackTraces extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  static StackTraces collect() {
    StackTraces traces = new StackTraces();
    traces.setContext(traces.root.getLoggerContext());
    traces.start();
    traces.root.addAppender(traces);
    return traces;
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean bad =
        event.getThrowableProxy() != null || event.getLevel().isGreaterOrEqual(Level.ERROR);
    if (bad && !waitedForAProcessor(event)) {
      seen.add(
          event.getLoggerName()
              + ": "
              + event.getFormattedMessage()
              + " "
              + (event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage()));
    }
  }

  /** A loop that was late, wherever it was then: the machine is busy. */
  private static boolean waitedForAProcessor(ILoggingEvent event) {
    return event.getMessage().equals("thread stalled")
        && event.getLoggerName().equals(HealthWatch.class.getName());
  }

  void assertNone() {
    assertEquals(List.of(), seen);
  }

  @Override
  public void close() {
    root.detachAppender(this);
  }
}
