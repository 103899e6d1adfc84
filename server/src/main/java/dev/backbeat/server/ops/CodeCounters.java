package dev.backbeat.server.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A count by a code of a fixed set. All of the set exist at 0 from the start; a code that is not in
 * it counts as "OTHER", so that nothing that a client sends makes a series. Any thread.
 */
final class CodeCounters {
  private static final String OTHER = "OTHER";

  private final MeterRegistry registry;
  private final String name;
  private final String help;
  private final String tag;
  private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();
  private final Counter other;

  CodeCounters(MeterRegistry registry, String name, String help, String tag) {
    this.registry = registry;
    this.name = name;
    this.help = help;
    this.tag = tag;
    this.other = counter(OTHER);
  }

  /** These codes exist. */
  void register(Collection<String> codes) {
    codes.forEach(code -> counters.computeIfAbsent(code, this::counter));
  }

  void add(String code, int count) {
    counters.getOrDefault(code, other).increment(count);
  }

  private Counter counter(String code) {
    return Counter.builder(name).description(help).tag(tag, code).register(registry);
  }
}
