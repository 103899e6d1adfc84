package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.List;

/** What the server under attack says of itself at {@code /metrics}. */
final class ServerMetrics {
  private ServerMetrics() {}

  /** The text; a request of an address of its own. */
  static String scrape(Target target) throws IOException {
    try (Wire wire = target.connect()) {
      Wire.Response response = wire.send(Requests.get(target, "/metrics")).response();
      if (response.status() != 200) {
        throw new IOException("/metrics answers " + response.status());
      }
      return response.body();
    }
  }

  /** How often a limit of docs/limits.md was met. */
  static double limitHits(Target target, String limit) throws IOException {
    return sum(scrape(target), "backbeat_limit_hits_total", "\"" + limit + "\"");
  }

  /**
   * The sum of a metric's series.
   *
   * @param label that a series must contain; "" = all of them
   * @return NaN = there is none
   */
  static double sum(String text, String name, String label) {
    List<String> lines =
        text.lines()
            .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
            .filter(line -> line.contains(label))
            .toList();
    return lines.isEmpty()
        ? Double.NaN
        : lines.stream()
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }
}
