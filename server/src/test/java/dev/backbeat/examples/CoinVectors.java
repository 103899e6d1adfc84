package dev.backbeat.examples;

import dev.backbeat.rule.StaticMap;
import java.util.Arrays;
import java.util.Random;

/** Prints steps of the rule as Java computes them: the state, the input, what follows. */
public final class CoinVectors {
  private CoinVectors() {}

  public static void main(String[] args) {
    Random random = new Random(Long.parseLong(args[0]));
    StaticMap map = new StaticMap(0, 0, CoinGame.SIZE, CoinGame.SIZE, new int[0]);
    for (int walk = 0; walk < 100; walk++) {
      boolean extreme = walk % 3 == 0; // Any integers at all: overflow must be Java's, too.
      int length = CoinRule.STATE_LENGTH;
      int[] state = (extreme ? random.ints(length) : random.ints(length, 0, map.maxX)).toArray();
      for (int i = 0; i < 100; i++) {
        int[] input = (extreme ? random.ints(2) : random.ints(2, -100, 101)).toArray();
        String before = Arrays.toString(state);
        CoinRule.RULE.step(state, input, map);
        System.out.println(Arrays.asList(before, Arrays.toString(input), Arrays.toString(state)));
      }
    }
  }
}
