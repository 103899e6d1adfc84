package dev.backbeat.rule.arena;

import dev.backbeat.rule.Rule;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.WallGrid;

/**
 * How a body of the arena moves in one tick: its velocity approaches what the input asks for by at
 * most {@link #ACCEL_STEP} per axis, then it moves, sliding along walls.
 *
 * <p>Afterwards the velocity is the displacement that really happened, so that position = previous
 * position + velocity holds exactly, walls or not. A body is a square of half edge {@link #RADIUS};
 * it covers {@code [x - radius, x + radius)} and never overlaps a wall that it did not overlap
 * before. Everything is in position quanta and ticks. The Welcome carries the constants as {@code
 * max_speed}, {@code accel_step} and {@code player_radius}.
 */
public final class ArenaRule implements Rule {
  /** The rule; it has no state. */
  public static final ArenaRule RULE = new ArenaRule();

  /** State: position of the centre. */
  public static final int X = 0;

  /** State: position of the centre, second coordinate (grows downwards). */
  public static final int Y = 1;

  /** State: displacement of this tick. */
  public static final int VX = 2;

  /** State: displacement of this tick, second coordinate. */
  public static final int VY = 3;

  /** State: where the body looks, 0..255 of a turn; 0 = +x, clockwise on the screen. */
  public static final int AIM = 4;

  /** State: health; a body with 0 or less does not move. Only read. */
  public static final int HP = 5;

  /** State: constant, the greatest speed in quanta per tick. */
  public static final int MAX_SPEED = 6;

  /** State: constant, the greatest change of a velocity's coordinate in a tick. */
  public static final int ACCEL_STEP = 7;

  /** State: constant, half the body's edge. */
  public static final int RADIUS = 8;

  /** Number of integers of a state. */
  public static final int STATE_LENGTH = 9;

  /** Input: wanted direction and share of the speed, -127..127. */
  public static final int MOVE_X = 0;

  /** Input: second coordinate of the wanted direction, -127..127. */
  public static final int MOVE_Y = 1;

  /** Input: where to look, 0..4095 of a turn. */
  public static final int AIM_INPUT = 2;

  /** The stick at its border. */
  public static final int FULL_STICK = 127;

  private ArenaRule() {}

  @Override
  public String[] stateNames() {
    return new String[] {
      "x", "y", "vx", "vy", "aim", "hp", "max_speed", "accel_step", "player_radius"
    };
  }

  @Override
  public void step(int[] state, int[] input, StaticMap map) {
    state[AIM] = input[AIM_INPUT] + 8 >> 4 & 0xff;
    if (state[HP] <= 0) {
      state[VX] = 0;
      state[VY] = 0;
      return;
    }
    int mx = input[MOVE_X];
    int my = input[MOVE_Y];
    int lengthSquared = mx * mx + my * my;
    int length = FULL_STICK;
    if (lengthSquared > FULL_STICK * FULL_STICK) {
      // The square root of IEEE 754 is exact to the last bit everywhere, browsers included.
      length = (int) Math.sqrt(lengthSquared);
    }
    int max = state[MAX_SPEED];
    int step = state[ACCEL_STEP];
    int vx = approach(state[VX], mx * max / length, step);
    int vy = approach(state[VY], my * max / length, step);
    vx = freeX(map, state[X], state[Y], state[RADIUS], vx);
    state[X] += vx;
    state[VX] = vx;
    vy = freeY(map, state[X], state[Y], state[RADIUS], vy);
    state[Y] += vy;
    state[VY] = vy;
  }

  private static int approach(int v, int target, int step) {
    int d = target - v;
    return d > step ? v + step : d < -step ? v - step : target;
  }

  /** How much of dx a body at (x, y) can go before it touches a wall or the border. */
  static int freeX(StaticMap map, int x, int y, int radius, int dx) {
    if (dx == 0) {
      return 0;
    }
    int free =
        dx > 0
            ? Math.min(dx, Math.max(0, map.maxX - radius - x))
            : Math.max(dx, Math.min(0, map.minX + radius - x));
    WallGrid grid = map.grid();
    int[] walls = map.walls;
    int top = y - radius;
    int bottom = y + radius;
    int c0 = grid.col(x - radius + Math.min(dx, 0));
    int c1 = grid.col(x + radius + Math.max(dx, 0));
    int r1 = grid.row(bottom);
    for (int r = grid.row(top); r <= r1; r++) {
      for (int c = c0; c <= c1; c++) {
        int cell = r * grid.cols + c;
        int end = grid.starts[cell + 1];
        for (int i = grid.starts[cell]; i < end; i++) {
          int w = grid.items[i];
          if (top < walls[w + 3] && bottom > walls[w + 1]) {
            free = limit(free, x - radius, x + radius, walls[w], walls[w + 2]);
          }
        }
      }
    }
    return free;
  }

  /** How much of dy a body at (x, y) can go before it touches a wall or the border. */
  static int freeY(StaticMap map, int x, int y, int radius, int dy) {
    if (dy == 0) {
      return 0;
    }
    int free =
        dy > 0
            ? Math.min(dy, Math.max(0, map.maxY - radius - y))
            : Math.max(dy, Math.min(0, map.minY + radius - y));
    WallGrid grid = map.grid();
    int[] walls = map.walls;
    int left = x - radius;
    int right = x + radius;
    int c0 = grid.col(left);
    int c1 = grid.col(right);
    int r1 = grid.row(y + radius + Math.max(dy, 0));
    for (int r = grid.row(y - radius + Math.min(dy, 0)); r <= r1; r++) {
      for (int c = c0; c <= c1; c++) {
        int cell = r * grid.cols + c;
        int end = grid.starts[cell + 1];
        for (int i = grid.starts[cell]; i < end; i++) {
          int w = grid.items[i];
          if (left < walls[w + 2] && right > walls[w]) {
            free = limit(free, y - radius, y + radius, walls[w + 1], walls[w + 3]);
          }
        }
      }
    }
    return free;
  }

  /** Shortens a way so that a body from lo to hi ends where a wall in front of it begins. */
  private static int limit(int free, int lo, int hi, int wallLo, int wallHi) {
    if (free > 0 && wallLo >= hi) {
      return Math.min(free, wallLo - hi);
    }
    if (free < 0 && wallHi <= lo) {
      return Math.max(free, wallHi - lo);
    }
    return free;
  }
}
