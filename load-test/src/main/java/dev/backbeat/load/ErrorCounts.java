package dev.backbeat.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * Errors by kind, each with the first example's sentence. Any thread. At most {@value #MAX_KINDS}
 * kinds; further ones count as "other".
 */
final class ErrorCounts {
  static final int MAX_KINDS = 64;

  /** How often, and what the first one said. */
  record Entry(long count, String example) {}

  private final Map<String, Entry> byKind = new TreeMap<>();
  private long total;

  synchronized void add(String kind, String example) {
    add(kind, example, 1);
  }

  synchronized void add(String kind, String example, long count) {
    String key = byKind.containsKey(kind) || byKind.size() < MAX_KINDS - 1 ? kind : "other";
    byKind.merge(key, new Entry(count, example), (a, b) -> new Entry(a.count + b.count, a.example));
    total += count;
  }

  synchronized long total() {
    return total;
  }

  synchronized Map<String, Entry> byKind() {
    return new TreeMap<>(byKind);
  }
}
