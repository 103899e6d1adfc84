package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A stall while inputs are sent sparsely: nobody reports most of them. */
class InputLeadStallTest {
  private static final int TICK_HZ = 30;
  private static final long PERIOD_NS = 1_000_000_000L / TICK_HZ;
  private static final int SENT_EVERY = 7;
  private static final int STALL_AT = 604;
  private static final int STALL_TICKS = 60;

  @Test
  void whatCameInOneBurstAfterAStallIsNoJitter() {
    InputLead lead = new InputLead(TICK_HZ);
    long nowNs = 0;
    lead.onRoundTrip(0, 60_000_000, 5_000_000, nowNs);
    int taken = 0;
    int reported = 0;
    for (int frame = 1; frame < STALL_AT; frame++) {
      nowNs = frame * PERIOD_NS;
      while (lead.tickQ8(nowNs) >> 8 > taken) {
        taken++;
        lead.onTaken(taken);
        if (frame < 150 || taken % SENT_EVERY == 0) {
          lead.onSent(1, taken);
          reported = taken;
        }
      }
      lead.report(frame, reported, 100, 0);
    }
    double before = lead.aheadTicks();
    // Nothing comes through for two seconds, then all of it at once.
    for (int tick = 0; tick < STALL_TICKS; tick++) {
      nowNs += PERIOD_NS;
      while (lead.tickQ8(nowNs) >> 8 > taken) {
        taken++;
        lead.onTaken(taken);
        if (taken % SENT_EVERY == 0) {
          lead.onSent(1, taken);
        }
      }
    }
    // The last one before it came late already.
    for (int frame = STALL_AT; frame < STALL_AT + STALL_TICKS; frame++) {
      lead.report(frame, reported + SENT_EVERY, -6 * 256, 1);
    }
    lead.report(STALL_AT + STALL_TICKS, taken - taken % SENT_EVERY, -850, 8);
    nowNs += PERIOD_NS;
    lead.tickQ8(nowNs);
    assertEquals(before, lead.aheadTicks(), 0.2);
    for (int frame = STALL_AT + STALL_TICKS + 1; frame < STALL_AT + STALL_TICKS + 200; frame++) {
      nowNs += PERIOD_NS;
      while (lead.tickQ8(nowNs) >> 8 > taken) {
        taken++;
        lead.onTaken(taken);
        lead.onSent(1, taken);
      }
      lead.report(frame, taken, 100, 0);
      assertEquals(before, lead.aheadTicks(), 1, "frame " + frame);
    }
  }
}
