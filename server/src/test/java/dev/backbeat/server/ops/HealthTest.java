package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.tick.TickHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final List<TickHealth> threads = new ArrayList<>();
  private final AtomicLong frames = new AtomicLong();
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicBoolean admitting = new AtomicBoolean(true);
  private final Health health =
      new Health(
          SECOND_NS, 30 * SECOND_NS, now -> threads, frames::get, sessions::get, admitting::get);

  private static TickHealth thread(boolean alive, long overdueNs) {
    return new TickHealth("tick-1", 3, alive, overdueNs, overdueNs, 0);
  }

  private void assertOnly(String part, long nowNs) {
    List<String> problems = health.problems(nowNs);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(part), problems.toString());
  }

  @Test
  void notBeforeItListensAndNotWhileItDrains() {
    assertOnly("listen", 0);
    health.listening();
    assertEquals(List.of(), health.problems(0));
    health.drain();
    assertOnly("drains", 0);
  }

  @Test
  void loopsMustTurn() {
    health.listening();
    health.loopTurned("loop-1", 0);
    health.loopTurned("loop-2", 0);
    health.loopTurned("loop-2", 3 * SECOND_NS);
    assertOnly("loop-1", 3 * SECOND_NS);
    assertEquals(Set.of("loop-1"), health.stalledThreads(3 * SECOND_NS).keySet());
    assertEquals(3 * SECOND_NS - Health.LOOP_PERIOD_NS, health.loopAgeNs(3 * SECOND_NS));
  }

  @Test
  void aTickMayBeOverdueUpToTheLimitAndNoLonger() {
    health.listening();
    threads.add(thread(true, SECOND_NS));
    assertEquals(List.of(), health.problems(0));
    assertEquals(SECOND_NS, health.tickAgeNs(0));
    threads.set(0, thread(true, SECOND_NS + 1));
    assertOnly("tick-1 is overdue by 1000 ms", 0);
    assertEquals(Map.of("tick-1", SECOND_NS + 1), health.tickAgesNs(0));
    threads.set(0, thread(true, 0));
    assertEquals(List.of(), health.problems(0), "it goes on");
  }

  @Test
  void aDeadTickThreadIsSeenAtOnce() {
    health.listening();
    threads.add(thread(false, 0));
    assertOnly("tick-1 has died", 0);
    assertEquals(List.of("tick-1 has died"), health.deadly(0));
  }

  @Test
  void onlyALongStallIsDeadlyAndZeroMeansNever() {
    threads.add(thread(true, 30 * SECOND_NS));
    assertEquals(List.of(), health.deadly(0));
    threads.set(0, thread(true, 31 * SECOND_NS));
    assertEquals(List.of("tick-1 is overdue by 31000 ms"), health.deadly(0));
    Health never =
        new Health(SECOND_NS, 0, now -> threads, frames::get, sessions::get, admitting::get);
    assertEquals(List.of(), never.deadly(0));
  }

  @Test
  void framesMustLeaveWhereThereArePlayers() {
    health.listening();
    assertEquals(List.of(), health.problems(10 * SECOND_NS));
    sessions.set(5);
    assertEquals(List.of(), health.problems(20 * SECOND_NS), "they have only just come");
    frames.set(3);
    assertEquals(List.of(), health.problems(22 * SECOND_NS));
    assertEquals(List.of(), health.problems(27 * SECOND_NS), "a slow room may be silent so long");
    assertOnly("no frame left", 28 * SECOND_NS);
    frames.set(4);
    assertEquals(List.of(), health.problems(29 * SECOND_NS));
    assertOnly("no frame left", 35 * SECOND_NS);
    sessions.set(0);
    assertEquals(List.of(), health.problems(36 * SECOND_NS), "nobody to send to");
  }
}
