package dev.backbeat.server.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape of /metrics, taken apart.
 *
 * @param samples by their whole name with labels, as text
 */
record Scrape(Map<String, Double> samples) {
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Scrape of(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : text.split("\n")) {
      if (!line.startsWith("#") && !line.isBlank()) {
        int space = line.lastIndexOf(' ');
        samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
      }
    }
    return new Scrape(samples);
  }

  /** Both together. */
  Scrape and(Scrape other) {
    Map<String, Double> both = new LinkedHashMap<>(other.samples);
    both.putAll(samples);
    return new Scrape(both);
  }

  private static String nameOf(String series) {
    int brace = series.indexOf('{');
    return brace < 0 ? series : series.substring(0, brace);
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.keySet().forEach(series -> names.add(nameOf(series)));
    return names;
  }

  /** The labels of a metric, each with the values that it has. */
  Map<String, Set<String>> labels(String name) {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String series : samples.keySet()) {
      if (nameOf(series).equals(name)) {
        Matcher label = LABEL.matcher(series);
        while (label.find()) {
          labels.computeIfAbsent(label.group(1), l -> new TreeSet<>()).add(label.group(2));
        }
      }
    }
    return labels;
  }

  /** The series of our own. */
  List<String> ownSeries() {
    return samples.keySet().stream().filter(s -> s.startsWith("backbeat_")).sorted().toList();
  }

  double sum(String name) {
    return samples.entrySet().stream()
        .filter(e -> nameOf(e.getKey()).equals(name))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
