package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Two clocks that are moved by hand; the other one is about to wrap. */
class ClockWatchTest {
  private long wallMs = 1_700_000_000_000L;
  private long nowNs = Long.MAX_VALUE - 3_000_000_000L;
  private final ClockWatch watch = new ClockWatch(nowNs);

  private boolean afterOneSecond() {
    wallMs += 1_000;
    nowNs += 1_000_000_000L;
    return watch.look(wallMs, nowNs);
  }

  @Test
  void aClockThatIsSetForwardOrALittleBackIsNoMatter() {
    for (int i = 0; i < 100; i++) {
      assertFalse(afterOneSecond(), "at " + i);
    }
    wallMs += 3_600_000;
    assertFalse(afterOneSecond());
    wallMs -= 600_000;
    assertFalse(afterOneSecond());
  }

  @Test
  void moreThanTenMinutesBackIsToldOnce() {
    assertFalse(afterOneSecond());
    wallMs -= 601_000;
    assertTrue(afterOneSecond());
    assertFalse(afterOneSecond());
    wallMs -= 3_600_000;
    assertFalse(afterOneSecond(), "it was told");
    wallMs += 3_600_000 + 601_000;
    assertFalse(afterOneSecond());
    wallMs -= 601_000;
    assertTrue(afterOneSecond(), "once more");
  }

  @Test
  void stepsAddUp() {
    assertFalse(afterOneSecond());
    wallMs -= 400_000;
    assertFalse(afterOneSecond());
    wallMs -= 400_000;
    assertTrue(afterOneSecond());
  }

  @Test
  void backFromWhereItHadBeenSetForwardToCounts() {
    assertFalse(afterOneSecond());
    wallMs += 3_600_000;
    assertFalse(afterOneSecond());
    wallMs -= 3_600_000;
    assertTrue(afterOneSecond(), "tickets of that hour could have been used");
  }
}
