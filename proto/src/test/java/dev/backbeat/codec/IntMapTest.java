package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntMapTest {
  @Test
  void doesWhatAHashMapDoes() {
    long seed = Long.getLong("backbeat.test.seed", System.nanoTime());
    System.out.println("IntMapTest: -Dbackbeat.test.seed=" + seed);
    Random random = new Random(seed);
    IntMap<Integer> map = new IntMap<>();
    Map<Integer, Integer> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // Few keys, dense and sparse ones, so that chains form, wrap round and are cut.
      int key = random.nextBoolean() ? random.nextInt(300) : random.nextInt(50) << 20;
      if (expected.containsKey(key)) {
        map.remove(key);
        expected.remove(key);
      } else {
        map.put(key, i);
        expected.put(key, i);
      }
      int probe = random.nextInt(300);
      assertEquals(expected.get(probe), map.get(probe));
      assertEquals(expected.size(), map.size());
      if (i % 50_000 == 49_999) {
        expected.forEach((k, v) -> assertEquals(v, map.get(k)));
        map.clear();
        expected.clear();
      }
    }
    map.remove(12345);
    assertEquals(expected.size(), map.size());
  }
}
