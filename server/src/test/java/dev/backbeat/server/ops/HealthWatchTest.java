package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backbeat.server.tick.TickHealth;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private long overdueNs;
  private final Health health =
      new Health(
          SECOND_NS,
          0,
          now ->
              List.of(
                  new TickHealth(
                      Thread.currentThread().getName(), 1, true, overdueNs, overdueNs, 0)),
          () -> 0,
          () -> 0,
          () -> true);

  @Test
  void saysOnceWhatStandsStillAndOnceThatItGoesOn() {
    health.listening();
    HealthWatch watch = new HealthWatch(health);
    try (RecordedLog log = new RecordedLog(HealthWatch.class.getName(), Level.INFO)) {
      watch.look(0);
      assertEquals(List.of(), log.events());
      overdueNs = 2 * SECOND_NS;
      watch.look(5 * SECOND_NS);
      watch.look(6 * SECOND_NS);
      assertEquals(2, log.events().size(), log.events().toString());
      ILoggingEvent stalled = log.events("thread stalled").get(0);
      assertEquals("2000", RecordedLog.value(stalled, "overdueMs"));
      String stack = RecordedLog.value(stalled, "stack");
      assertTrue(stack.contains("HealthWatchTest.saysOnceWhatStandsStill"), stack);
      String reasons = RecordedLog.value(log.events("not ready").get(0), "reasons");
      assertTrue(reasons.endsWith(" is overdue by 2000 ms"), reasons);
      overdueNs = 0;
      watch.look(8 * SECOND_NS);
      watch.look(9 * SECOND_NS);
      assertEquals(1, log.events("stalled thread goes on").size());
      assertEquals("3000", RecordedLog.value(log.events("ready").get(0), "afterMs"));
      assertEquals(4, log.events().size());
    }
  }
}
