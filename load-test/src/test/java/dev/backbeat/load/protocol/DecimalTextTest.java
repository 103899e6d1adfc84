package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTextTest {
  private final byte[] out = new byte[64];

  private String fraction(double value) {
    return new String(
        out, 3, DecimalText.putFraction(out, 3, value) - 3, StandardCharsets.US_ASCII);
  }

  private String number(long value) {
    return new String(out, 3, DecimalText.putLong(out, 3, value) - 3, StandardCharsets.US_ASCII);
  }

  @Test
  void fractionsHaveNoUselessDigits() {
    assertEquals("0", fraction(0));
    assertEquals("0", fraction(-1e-9));
    assertEquals("1", fraction(1));
    assertEquals("-1", fraction(-1));
    assertEquals("-0.5", fraction(-0.5));
    assertEquals("0.0000001", fraction(1e-7));
    assertEquals("0.9999999", fraction(0.99999994));
    Random random = new Random(11);
    for (int i = 0; i < 1000; i++) {
      double value = random.nextDouble() * 2 - 1;
      assertEquals(value, Double.parseDouble(fraction(value)), 5.1e-8, "seed 11");
    }
  }

  @Test
  void numbersOfEveryLength() {
    for (long value = 1; value < 1_000_000_000_000L; value *= 10) {
      assertEquals(Long.toString(value), number(value));
      assertEquals(Long.toString(value - 1), number(value - 1));
    }
  }
}
