package dev.backbeat.server.ops;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * An event's own keys as {@code key="value"}. Logback's converter leaves quotes as they are, so
 * that a player's name could look like the next key.
 */
final class TextPairs extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (KeyValuePair pair : pairs) {
      String value = String.valueOf(pair.value).replace("\\", "\\\\").replace("\"", "\\\"");
      text.append(text.isEmpty() ? "" : " ").append(pair.key + "=\"" + value + '"');
    }
    return text.toString();
  }
}
