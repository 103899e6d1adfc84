package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps the model by hand; {@code ZERO} is not 0, so that nothing takes time for a count. */
class LabPathTest {
  private static final long MS = 1_000_000;
  private static final long ZERO = -123_456_789_012L;

  private static LabPath path(PathSettings settings, long seed) {
    return new LabPath(settings, seed, ZERO);
  }

  private static PathSettings delay(long delayMs, long jitterMs) {
    return PathSettings.DIRECT.withDelay(delayMs * MS, jitterMs * MS);
  }

  /** The moments, in ns since {@code ZERO}, at which everything under way leaves. */
  private static List<Long> drain(LabPath path) {
    List<Long> times = new ArrayList<>();
    while (path.nextNs() != LabPath.NEVER) {
      long nowNs = path.nextNs();
      assertNull(path.poll(nowNs - 1), "a nanosecond early");
      LabPath.Delivery piece = path.poll(nowNs);
      assertEquals(nowNs, piece.dueNs());
      times.add(nowNs - ZERO);
    }
    return times;
  }

  @Test
  void withNothingInTheWayBytesArriveAtOnce() {
    LabPath path = path(PathSettings.DIRECT, 1);
    path.offer(new byte[] {1, 2, 3}, ZERO + 7);
    LabPath.Delivery piece = path.poll(ZERO + 7);
    assertArrayEquals(new byte[] {1, 2, 3}, piece.array());
    assertEquals(3, piece.length());
    assertEquals(ZERO + 7, piece.arrivedNs());
    assertNull(path.poll(Long.MAX_VALUE));
    assertEquals(0, path.heldBytes());
  }

  @Test
  void aDelayIsExact() {
    LabPath path = path(delay(50, 0), 1);
    path.offer(new byte[1], ZERO + 3);
    path.offer(new byte[1], ZERO + 4 * MS);
    assertEquals(List.of(50 * MS + 3, 54 * MS), drain(path));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 77, -5})
  void jitterIsEvenAndWithinItsBounds(long seed) {
    int n = 20_000;
    LabPath path = path(delay(50, 20), seed);
    // Further apart than the jitter reaches: none waits for the one ahead of it.
    long gapNs = 41 * MS;
    for (int i = 0; i < n; i++) {
      path.offer(new byte[1], ZERO + i * gapNs);
    }
    List<Long> times = drain(path);
    double sum = 0;
    int[] tenths = new int[10];
    for (int i = 0; i < n; i++) {
      double delayMs = (times.get(i) - i * gapNs) / 1e6;
      assertTrue(delayMs >= 30 && delayMs <= 70, "seed " + seed + ": " + delayMs);
      sum += delayMs;
      tenths[Math.min(9, (int) ((delayMs - 30) / 4))]++;
    }
    // The mean's deviation is 20 / sqrt(3 n) = 0.08 ms, that of a tenth's count 42.
    assertEquals(50, sum / n, 0.4, "seed " + seed);
    for (int count : tenths) {
      assertEquals(n / 10.0, count, 220, "seed " + seed);
    }
  }

  @Test
  void neighbouringMillisecondsHaveNothingInCommon() {
    int n = 20_000;
    double product = 0;
    double square = 0;
    double before = 0;
    for (int i = 0; i < n; i++) {
      LabPath path = path(delay(50, 20), 9);
      path.offer(new byte[1], ZERO + i * MS);
      double off = (path.nextNs() - ZERO - i * MS) / 1e6 - 50;
      product += off * before;
      square += off * off;
      before = off;
    }
    assertTrue(Math.abs(product / square) < 0.03, "correlation " + product / square);
  }

  @Test
  void aLatePieceHoldsUpWhatIsBehindIt() {
    long seed = 3;
    int held = 0;
    LabPath path = path(delay(50, 40), seed);
    for (int i = 0; i < 2_000; i++) {
      path.offer(new byte[1], ZERO + i * 5 * MS);
    }
    List<Long> times = drain(path);
    for (int i = 1; i < times.size(); i++) {
      assertTrue(times.get(i) >= times.get(i - 1), "order");
      held += times.get(i).equals(times.get(i - 1)) ? 1 : 0;
      LabPath alone = path(delay(50, 40), seed);
      alone.offer(new byte[1], ZERO + i * 5 * MS);
      long expected = Math.max(alone.nextNs() - ZERO, times.get(i - 1));
      assertEquals(expected, times.get(i), "its own delay, or that of the one ahead");
    }
    assertTrue(held > 500, "with 5 ms between and ± 40 ms many wait: " + held);
  }

  @Test
  void theSameSeedAndTimesGiveTheSameDelaysHoweverTheStreamIsCut() {
    List<Long> whole = new ArrayList<>();
    List<Long> cut = new ArrayList<>();
    LabPath one = path(delay(50, 20), 42);
    LabPath other = path(delay(50, 20), 42);
    LabPath otherSeed = path(delay(50, 20), 43);
    List<Long> different = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long nowNs = ZERO + i * 50 * MS;
      one.offer(new byte[100], nowNs);
      whole.addAll(drain(one));
      other.offer(new byte[60], nowNs);
      other.offer(new byte[40], nowNs + 90_000);
      cut.add(drain(other).get(0));
      otherSeed.offer(new byte[100], nowNs);
      different.addAll(drain(otherSeed));
    }
    assertEquals(whole, cut);
    assertNotEquals(whole, different);
  }

  @Test
  void aStallHoldsEverythingAndThenItComesAtOnce() {
    LabPath path = path(delay(10, 0).withStalls(new Stalls(2_000 * MS, 30_000 * MS)), 1);
    for (long ms : new long[] {29_900, 29_989, 29_990, 30_500, 31_989, 31_990, 32_500, 60_100}) {
      path.offer(new byte[1], ZERO + ms * MS);
    }
    assertEquals(
        List.of(
            29_910 * MS,
            29_999 * MS,
            32_000 * MS,
            32_000 * MS,
            32_000 * MS,
            32_000 * MS,
            32_510 * MS,
            62_000 * MS),
        drain(path));
  }

  @Test
  void noStallComesBeforeTheFirstPeriodHasPassed() {
    LabPath path = path(delay(10, 0).withStalls(new Stalls(2_000 * MS, 30_000 * MS)), 1);
    path.offer(new byte[1], ZERO + 1_000 * MS);
    assertEquals(List.of(1_010 * MS), drain(path));
  }

  @Test
  void aStallByHandHoldsWhatIsUnderWayToo() {
    LabPath path = path(delay(100, 0), 1);
    path.offer(new byte[1], ZERO);
    path.stall(ZERO + 50 * MS, 2_000 * MS);
    path.offer(new byte[1], ZERO + 60 * MS);
    path.offer(new byte[1], ZERO + 1_990 * MS);
    assertEquals(ZERO + 2_050 * MS, path.nextNs());
    assertEquals(List.of(2_050 * MS, 2_050 * MS, 2_090 * MS), drain(path));
  }

  @Test
  void bandwidthSendsOneSegmentAfterTheOther() {
    // 1460 bytes per 10 ms.
    LabPath path = path(delay(50, 0).withBytesPerSecond(146_000), 1);
    path.offer(new byte[1460 * 3 + 730], ZERO);
    path.offer(new byte[1460], ZERO + 1 * MS);
    path.offer(new byte[1460], ZERO + 200 * MS);
    assertEquals(List.of(60 * MS, 70 * MS, 80 * MS, 85 * MS, 95 * MS, 260 * MS), drain(path));
  }

  @Test
  void bytesStayTheSameHoweverTheyAreCut() {
    long seed = 11;
    Random random = new Random(seed);
    LabPath path = path(delay(5, 5).withBytesPerSecond(1_000_000), seed);
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      in.writeBytes(bytes);
      path.offer(bytes, ZERO + i * MS);
    }
    for (long nowNs = ZERO; path.nextNs() != LabPath.NEVER; nowNs = path.nextNs()) {
      LabPath.Delivery piece = path.poll(nowNs);
      if (piece != null) {
        out.write(piece.array(), piece.offset(), piece.length());
      }
    }
    assertArrayEquals(in.toByteArray(), out.toByteArray(), "seed " + seed);
  }

  @Test
  void aFullWindowMakesTheSenderWait() {
    PathSettings settings = delay(50, 0).withBytesPerSecond(100_000);
    assertEquals(10_000, settings.window(), "100 kB/s times 100 ms");
    LabPath path = path(settings, 1);
    path.offer(new byte[9_999], ZERO);
    assertFalse(path.full());
    path.offer(new byte[1], ZERO);
    assertTrue(path.full());
    path.poll(path.nextNs());
    assertFalse(path.full());
    assertEquals(10_000 - PathSettings.SEGMENT_BYTES, path.heldBytes());
  }

  @Test
  void theWindowIsBoundedBothWays() {
    assertEquals(1_000_000, PathSettings.DIRECT.window());
    assertEquals(
        4 * 1460, delay(1, 0).withBytesPerSecond(1_000).window(), "four segments at least");
    assertEquals(77, delay(1, 0).withBufferBytes(77).window());
    LabPath path = path(delay(1, 0), 1);
    int pieces = 0;
    while (!path.full()) {
      path.offer(new byte[1], ZERO);
      pieces++;
    }
    assertEquals(16_384, pieces, "tiny pieces are bounded by their number");
  }

  @Test
  void theEndComesBehindTheBytes() {
    LabPath path = path(delay(50, 20).withBytesPerSecond(14_600), 5);
    path.offer(new byte[1460], ZERO);
    path.offerEnd(ZERO);
    LabPath.Delivery bytes = path.poll(path.nextNs());
    assertFalse(bytes.end());
    assertTrue(path.nextNs() >= bytes.dueNs());
    LabPath.Delivery end = path.poll(path.nextNs());
    assertTrue(end.end());
    assertEquals(0, end.length());
  }

  @Test
  void aResetArrivesWithTheDelayAndBehindTheBytes() {
    LabPath path = path(delay(50, 0), 1);
    assertEquals(LabPath.NEVER, path.resetNs());
    path.offer(new byte[1], ZERO);
    path.offerReset(ZERO + 10 * MS);
    assertEquals(ZERO + 60 * MS, path.resetNs());
    path.stall(ZERO + 20 * MS, 1_000 * MS);
    assertEquals(ZERO + 1_020 * MS, path.resetNs());
  }

  @Test
  void aChangeHoldsForWhatComesAfterItAndKeepsTheOrder() {
    LabPath path = path(delay(200, 0), 1);
    path.offer(new byte[1], ZERO);
    path.change(delay(10, 0));
    path.offer(new byte[1], ZERO + 20 * MS);
    path.offer(new byte[1], ZERO + 195 * MS);
    assertEquals(List.of(200 * MS, 200 * MS, 205 * MS), drain(path));
  }
}
