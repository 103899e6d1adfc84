package dev.backbeat.server.ops;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when the server stops being ready and when it is so again, and what a thread was
 * doing that stands still. Nothing depends on it but the log. Not thread-safe; to be called by a
 * thread of its own, for the ones that it looks at may hang.
 */
public final class HealthWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final int MAX_STACK_LINES = 16;

  private final Health health;
  private final Set<String> stalled = new HashSet<>();
  private boolean ready = true;
  private long notReadySinceNs;

  /** Nothing was seen yet. */
  public HealthWatch(Health health) {
    this.health = health;
  }

  /** One look, several times per second. */
  public void look(long nowNs) {
    Map<String, Long> overdueNs = health.stalledThreads(nowNs);
    overdueNs.forEach(
        (name, ns) -> {
          if (stalled.add(name)) {
            LOG.atError()
                .addKeyValue("thread", name)
                .addKeyValue("overdueMs", ns / 1_000_000)
                .addKeyValue("stack", stackOf(name))
                .log("thread stalled");
          }
        });
    if (stalled.retainAll(overdueNs.keySet())) {
      LOG.atInfo().log("stalled thread goes on");
    }
    List<String> problems = health.problems(nowNs);
    if (ready != problems.isEmpty()) {
      ready = problems.isEmpty();
      if (ready) {
        LOG.atInfo().addKeyValue("afterMs", (nowNs - notReadySinceNs) / 1_000_000).log("ready");
      } else {
        notReadySinceNs = nowNs;
        LOG.atWarn().addKeyValue("reasons", String.join("; ", problems)).log("not ready");
      }
    }
  }

  private static String stackOf(String name) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals(name))
        .findFirst()
        .map(entry -> Stream.of(entry.getValue()))
        .orElse(Stream.empty())
        .limit(MAX_STACK_LINES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }
}
