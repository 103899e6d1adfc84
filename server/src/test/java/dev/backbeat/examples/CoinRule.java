package dev.backbeat.examples;

import dev.backbeat.rule.Rule;
import dev.backbeat.rule.StaticMap;

/** How a runner moves in one tick: the same class decides on the server and predicts in clients. */
public final class CoinRule implements Rule {
  public static final CoinRule RULE = new CoinRule();

  // The integers of a state, in the order of stateNames().
  static final int X = 0;
  static final int Y = 1;
  static final int VX = 2;
  static final int VY = 3;
  static final int SPEED = 4;
  static final int STATE_LENGTH = 5;

  private CoinRule() {}

  @Override
  public String[] stateNames() {
    return new String[] {"x", "y", "vx", "vy", "speed"}; // Four fields, and a constant.
  }

  @Override
  public void step(int[] state, int[] input, StaticMap map) {
    int x = within(map.minX, map.maxX, state[X] + input[0] * state[SPEED] / 100);
    int y = within(map.minY, map.maxY, state[Y] + input[1] * state[SPEED] / 100);
    state[VX] = x - state[X]; // What really happened: a straight run costs no bytes.
    state[VY] = y - state[Y];
    state[X] = x;
    state[Y] = y;
  }

  private static int within(int min, int max, int v) {
    return Math.max(min, Math.min(max - 1, v));
  }
}
