package dev.backbeat.load.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened. At most so many kinds; the rest is "other". Any thread. */
final class Counts {
  private static final int MAX_KINDS = 200;

  private final ConcurrentHashMap<String, LongAdder> byKind = new ConcurrentHashMap<>();

  void add(String kind) {
    String named = byKind.size() < MAX_KINDS || byKind.containsKey(kind) ? kind : "other";
    byKind.computeIfAbsent(named, k -> new LongAdder()).increment();
  }

  long of(String kind) {
    LongAdder count = byKind.get(kind);
    return count == null ? 0 : count.sum();
  }

  /** In alphabetical order. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    byKind.forEach((kind, count) -> all.put(kind, count.sum()));
    return all;
  }
}
