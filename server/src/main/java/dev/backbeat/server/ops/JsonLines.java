package dev.backbeat.server.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Log events as JSON, one object per line: {@code timestamp}, {@code level}, {@code logger}, {@code
 * thread}, {@code message}, then the event's own keys at the same level ({@code session}, {@code
 * room}, ...), and {@code error} with {@code type}, {@code message} and {@code stack}. Logback's
 * own encoder puts keys into a list of objects, which no log store can search.
 */
final class JsonLines extends JsonLineEncoder {
  /** Of one value: a line is to stay one that a log store takes. */
  static final int MAX_VALUE_CHARACTERS = 8_192;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  JsonObject line(ILoggingEvent event) {
    JsonObject line =
        new JsonObject()
            .put("timestamp", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("thread", event.getThreadName())
            .put("message", cut(event.getFormattedMessage()));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        String key =
            line.containsKey(pair.key) || pair.key.equals("error") ? pair.key + '_' : pair.key;
        line.put(key, value(pair.value));
      }
    }
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      line.put(
          "error",
          new JsonObject()
              .put("type", failure.getClassName())
              .put("message", cut(failure.getMessage()))
              .put("stack", cut(ThrowableProxyUtil.asString(failure))));
    }
    return line;
  }

  /** Numbers and truth values stay what they are. */
  private static Object value(Object value) {
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double d && Double.isFinite(d)) {
      return value;
    }
    return value == null ? null : cut(value.toString());
  }

  private static String cut(String text) {
    return text == null || text.length() <= MAX_VALUE_CHARACTERS
        ? text
        : text.substring(0, MAX_VALUE_CHARACTERS) + "...";
  }
}
