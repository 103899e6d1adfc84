package dev.backbeat.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.tick.TickLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

class PressureSamplerTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long PERIOD_NS = 50_000_000L;

  private final WriteAges ages = new WriteAges();
  private List<TickLoad> threads = List.of(load("a", 0, 0, 0), load("b", 0, 0, 0));
  private double cpuSeconds = 17;
  private final PressureSampler sampler =
      new PressureSampler(() -> threads, ages, () -> cpuSeconds, 2);

  private static TickLoad load(String thread, long ticks, double busySeconds, double late) {
    return new TickLoad(thread, ticks, (long) (busySeconds * SECOND_NS), late);
  }

  @Test
  void theFirstSampleKnowsNothing() {
    threads = List.of(load("a", 1000, 900, 1000));
    ages.add(10 * PERIOD_NS, PERIOD_NS);
    assertEquals(Pressure.NONE, sampler.take(Long.MAX_VALUE - 5));
  }

  @Test
  void takesTheWorstThreadAndTheTimeSinceTheSampleBefore() {
    threads = List.of(load("a", 100, 3, 7), load("b", 50, 1, 2));
    sampler.take(-7);
    threads = List.of(load("a", 140, 3.2, 17), load("b", 60, 1.4, 4));
    cpuSeconds += 0.9;
    Pressure p = sampler.take(-7 + SECOND_NS / 2);
    assertEquals(0.8, p.tickBusy(), 1e-9, "b: 0.4 s of 0.5 s");
    assertEquals(0.25, p.tickLateness(), 1e-9, "a: 10 periods in 40 ticks; b: 0.2");
    assertEquals(0, p.writeAge());
    assertEquals(0.9, p.processorShare(), 1e-9, "0.9 s of two processors in 0.5 s");
    assertEquals(0.8, p.worst(), 1e-9);
    Pressure idle = sampler.take(-7 + SECOND_NS);
    assertEquals(new Pressure(0, 0, 0, 0), idle);
  }

  @Test
  void theAgeIsWhatNineOfTenWritesDoNotExceed() {
    sampler.take(0);
    for (int i = 0; i < 90; i++) {
      ages.add(PERIOD_NS / 100, PERIOD_NS);
    }
    for (int i = 0; i < 10; i++) {
      ages.add(3 * PERIOD_NS, PERIOD_NS);
    }
    assertEquals(1 / 16.0, sampler.take(SECOND_NS).writeAge(), "a tenth are old");
    for (int i = 0; i < 80; i++) {
      ages.add(-5, PERIOD_NS);
    }
    for (int i = 0; i < 20; i++) {
      ages.add(PERIOD_NS / 2 - 1, PERIOD_NS / 2);
    }
    assertEquals(1, sampler.take(2 * SECOND_NS).writeAge(), "a fifth are a period of theirs old");
  }

  @Test
  void ticksThatWereNeverWrittenAreAsOldAsTheirLoopIsBehind() {
    sampler.take(0);
    for (int i = 0; i < 8; i++) {
      ages.add(0, PERIOD_NS);
    }
    ages.addMissed(4);
    ages.addMissed(4);
    double age = sampler.take(SECOND_NS).writeAge();
    assertTrue(age >= 4 && age <= 5, "is " + age);
    ages.add(Long.MAX_VALUE, 1);
    assertEquals(16, sampler.take(2 * SECOND_NS).writeAge(), "the last class");
  }
}
