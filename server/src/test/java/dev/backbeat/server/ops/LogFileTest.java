package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  private static final int MAX_BYTES = 100_000;
  private static final int LINES = 4_000;

  @TempDir Path dir;

  @Test
  void allPartsTogetherStayWithinTheBound() throws IOException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Path file = dir.resolve("server.log");
    RollingFileAppender<ILoggingEvent> appender = LogFile.appender(context, file, MAX_BYTES);
    appender.setEncoder(Logging.encoder(ServerConfig.LogFormat.TEXT, context));
    appender.start();
    Logger logger = context.getLogger("dev.backbeat.Test");
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    for (int i = 0; i < LINES; i++) {
      logger.info("line {} of a log that would have some four times as many bytes", i);
    }
    context.stop();
    long bytes = 0;
    List<Path> files;
    try (Stream<Path> all = Files.list(dir)) {
      files = all.sorted().toList();
    }
    for (Path part : files) {
      bytes += Files.size(part);
    }
    assertEquals(5, files.size(), files.toString());
    assertTrue(bytes > MAX_BYTES / 2 && bytes < MAX_BYTES + 5 * 1_000, bytes + " bytes");
    List<String> newest = Files.readAllLines(file);
    assertTrue(newest.get(newest.size() - 1).contains("line " + (LINES - 1) + " "));
    List<String> older = Files.readAllLines(dir.resolve("server.log.1"));
    assertTrue(older.get(older.size() - 1).contains("line " + (LINES - newest.size() - 1) + " "));
  }
}
