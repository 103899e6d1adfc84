package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @Test
  void oneJsonObjectPerActAndNoMoreThanSoMuch(@TempDir Path dir) throws IOException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Path file = dir.resolve("audit.json");
    RollingFileAppender<ILoggingEvent> appender = AuditLog.appender(context, file, 2_000);
    Logger logger = context.getLogger(AuditLog.LOGGER);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
    try {
      logger.atInfo().addKeyValue("who", "ann").addKeyValue("details", new JsonObject()).log("x");
      JsonObject line = new JsonObject(Files.readAllLines(file).get(0));
      assertEquals("ann", line.getString("who"));
      assertTrue(line.getInstant("at") != null);
      for (int i = 0; i < 2_000; i++) {
        logger.atInfo().addKeyValue("who", "somebody " + i + "\nwith a line end").log("x");
      }
      List<String> newest = Files.readAllLines(file);
      for (String json : newest) {
        new JsonObject(json);
      }
      try (var files = Files.list(dir)) {
        long count = files.count();
        assertTrue(count > 1 && count <= 1 + AuditLog.MAX_OLD_FILES, count + " files");
      }
    } finally {
      context.stop();
    }
  }
}
