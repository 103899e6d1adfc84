package dev.backbeat.server.tick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.server.tick.TickPhases.Phase;
import org.junit.jupiter.api.Test;

class TickPhasesTest {
  private long nowNs = 1_000;
  private final TickPhases phases = new TickPhases(() -> nowNs);

  private void tick(long lifecycleNs, long gameNs, long commitNs, long encodeNs, long restNs) {
    phases.begin(nowNs);
    nowNs += lifecycleNs;
    phases.end(Phase.LIFECYCLE);
    nowNs += gameNs;
    phases.end(Phase.GAME);
    nowNs += commitNs;
    phases.end(Phase.COMMIT);
    nowNs += encodeNs;
    phases.end(Phase.ENCODE);
    nowNs += restNs;
    phases.end(Phase.COMMIT);
    phases.finish();
    nowNs += 1_000_000; // Until the next tick: no phase's time.
  }

  @Test
  void timeBelongsToThePhaseThatEnds() {
    tick(1, 20, 300, 4_000, 50_000);
    assertEquals(1, phases.lastNs(Phase.LIFECYCLE));
    assertEquals(20, phases.lastNs(Phase.GAME));
    assertEquals(50_300, phases.lastNs(Phase.COMMIT), "both of its parts");
    assertEquals(0, phases.lastNs(Phase.BROADCAST));
    assertEquals(54_321, phases.lastTotalNs());
    assertArrayEquals(new int[] {54_321}, phases.recentNs(10));
    assertArrayEquals(new int[] {4_000}, phases.recentNs(Phase.ENCODE, 10));
  }

  @Test
  void theNewestTicksAreKeptOldestFirst() {
    for (int i = 1; i <= TickPhases.RECENT_TICKS + 5; i++) {
      tick(0, i, 0, 0, 0);
    }
    assertEquals(TickPhases.RECENT_TICKS + 5, phases.ticks());
    int[] all = phases.recentNs(Phase.GAME, Integer.MAX_VALUE);
    assertEquals(TickPhases.RECENT_TICKS, all.length);
    assertEquals(6, all[0]);
    assertEquals(TickPhases.RECENT_TICKS + 5, all[all.length - 1]);
    assertArrayEquals(new int[] {132, 133}, phases.recentNs(2));
  }

  @Test
  void whatDoesNotFitIsSaturated() {
    tick(0, 5_000_000_000L, 0, 0, 0);
    assertArrayEquals(new int[] {Integer.MAX_VALUE}, phases.recentNs(1));
    assertEquals(5_000_000_000L, phases.lastTotalNs());
    phases.skipped(3);
    phases.skipped(2);
    assertEquals(5, phases.skippedTicks());
  }
}
