package dev.backbeat.rule.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TrigTest {
  private static final int ONE = 1 << Trig.BITS;

  @Test
  void theTableIsTheSineRounded() {
    for (int i = -Trig.TURN; i < 2 * Trig.TURN; i++) {
      double sin = StrictMath.sin(2 * StrictMath.PI * i / Trig.TURN);
      double cos = StrictMath.cos(2 * StrictMath.PI * i / Trig.TURN);
      assertEquals((int) StrictMath.rint(sin * ONE), Trig.sin(i, ONE), "sin " + i);
      assertEquals((int) StrictMath.rint(cos * ONE), Trig.cos(i, ONE), "cos " + i);
    }
  }

  @Test
  void productsAreRoundedToTheNearest() {
    assertEquals(100, Trig.cos(0, 100));
    assertEquals(71, Trig.sin(Trig.TURN / 8, 100));
    assertEquals(-71, Trig.sin(-Trig.TURN / 8, 100));
    assertEquals(Integer.MAX_VALUE, Trig.sin(Trig.TURN / 4, Integer.MAX_VALUE));
  }
}
