package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AckRingTest {
  @Test
  void aFrameAcknowledgesAllInputsUpToItsInputTick() {
    AckRing ring = new AckRing(8);
    ring.add(10, 1000);
    ring.add(11, 2000);
    ring.add(12, 3000);
    assertFalse(ring.acknowledges(9));
    assertTrue(ring.acknowledges(11));
    assertEquals(1000, ring.poll());
    assertTrue(ring.acknowledges(11));
    assertEquals(2000, ring.poll());
    assertFalse(ring.acknowledges(11));
    assertEquals(1, ring.waiting(0, 10_000));
    assertEquals(0, ring.waiting(0, 3000));
    assertEquals(1, ring.waiting(3000, 3001));
  }

  @Test
  void overwritesTheOldest() {
    AckRing ring = new AckRing(4);
    for (int i = 1; i <= 6; i++) {
      ring.add(i, i * 100);
    }
    assertEquals(4, ring.waiting(0, 1000));
    assertFalse(ring.acknowledges(2));
    assertTrue(ring.acknowledges(3));
    assertEquals(300, ring.poll());
  }
}
