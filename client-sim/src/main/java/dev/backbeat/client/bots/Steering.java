package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;

/**
 * Directions as axis values, and lines of sight. Angles in radians, clockwise, as y points down.
 */
final class Steering {
  private Steering() {}

  /** Moves at full speed in a direction. */
  static void move(PlayerInput input, GameNames names, double angle) {
    input.axis(names.moveX(), scaled(input, names.moveX(), Math.cos(angle)));
    input.axis(names.moveY(), scaled(input, names.moveY(), Math.sin(angle)));
  }

  /** Stands still. */
  static void stop(PlayerInput input, GameNames names) {
    input.axis(names.moveX(), scaled(input, names.moveX(), 0));
    input.axis(names.moveY(), scaled(input, names.moveY(), 0));
  }

  /** Looks in a direction, where the game has such an axis. */
  static void aim(PlayerInput input, GameNames names, double angle) {
    if (names.aim() >= 0) {
      AxisSchema axis = input.schema().axes().get(names.aim());
      input.axis(names.aim(), turn(angle, axis));
    }
  }

  /** A full turn spread over an axis' range. */
  static int turn(double angle, AxisSchema axis) {
    long range = (long) axis.max() - axis.min() + 1;
    double part = angle / (2 * Math.PI);
    part -= Math.floor(part);
    return (int) (axis.min() + Math.min(range - 1, (long) (part * range)));
  }

  private static int scaled(PlayerInput input, int axisIndex, double part) {
    AxisSchema axis = input.schema().axes().get(axisIndex);
    double value = part >= 0 ? part * Math.max(0, axis.max()) : part * -Math.min(0, axis.min());
    return (int) Math.max(axis.min(), Math.min(axis.max(), Math.round(value)));
  }

  /** Whether no wall stands between two points. */
  static boolean clear(StaticMap map, double x0, double y0, double x1, double y1) {
    int[] walls = map.walls;
    for (int i = 0; i < walls.length; i += 4) {
      if (hits(x0, y0, x1 - x0, y1 - y0, walls[i], walls[i + 1], walls[i + 2], walls[i + 3])) {
        return false;
      }
    }
    return true;
  }

  /** The slab test of a segment against a rectangle. */
  private static boolean hits(
      double x, double y, double dx, double dy, int left, int top, int right, int bottom) {
    double from = 0;
    double to = 1;
    if (dx == 0) {
      if (x < left || x >= right) {
        return false;
      }
    } else {
      double a = (left - x) / dx;
      double b = (right - x) / dx;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    }
    if (dy == 0) {
      if (y < top || y >= bottom) {
        return false;
      }
    } else {
      double a = (top - y) / dy;
      double b = (bottom - y) / dy;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    }
    return from < to;
  }
}
