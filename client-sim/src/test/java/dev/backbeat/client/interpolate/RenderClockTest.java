package dev.backbeat.client.interpolate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that come over a seeded network, pictures at 60 Hz, stepped by a millisecond. */
class RenderClockTest {
  private static final long MS = 1_000_000;
  private static final long SEED = 11;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private RenderClock clock;
  private int hz;
  private int span;
  private int wayMs;
  private int jitterMs;
  private long nowMs;
  private int sentTick;
  private final ArrayDeque<long[]> coming = new ArrayDeque<>();
  private long lastMs;
  private long stalledUntilMs;
  private int newest;
  private int pictures;
  private int beyond;
  private double before;

  private void network(int newHz, int newSpan, int newWayMs, int newJitterMs) {
    hz = newHz;
    span = newSpan;
    wayMs = newWayMs;
    jitterMs = newJitterMs;
    clock = new RenderClock(hz, span);
  }

  private long serverQ8() {
    return nowMs * 256 * hz / 1000;
  }

  private void run(int seconds) {
    for (long end = nowMs + seconds * 1000L; nowMs < end; nowMs++) {
      int tick = (int) (nowMs * hz / 1000) / span * span;
      if (tick > sentTick) {
        sentTick = tick;
        long jitter = jitterMs == 0 ? 0 : random.nextInt(-jitterMs, jitterMs + 1);
        lastMs = Math.max(lastMs, Math.max(stalledUntilMs, nowMs + wayMs + jitter));
        coming.add(new long[] {lastMs, tick});
      }
      while (!coming.isEmpty() && coming.peek()[0] <= nowMs) {
        newest = (int) coming.poll()[1];
        clock.onFrame(newest, span, serverQ8());
      }
      if (nowMs % 16 == 0 && newest > 0) {
        double q8 = clock.renderQ8(serverQ8(), nowMs * MS);
        assertTrue(q8 >= before, "seed " + SEED + ": back");
        if (before > 0) {
          double passed = 16.0 * 256 * hz / 1000;
          assertTrue(Math.abs(q8 - before - passed) < passed * 0.11, "a tenth at most");
        }
        before = q8;
        pictures++;
        beyond += q8 > newest * 256.0 ? 1 : 0;
      }
    }
  }

  @Test
  void withoutJitterItIsTwoSendsBehindTheFrames() {
    network(30, 1, 50, 0);
    run(20);
    // The way takes 1.5 ticks, and a tick's frame is sent up to a millisecond late here.
    assertEquals(3.5, clock.delayQ8() / 256.0, 0.1);
    assertEquals(0, beyond);
  }

  @ParameterizedTest
  @CsvSource({"30, 1, 50, 10, 0.01", "30, 1, 100, 25, 0.01", "60, 1, 100, 50, 0.03"})
  void nearlyAllPicturesLieBetweenFrames(int rate, int sendSpan, int way, int jitter, double most) {
    network(rate, sendSpan, way, jitter);
    run(60);
    String what = "seed " + SEED + ": " + beyond + " of " + pictures + ", " + clock.delayQ8();
    assertTrue(beyond < pictures * most, what);
    // No more than the worst there is, and a send.
    assertTrue(clock.delayQ8() <= 256 * ((way + jitter + 5) * rate / 1000.0 + 1.5), what);
  }

  @Test
  void aStallIsNoJitter() {
    network(30, 1, 50, 10);
    run(20);
    int delayQ8 = clock.delayQ8();
    for (int i = 0; i < 4; i++) {
      stalledUntilMs = nowMs + 2000;
      run(8);
      assertEquals(delayQ8, clock.delayQ8(), 40, "seed " + SEED);
    }
  }

  @Test
  void aLongerWayIsFollowed() {
    network(30, 1, 50, 5);
    run(20);
    int delayQ8 = clock.delayQ8();
    wayMs = 550;
    run(12);
    assertEquals(delayQ8 + 15 * 256, clock.delayQ8(), 100);
    int seen = beyond;
    run(10);
    assertEquals(seen, beyond);
  }

  @Test
  void seldomSendsAreSeen() {
    network(60, 1, 30, 0);
    run(5);
    span = 4;
    run(10);
    assertEquals(4, clock.sendTicks());
    assertEquals(256 * (1.8 + 8), clock.delayQ8(), 40);
    span = 1;
    run(1);
    assertEquals(1, clock.sendTicks());
  }
}
