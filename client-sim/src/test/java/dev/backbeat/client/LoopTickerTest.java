package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoopTickerTest {
  @Test
  void runsInTheOrderOfDeadlinesWhateverIsMovedOrTakenBack() {
    long seed = 31;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      LoopTicker ticker = new LoopTicker();
      int n = 1 + random.nextInt(60);
      long[] due = new long[n];
      List<Integer> ran = new ArrayList<>();
      LoopTicker.Entry[] entries = new LoopTicker.Entry[n];
      for (int i = 0; i < n; i++) {
        int id = i;
        entries[i] =
            new LoopTicker.Entry(
                now -> {
                  ran.add(id);
                  due[id] = LoopTicker.NEVER;
                  return LoopTicker.NEVER;
                });
        due[i] = LoopTicker.NEVER;
      }
      for (int move = 0; move < 300; move++) {
        int i = random.nextInt(n);
        due[i] = random.nextInt(4) == 0 ? LoopTicker.NEVER : random.nextInt(1000);
        ticker.schedule(entries[i], due[i]);
      }
      long expectedSize = java.util.Arrays.stream(due).filter(d -> d != LoopTicker.NEVER).count();
      assertEquals(expectedSize, ticker.size(), "seed " + seed);
      long[] wanted = due.clone();
      for (long now = 0; now < 1100; now += 100) {
        int before = ran.size();
        long next = ticker.runDue(now);
        long last = Long.MIN_VALUE;
        for (int i : ran.subList(before, ran.size())) {
          assertTrue(wanted[i] <= now && wanted[i] >= last, "seed " + seed);
          last = wanted[i];
        }
        assertTrue(next > now, "seed " + seed);
      }
      assertEquals(expectedSize, ran.size(), "seed " + seed);
      assertEquals(LoopTicker.NEVER, ticker.next());
    }
  }

  @Test
  void oneThatIsAlwaysDueStarvesNobody() {
    LoopTicker ticker = new LoopTicker();
    int[] runs = new int[2];
    ticker.schedule(
        new LoopTicker.Entry(
            now -> {
              runs[0]++;
              return now - 10;
            }),
        0);
    ticker.schedule(
        new LoopTicker.Entry(
            now -> {
              runs[1]++;
              return now + 1;
            }),
        5);
    for (int now = 10; now < 60; now++) {
      ticker.runDue(now);
    }
    assertTrue(runs[0] >= 25 && runs[0] <= 100, "always due: " + runs[0]);
    assertTrue(runs[1] >= 1, "the other one: " + runs[1]);
  }

  @Test
  void aTaskMayMoveOthersWhileItRuns() {
    LoopTicker ticker = new LoopTicker();
    List<String> ran = new ArrayList<>();
    LoopTicker.Entry other =
        new LoopTicker.Entry(
            now -> {
              ran.add("other");
              return LoopTicker.NEVER;
            });
    ticker.schedule(other, 20);
    ticker.schedule(
        new LoopTicker.Entry(
            now -> {
              ran.add("first");
              ticker.schedule(other, LoopTicker.NEVER);
              return LoopTicker.NEVER;
            }),
        10);
    assertEquals(LoopTicker.NEVER, ticker.runDue(30));
    assertEquals(List.of("first"), ran);
  }

  @Test
  void whatATaskSchedulesForItselfStands() {
    LoopTicker ticker = new LoopTicker();
    LoopTicker.Entry[] self = new LoopTicker.Entry[1];
    long[] returned = {LoopTicker.NEVER};
    self[0] =
        new LoopTicker.Entry(
            now -> {
              ticker.schedule(self[0], now + 5);
              return returned[0];
            });
    ticker.schedule(self[0], 10);
    assertEquals(15, ticker.runDue(10));
    returned[0] = 90;
    assertEquals(20, ticker.runDue(15));
    returned[0] = 22;
    assertEquals(22, ticker.runDue(20));
    assertEquals(1, ticker.size());
  }
}
