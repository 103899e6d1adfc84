package dev.backbeat.server.ops;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when the server stops being ready and when it is so again, and what a thread was
 * doing that stands still. On a thread of its own: the ones that it looks at may hang. Nothing
 * depends on it but the log.
 */
public final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final long PERIOD_NS = 250_000_000L;
  private static final int MAX_STACK_LINES = 16;

  private final Health health;
  private final Thread thread;
  private final Set<String> stalled = new HashSet<>();
  private boolean ready = true;
  private long notReadySinceNs;
  private volatile boolean stopped;

  /** A watch that is not started. */
  public HealthWatch(Health health) {
    this.health = health;
    this.thread = new Thread(this::run, "backbeat-health");
    this.thread.setDaemon(true);
  }

  /** Starts to look. */
  public void start() {
    thread.start();
  }

  /** Looks no more. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!stopped) {
      try {
        look(System.nanoTime());
      } catch (RuntimeException e) { // It shall not end for one failed look.
        LOG.atError().setCause(e).log("health could not be looked at");
      }
      LockSupport.parkNanos(this, PERIOD_NS);
    }
  }

  /** One look. */
  void look(long nowNs) {
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
