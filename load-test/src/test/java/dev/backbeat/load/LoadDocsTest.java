package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/load-testing.md} says what the program does. */
class LoadDocsTest {
  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "load-testing.md"));
  }

  @Test
  void theTableOfFiguresIsTheListOfMetrics() throws IOException {
    List<String> expected =
        Arrays.stream(Metric.values())
            .map(
                m ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            m.jsonName(),
                            m.isBoolean() ? "" : m.unit(),
                            m.meaning().replace("|", "&#124;"))
                        .replace("|  |", "| |"))
            .toList();
    List<String> found = page().lines().filter(l -> l.matches("\\| `[a-z0-9_]+` \\|.*")).toList();
    assertEquals(expected, found);
  }

  @Test
  void theTableOfOptionsIsTheListOfOptions() throws IOException {
    List<String> found = new ArrayList<>();
    Matcher m = Pattern.compile("(?m)^\\| `(--[a-z-]+)` \\| (.*?) \\|").matcher(page());
    while (m.find()) {
      found.add(m.group(1) + " " + m.group(2).replace("`", ""));
    }
    assertEquals(
        LoadCommand.optionsWithDefaults().stream().sorted().toList(),
        found.stream().sorted().toList());
  }
}
