package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way becomes longer for a client that is skipped: one frame speaks for many inputs. */
class InputLeadSkippedFramesTest {
  private static final int TICK_HZ = 64;
  private static final long PERIOD_NS = 1_000_000_000L / TICK_HZ;
  private static final long MS = 1_000_000;
  private static final int LONGER_FROM = 1_500;
  private static final int TICKS = 60 * TICK_HZ;

  private final long[] arrivesNs = new long[1 << 14];

  @ParameterizedTest
  @CsvSource({
    "-1000000, 12, 230",
    "-1000000, 30, 230",
    "-1000000, 30, 430",
    "1000000, 12, 430",
    "1000000, 20, 330",
    "1000000, 30, 230",
    "1000000, 30, 430"
  })
  void theClockFindsItsPlace(long offsetMs, int frameEveryTicks, long longerMs) {
    long offsetNs = offsetMs * MS;
    long nowNs = 2_000_000_000_000L;
    InputLead lead = new InputLead(TICK_HZ);
    lead.onRoundTrip(offsetNs, 60 * MS, 5 * MS, nowNs);
    int first = (int) ((nowNs + offsetNs) / PERIOD_NS);
    int taken = first;
    int received = first;
    int late = 0;
    for (int frame = first + 1; frame < first + TICKS; frame++) {
      long wayNs = (frame < first + LONGER_FROM ? 30 : longerMs) * MS;
      for (; nowNs + offsetNs < frame * PERIOD_NS; nowNs += MS) {
        while (taken < (int) (lead.tickQ8(nowNs) >> 8)) {
          taken++;
          lead.onTaken(taken);
          lead.onSent(1, taken);
          arrivesNs[taken & arrivesNs.length - 1] = nowNs + wayNs + offsetNs;
        }
      }
      while (received < taken
          && arrivesNs[received + 1 & arrivesNs.length - 1] <= frame * PERIOD_NS) {
        received++;
        late += arrivesNs[received & arrivesNs.length - 1] > received * PERIOD_NS ? 1 : 0;
      }
      boolean sends = frame < first + LONGER_FROM - 20 || frame % frameEveryTicks == 0;
      if (sends && received > first) {
        long earlyNs = received * PERIOD_NS - arrivesNs[received & arrivesNs.length - 1];
        lead.report(frame, received, (int) (earlyNs * 256 / PERIOD_NS), late);
      }
    }
    double neededTicks = (double) longerMs * MS / PERIOD_NS;
    assertEquals(neededTicks, lead.aheadTicks(), 1.5);
  }
}
