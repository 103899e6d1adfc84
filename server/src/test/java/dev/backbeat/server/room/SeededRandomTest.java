package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
  @Test
  void isSplitMix64() {
    // First outputs of the reference implementation for seed 1234567.
    SeededRandom random = new SeededRandom(1234567);
    assertEquals(6457827717110365317L, random.nextLong());
    assertEquals(3203168211198807973L, random.nextLong());
    assertEquals(Long.parseUnsignedLong("9817491932198370423"), random.nextLong());
    assertEquals(4593380528125082431L, random.nextLong());
    assertEquals(Long.parseUnsignedLong("16408922859458223821"), random.nextLong());
  }

  @Test
  void leavesNoSingleValueMethodToTheJdk() {
    List<String> inherited =
        Arrays.stream(RandomGenerator.class.getMethods())
            .filter(m -> m.getName().startsWith("next"))
            .filter(m -> !declares(m))
            .map(Method::toString)
            .toList();
    assertEquals(List.of(), inherited);
  }

  private static boolean declares(Method m) {
    return Arrays.stream(SeededRandom.class.getDeclaredMethods())
        .anyMatch(
            d ->
                d.getName().equals(m.getName())
                    && Arrays.equals(d.getParameterTypes(), m.getParameterTypes()));
  }

  @Test
  void keepsItsBoundsAndUsesAllOfThem() {
    SeededRandom random = new SeededRandom(1);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(-3, 4) + 3]++;
      double d = random.nextDouble(2, 3);
      assertTrue(d >= 2 && d < 3);
      float f = random.nextFloat(0.5f);
      assertTrue(f >= 0 && f < 0.5f);
      long wide = random.nextLong(Long.MIN_VALUE + 1, Long.MAX_VALUE);
      assertTrue(wide > Long.MIN_VALUE && wide < Long.MAX_VALUE);
    }
    for (int count : counts) {
      assertTrue(Math.abs(count - 10_000) < 500, Arrays.toString(counts));
    }
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(4, 4));
  }

  @Test
  void gaussianAndBytesAreTheSameEverywhere() {
    SeededRandom random = new SeededRandom(99);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double g = random.nextGaussian();
      sum += g;
      squares += g * g;
    }
    assertEquals(0, sum / 100_000, 0.02);
    assertEquals(1, squares / 100_000, 0.02);
    byte[] bytes = new byte[9];
    new SeededRandom(1234567).nextBytes(bytes);
    assertEquals((byte) 6457827717110365317L, bytes[0]);
    assertEquals((byte) 3203168211198807973L, bytes[8]);
  }
}
