package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The clock against a simulated server: tick t is due at t * period, frames take a while. */
class InputClockTest {
  private static final long MS = 1_000_000L;

  /** What a run of the simulation gave. */
  private record Outcome(int ticksWithoutInput, int late, int sent) {}

  /**
   * @param delayMs one way, both directions
   * @param welcomeDelayMs of the first sample of the server's clock
   */
  private static Outcome simulate(
      int tickHz, int inputHz, double delayMs, double jitterMs, double welcomeDelayMs, long seed) {
    Random random = new Random(seed);
    double periodMs = 1000.0 / tickHz;
    double startMs = 1000 + welcomeDelayMs;
    InputClock clock = new InputClock(tickHz, inputHz, 1000 / periodMs, (long) (startMs * MS));
    double inputMs = startMs + random.nextDouble() * 1000 / inputHz;
    int frame = (int) Math.ceil(1000 / periodMs);
    int ticks = tickHz * 30;
    int[] inputsOf = new int[frame + ticks + 100];
    long newest = 0;
    int newestLeadQ8 = 0;
    int late = 0;
    int sent = 0;
    int settled = frame + tickHz * 5;
    while (frame < settled + ticks - tickHz * 6) {
      double frameAt = frame * periodMs + delayMs + random.nextDouble() * jitterMs;
      if (inputMs < frameAt) {
        long tick = clock.nextTick((long) (inputMs * MS));
        double arrivalMs = inputMs + delayMs + random.nextDouble() * jitterMs;
        double lead = tick - arrivalMs / periodMs;
        if (tick > newest) {
          newest = tick;
          newestLeadQ8 = (int) Math.floor(lead * 256);
        }
        if (tick > settled) {
          sent++;
          late += lead < 0 ? 1 : 0;
        }
        if (tick < inputsOf.length) {
          inputsOf[(int) tick]++;
        }
        inputMs += 1000.0 / inputHz;
      } else {
        clock.onFrame(frame, (long) (frameAt * MS));
        if (newest != 0) {
          clock.onLead(newest, newestLeadQ8);
        }
        frame++;
      }
    }
    int without = 0;
    for (int t = settled + 1; t < frame - 2; t++) {
      without += inputsOf[t] == 0 ? 1 : 0;
    }
    return new Outcome(without, late, sent);
  }

  @Test
  void everyTickGetsItsInputAtEqualRates() {
    for (int seed = 0; seed < 50; seed++) {
      Outcome o = simulate(20, 20, 0.3, 2, 30, seed);
      assertTrue(o.sent > 400, "sent " + o.sent);
      assertTrue(o.late * 50 <= o.sent, "seed " + seed + ": late " + o.late + " of " + o.sent);
      assertTrue(o.ticksWithoutInput <= 4, "seed " + seed + ": " + o);
    }
  }

  @Test
  void widensItsMarginOnALongLine() {
    for (int seed = 0; seed < 20; seed++) {
      Outcome o = simulate(30, 30, 80, 10, 200, seed);
      assertTrue(o.late * 20 <= o.sent, "seed " + seed + ": late " + o.late + " of " + o.sent);
    }
  }

  @Test
  void slowerInputsSkipTicksEvenly() {
    Outcome o = simulate(60, 20, 0.3, 1, 5, 3);
    assertTrue(o.late * 50 <= o.sent, o.toString());
    int ticks = 60 * 24;
    assertEquals(ticks * 2.0 / 3, o.ticksWithoutInput, ticks * 0.02);
  }

  @Test
  void comesBackWhenTheServerFellBehind() {
    InputClock clock = new InputClock(20, 20, 100, 0);
    long nowNs = 0;
    for (int t = 100; t < 200; t++, nowNs += 50 * MS) {
      clock.onFrame(t, nowNs);
    }
    // The server stood still for a second; from then on its ticks are a second later.
    nowNs += 1000 * MS;
    for (int t = 200; t < 300; t++, nowNs += 50 * MS) {
      clock.onFrame(t, nowNs);
    }
    assertEquals(300, clock.position(nowNs), 0.1);
  }
}
