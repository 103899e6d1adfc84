package dev.backbeat.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void letsTheBurstThroughAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(10, 50, 0);
    for (int i = 0; i < 50; i++) {
      assertTrue(bucket.tryTake(1, 0));
    }
    assertFalse(bucket.tryTake(1, 0));
    int taken = 0;
    for (int ms = 1; ms <= 10_000; ms++) {
      taken += bucket.tryTake(1, ms * 1_000_000L) ? 1 : 0;
    }
    assertEquals(100, taken, 1);
  }

  @Test
  void neverHoldsMoreThanTheBurst() {
    TokenBucket bucket = new TokenBucket(10, 5, 0);
    assertFalse(bucket.tryTake(6, 1_000 * SECOND_NS));
    assertTrue(bucket.tryTake(5, 1_000 * SECOND_NS));
    assertFalse(bucket.tryTake(1, 1_000 * SECOND_NS));
  }

  @Test
  void takesAllOrNothing() {
    TokenBucket bucket = new TokenBucket(1, 5, 0);
    assertTrue(bucket.tryTake(3, 0));
    assertFalse(bucket.tryTake(3, 0));
    assertTrue(bucket.tryTake(2, 0));
  }

  @Test
  void aClockThatStandsOrWrapsGivesNothing() {
    long start = Long.MAX_VALUE - 5;
    TokenBucket bucket = new TokenBucket(1e9, 2, start);
    assertTrue(bucket.tryTake(2, start));
    assertFalse(bucket.tryTake(1, start - 100), "time went back");
    assertTrue(bucket.tryTake(1, start + 10), "System.nanoTime wraps");
  }

  @Test
  void refusesSenselessNumbers() {
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 5, 0));
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, 0.5, 0));
  }
}
