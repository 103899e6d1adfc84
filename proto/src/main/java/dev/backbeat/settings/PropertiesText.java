package dev.backbeat.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Reads a Java properties file in UTF-8 as {@link Properties} does, and beyond that knows the line
 * of every key and refuses a key that is there twice, of which {@code Properties} silently takes
 * the last.
 */
final class PropertiesText {
  /** No configuration is as long; a device or a log given by mistake is. */
  static final int MAX_BYTES = 1 << 20;

  private PropertiesText() {}

  /** Keys in the order of the file, values stripped, with the origin {@code name:line}. */
  static Map<String, Setting> read(Path file) {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new SettingsException("cannot read the configuration file " + file + ": " + e, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new SettingsException(
          "the configuration file " + file + " has more than " + MAX_BYTES + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(file.toString(), text);
    } catch (CharacterCodingException e) {
      throw new SettingsException("the configuration file " + file + " is not UTF-8", e);
    }
  }

  /**
   * Splits into logical lines, of which one is several of the file where a backslash at the end
   * continues it, and leaves each to {@link Properties}, whose escapes hold by that.
   */
  static Map<String, Setting> parse(String name, String text) {
    Map<String, Setting> found = new LinkedHashMap<>();
    String[] lines = text.startsWith("\uFEFF") ? lines(text.substring(1)) : lines(text);
    for (int i = 0; i < lines.length; i++) {
      int first = i;
      StringBuilder logical = new StringBuilder(lines[i]);
      while (!isBlankOrComment(lines[first]) && isContinued(lines[i]) && i + 1 < lines.length) {
        logical.append('\n').append(lines[++i]);
      }
      if (i + 1 < lines.length) {
        logical.append('\n');
      }
      String origin = name + ':' + (first + 1);
      if (isNothing(logical)) {
        continue;
      }
      for (var entry : properties(logical.toString(), origin).entrySet()) {
        String key = (String) entry.getKey();
        Setting setting = new Setting(((String) entry.getValue()).strip(), origin);
        Setting earlier = found.putIfAbsent(key, setting);
        if (earlier != null) {
          throw new SettingsException(
              "%s: '%s' is set a second time, first in %s"
                  .formatted(origin, key, earlier.origin()));
        }
      }
    }
    return found;
  }

  private static String[] lines(String text) {
    return text.split("\r\n|\r|\n", -1);
  }

  private static Properties properties(String logical, String origin) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(logical));
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(origin + ": " + e.getMessage(), e);
    }
    return one;
  }

  private static boolean isBlankOrComment(String line) {
    String start = line.stripLeading();
    return start.isEmpty() || start.charAt(0) == '#' || start.charAt(0) == '!';
  }

  /** Whether these are lines that are continued, with nothing on them. */
  private static boolean isNothing(CharSequence logical) {
    for (int i = 0; i < logical.length(); i++) {
      char c = logical.charAt(i);
      boolean continued = c == '\\' && i + 1 < logical.length() && logical.charAt(i + 1) == '\n';
      if (!continued && " \t\f\n".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isContinued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}
