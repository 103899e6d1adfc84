package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.tick.TickHealth;
import java.util.ArrayList;
import java.util.List;
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
      new Health(now -> threads, frames::get, sessions::get, admitting::get);

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
  }

  @Test
  void tickThreadsMustTurnAndNotBeOverdue() {
    health.listening();
    threads.add(new TickHealth("tick-1", 0, SECOND_NS, 0));
    assertEquals(List.of(), health.problems(0));
    threads.set(0, new TickHealth("tick-1", 3, 3 * SECOND_NS, 0));
    assertOnly("tick-1 has not turned", 0);
    threads.set(0, new TickHealth("tick-1", 3, 0, 3 * SECOND_NS));
    assertOnly("overdue", 0);
  }

  @Test
  void framesMustLeaveWhereThereArePlayers() {
    health.listening();
    assertEquals(List.of(), health.problems(10 * SECOND_NS));
    sessions.set(5);
    assertEquals(List.of(), health.problems(20 * SECOND_NS), "they have only just come");
    frames.set(3);
    assertEquals(List.of(), health.problems(22 * SECOND_NS));
    assertOnly("no frame left", 25 * SECOND_NS);
    frames.set(4);
    assertEquals(List.of(), health.problems(26 * SECOND_NS));
    assertOnly("no frame left", 29 * SECOND_NS);
    sessions.set(0);
    assertEquals(List.of(), health.problems(30 * SECOND_NS), "nobody to send to");
  }
}
