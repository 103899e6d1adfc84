package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LoggingTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("dev.backbeat.Some");

  private LoggingEvent event(String message, Throwable failure, Object... keysAndValues) {
    LoggingEvent event = new LoggingEvent("fqcn", logger, Level.WARN, message, failure, null);
    event.setInstant(Instant.ofEpochMilli(1_700_000_000_123L));
    event.setThreadName("thread-1");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      event.addKeyValuePair(new KeyValuePair((String) keysAndValues[i], keysAndValues[i + 1]));
    }
    return event;
  }

  private String line(ServerConfig.LogFormat format, ILoggingEvent event) {
    return new String(Logging.encoder(format, context).encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void aJsonLineIsAFlatObjectWhoseNumbersAreNumbers() {
    String line =
        line(
            ServerConfig.LogFormat.JSON,
            event(
                "joined",
                null,
                "session",
                "s1",
                "player",
                7,
                "watcher",
                false,
                "name",
                "a\"\n\u0001b",
                "share",
                Double.NaN,
                "message",
                "mine"));
    assertEquals(
        "{\"timestamp\":\"2023-11-14T22:13:20.123Z\",\"level\":\"WARN\","
            + "\"logger\":\"dev.backbeat.Some\",\"thread\":\"thread-1\",\"message\":\"joined\","
            + "\"session\":\"s1\",\"player\":7,\"watcher\":false,"
            + "\"name\":\"a\\\"\\n\\u0001b\",\"share\":\"NaN\",\"message_\":\"mine\"}\n",
        line);
  }

  @Test
  void aValueCannotLookLikeTheNextKey() {
    String line =
        line(
            ServerConfig.LogFormat.TEXT,
            event("joined", null, "name", "x\" session=\"boss", "path", "a\\", "player", 7));
    assertEquals(
        "2023-11-14T22:13:20.123Z WARN  Some joined"
            + " name=\"x\\\" session=\\\"boss\" path=\"a\\\\\" player=\"7\"",
        line.strip());
  }

  @Test
  void anErrorIsAnObjectAndNothingIsLongWithoutBound() {
    String huge = "x".repeat(1_000_000);
    String line =
        line(
            ServerConfig.LogFormat.JSON,
            event("room failed", new IllegalStateException(huge), "reason", huge));
    JsonObject object = new JsonObject(line);
    assertEquals(
        "java.lang.IllegalStateException", object.getJsonObject("error").getString("type"));
    assertTrue(object.getJsonObject("error").getString("stack").contains("xxx"));
    assertTrue(line.length() < 5 * JsonLines.MAX_VALUE_CHARACTERS, "" + line.length());
    assertEquals(1, line.lines().count());
  }

  @Test
  void aReloadOfSomethingElseLeavesTheLevelAlone() {
    String before = LogLevels.find("dev.backbeat").map(LogLevels.LogLevel::level).orElse(null);
    ServerConfig info = ServerCommand.configOf("--log-level", "info");
    ServerConfig warn = ServerCommand.configOf("--log-level", "warn");
    var onChange = Logging.levelOnChange(info.operation());
    try {
      LogLevels.set("dev.backbeat", "TRACE"); // An operator's, for a while.
      onChange.accept(info);
      assertEquals("TRACE", LogLevels.find("dev.backbeat").orElseThrow().level());
      onChange.accept(warn);
      assertEquals("WARN", LogLevels.find("dev.backbeat").orElseThrow().level());
    } finally {
      LogLevels.set("dev.backbeat", before);
    }
  }

  @Test
  void aTextLineStaysOneLineWhateverComesFromOutside() {
    String line =
        line(
            ServerConfig.LogFormat.TEXT,
            event("announced", null, "text", "a\r\n2026-01-01 ERROR forged\u001b[2J", "room", "r"));
    assertEquals(1, line.lines().count(), line);
    assertFalse(line.contains("\u001b"), line);
    assertTrue(line.startsWith("2023-11-14T22:13:20.123Z WARN  Some announced "), line);
    assertTrue(line.contains("room=\"r\""), line);
  }
}
