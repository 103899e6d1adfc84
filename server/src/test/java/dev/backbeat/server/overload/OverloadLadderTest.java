package dev.backbeat.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ladder with a clock of its own and pressure by hand: a sample every 250 ms. */
class OverloadLadderTest {
  private static final long SAMPLE_NS = 250_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final double HIGH = 1.3;
  private static final double FAR = 3.5;
  private static final double BETWEEN = 0.7;
  private static final double LOW = 0.2;

  private final OverloadLadder ladder =
      new OverloadLadder(LadderSettings.DEFAULTS, new Random(20261121));
  private long nowNs = Long.MAX_VALUE - 60 * SECOND_NS; // The clock may wrap.

  private static Pressure pressure(double writeAge) {
    return new Pressure(0.1, 0.05, writeAge, writeAge < BETWEEN ? 0.2 : 0.9);
  }

  /** Samples the same pressure for so long; the number of the step after it. */
  private int feed(Pressure pressure, double seconds) {
    for (long leftNs = (long) (seconds * SECOND_NS); leftNs > 0; leftNs -= SAMPLE_NS) {
      nowNs += SAMPLE_NS;
      ladder.sample(pressure, nowNs);
    }
    return ladder.step().number();
  }

  private int feed(double writeAge, double seconds) {
    return feed(pressure(writeAge), seconds);
  }

  /** Samples until the step changes; seconds that took, or fails. */
  private double secondsUntilMoved(double writeAge, double atMostSeconds) {
    int before = ladder.step().number();
    for (double s = 0.25; s <= atMostSeconds; s += 0.25) {
      if (feed(writeAge, 0.25) != before) {
        return s;
      }
    }
    throw new AssertionError("still on step " + before + " after " + atMostSeconds + " s");
  }

  private void climbTo(int step) {
    while (ladder.step().number() < step) {
      secondsUntilMoved(HIGH, 20);
    }
    assertEquals(step, ladder.step().number());
  }

  @Test
  void climbsWhenThePressureLasts() {
    assertEquals(0, feed(HIGH, 2), "two seconds, and some for the smoothing");
    assertEquals(1, feed(HIGH, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void eachCauseAloneMakesItClimb(int cause) {
    double[] p = {0.1, 0.1, 0.1};
    p[cause] = HIGH;
    assertEquals(1, feed(new Pressure(p[0], p[1], p[2], 0.2), 3));
  }

  @Test
  void aFullProcessorAloneIsNoReason() {
    assertEquals(0, feed(new Pressure(0.3, 0.1, 0.3, 1.0), 60));
  }

  @Test
  void spikesAreNoReason() {
    for (int i = 0; i < 100; i++) {
      assertEquals(0, feed(FAR * 5, 0.5), "half a second each");
      assertEquals(0, feed(LOW, 2));
      assertEquals(0, feed(HIGH, 1.5));
      assertEquals(0, feed(LOW, 1), "a break begins the time anew");
    }
  }

  @Test
  void whatIsOverIsNoReason() {
    for (int i = 0; i < 20; i++) {
      feed(100, 0.75);
      assertEquals(0, feed(LOW, 3), "a stall of most of a second, such as a cold start's");
    }
  }

  @Test
  void aWriteAgeThatJumpsCountsByItsMean() {
    boolean old = false;
    int samples = 0;
    while (ladder.step() == OverloadStep.NORMAL) {
      old = !old;
      feed(old ? 3 : 0.1, 0.25);
      assertTrue(samples++ < 20, "five seconds of it");
    }
  }

  @Test
  void climbsEachStepAfterItsOwnTimeAndTheLastAfterMuchMore() {
    for (int step = 1; step <= 4; step++) {
      double seconds = secondsUntilMoved(HIGH, 20);
      assertEquals(step, ladder.step().number());
      assertTrue(seconds >= (step == 4 ? 16 : 2), "after " + seconds + " s");
      assertTrue(seconds <= (step == 4 ? 18 : 4), "after " + seconds + " s");
    }
    assertEquals(4, feed(FAR, 60));
  }

  @Test
  void farBeyondItClimbsTwoStepsSoonButNotToTheLast() {
    assertTrue(secondsUntilMoved(FAR, 2) <= 1.5);
    assertEquals(2, ladder.step().number());
    assertTrue(secondsUntilMoved(FAR, 3) < 2.1, "what was pent up may drain first");
    assertEquals(3, ladder.step().number());
    assertEquals(3, feed(FAR, 15), "the door stays open through a rush");
    assertEquals(4, feed(FAR, 5));
  }

  @Test
  void betweenTheThresholdsNothingMoves() {
    climbTo(2);
    assertEquals(2, feed(BETWEEN, 600));
    OverloadLadder other = new OverloadLadder(LadderSettings.DEFAULTS, new Random(1));
    assertEquals(OverloadStep.NORMAL, other.sample(pressure(BETWEEN), 0));
    assertEquals(OverloadStep.NORMAL, other.sample(pressure(BETWEEN), 600 * SECOND_NS));
  }

  @Test
  void atTheEdgeItDoesNotFlap() {
    climbTo(1);
    int descents = 0;
    Random random = new Random(7);
    for (int i = 0; i < 4 * 600; i++) {
      int before = ladder.step().number();
      feed(0.85 + (random.nextDouble() - 0.5) * 0.5, 0.25); // 0.6 .. 1.1
      descents += ladder.step().number() < before ? 1 : 0;
    }
    assertEquals(0, descents, "in ten minutes around the upper threshold");
  }

  @Test
  void descendsStepByStepWhenThePressureIsLow() {
    climbTo(4);
    for (int step = 3; step >= 0; step--) {
      double seconds = secondsUntilMoved(LOW, 10);
      assertEquals(step, ladder.step().number());
      assertTrue(seconds >= 5, "after " + seconds + " s");
    }
    assertEquals(0, feed(LOW, 600));
  }

  @Test
  void aBreakInTheCalmBeginsItsTimeAnew() {
    climbTo(1);
    for (int i = 0; i < 20; i++) {
      assertEquals(1, feed(LOW, 4.5));
      assertEquals(1, feed(BETWEEN, 1));
    }
  }

  /** Climbs to step 1 while the process has this share of the processors. */
  private void climbWithShare(double share) {
    while (ladder.step() == OverloadStep.NORMAL) {
      feed(new Pressure(0.1, 0.1, HIGH, share), 0.25);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0.1})
  void staysWhereTheStepBelowWouldNotFitIntoWhatThereIs(double all) {
    climbWithShare(all);
    assertEquals(1, feed(new Pressure(0.1, 0.1, 0.1, 0.9 * all), 60), "needs 1.5 times as much");
    assertEquals(0, feed(new Pressure(0.1, 0.1, 0.1, 0.4 * all), 10), "needs 0.7 times as much");
  }

  @Test
  void whatThereWasAtTheClimbIsBelievedLessAndLess() {
    climbWithShare(0.2);
    assertEquals(1, feed(new Pressure(0.1, 0.1, 0.1, 0.18), 60));
    assertEquals(0, feed(new Pressure(0.1, 0.1, 0.1, 0.18), 120), "nothing is for ever");
  }

  @Test
  void takesAFailedDescentBackAtOnce() {
    climbTo(1);
    secondsUntilMoved(LOW, 10);
    assertTrue(secondsUntilMoved(HIGH, 2) <= 1.25, "no two seconds, this time");
    assertEquals(1, ladder.step().number(), "the step that held, no more");
    secondsUntilMoved(LOW, 20);
    feed(LOW, 5);
    assertEquals(0, feed(HIGH, 0.25), "one sample is a spike, even then");
  }

  /** As soon as it has descended a step, the pressure is back: it takes that back. */
  private double failOnce(double atMostSeconds) {
    double calm = secondsUntilMoved(LOW, atMostSeconds);
    int before = ladder.step().number();
    secondsUntilMoved(HIGH, 20);
    assertTrue(ladder.step().number() > before);
    return calm;
  }

  @Test
  void waitsLongerEachTimeThatADescentFails() {
    climbTo(1);
    double before = 0;
    for (int failure = 0; failure < 6; failure++) {
      double calm = failOnce(1000);
      assertTrue(calm > 1.5 * before, calm + " s after " + before + " s");
      before = calm;
    }
    double bound = 5 * 64 * (1 + OverloadLadder.JITTER) + 3;
    for (int failure = 0; failure < 5; failure++) {
      assertTrue(failOnce(bound) < bound);
    }
  }

  @Test
  void theWaitAfterAFailureIsJittered() {
    long[] waits = new long[2];
    for (int i = 0; i < 2; i++) {
      OverloadLadder one = new OverloadLadder(LadderSettings.DEFAULTS, new Random(i));
      long now = 0;
      for (int move = 0; move < 3; move++) {
        OverloadStep before = one.step();
        while (one.step() == before) {
          now += SAMPLE_NS;
          one.sample(pressure(move == 1 ? LOW : HIGH), now);
        }
      }
      waits[i] = one.descendAfterNs();
      assertTrue(waits[i] >= 10 * SECOND_NS && waits[i] <= 12.5 * SECOND_NS, waits[i] + " ns");
    }
    assertTrue(waits[0] != waits[1]);
  }

  @Test
  void descentsThatHoldAndAClimbOfAnotherTimeForgetFailures() {
    climbTo(1);
    secondsUntilMoved(LOW, 10);
    climbTo(4); // A failure.
    assertTrue(secondsUntilMoved(LOW, 20) >= 10);
    assertTrue(secondsUntilMoved(LOW, 20) >= 10);
    assertTrue(secondsUntilMoved(LOW, 20) < 7, "the descent before has held");
    feed(LOW, 60);
    climbTo(1);
    assertTrue(secondsUntilMoved(LOW, 20) < 7);
  }

  @Test
  void settingsNeedAGap() {
    assertThrows(IllegalArgumentException.class, () -> new LadderSettings(0.5, 0.5, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new LadderSettings(0.5, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new LadderSettings(0.5, 0.2, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new LadderSettings(0.5, 0.2, 1, -1));
  }
}
