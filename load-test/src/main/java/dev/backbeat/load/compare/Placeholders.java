package dev.backbeat.load.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in {@code ${name}} in commands; a word stays one word. */
final class Placeholders {
  private static final Pattern NAME = Pattern.compile("\\$\\{([a-z.]+)}");

  private final Map<String, String> values;

  Placeholders(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * @throws CompareException if a name has no value
   */
  String fill(String text) {
    Matcher m = NAME.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (m.find()) {
      m.appendReplacement(filled, Matcher.quoteReplacement(value(m.group(1))));
    }
    return m.appendTail(filled).toString();
  }

  List<String> fill(List<String> words) {
    List<String> filled = new ArrayList<>();
    for (String word : words) {
      filled.add(fill(word));
    }
    return filled;
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new CompareException(
          "there is no ${" + name + "}; known are " + new java.util.TreeSet<>(values.keySet()));
    }
    return value;
  }
}
