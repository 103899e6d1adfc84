package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.limit.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/limits.md and the metric name the same limits, and its options exist. */
class LimitsPageTest {
  private static String table() throws IOException {
    String page = Files.readString(Path.of("../docs/limits.md"));
    return page.substring(page.indexOf("<!-- limits -->"), page.indexOf("<!-- end of limits -->"));
  }

  private static Set<String> all(String pattern) throws IOException {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(table())
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void thePageListsEveryLimitAndNoOther() throws IOException {
    Set<String> labels =
        Arrays.stream(Limit.values())
            .map(Limit::label)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = all("^\\| `([a-z0-9_]+)` ");
    listed.remove("limit"); // The heading.
    assertEquals(labels, listed);
  }

  @Test
  void itsOptionsExist() throws IOException {
    Set<String> named = all("`--([a-z0-9-]+)`");
    assertTrue(named.size() > 15, named.toString());
    named.removeAll(ServerCommand.optionNames());
    assertEquals(Set.of(), named);
  }

  @Test
  void everyLimitIsCountedFromTheStart() {
    ServerMetrics metrics = new ServerMetrics();
    try {
      metrics.onLimit(Limit.HEADERS);
      String scrape = metrics.scrape();
      for (Limit limit : Limit.values()) {
        String count = limit == Limit.HEADERS ? "1.0" : "0.0";
        String line = "backbeat_limit_hits_total{limit=\"" + limit.label() + "\"} " + count;
        assertTrue(scrape.contains(line), line);
      }
    } finally {
      metrics.close();
    }
  }
}
