package dev.backbeat.load.netcode;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts jumps back: another player is drawn going against the way that he goes, by more than he
 * could have moved since the picture before, and not towards where he was at that render tick (a
 * wrong picture that is blended out goes there). One thread.
 */
final class MotionWatch {
  /** So much farther than he can go, in quanta: what blending out an error may take. */
  private static final int LEEWAY = 16;

  private final double maxSpeedPerNs;
  private final Map<Integer, Seen> last = new HashMap<>();
  private int jumps;

  /** A watch over bodies that go so many quanta per tick at most. */
  MotionWatch(int maxSpeed, int tickHz) {
    this.maxSpeedPerNs = maxSpeed * (double) tickHz / 1e9;
  }

  private static final class Seen {
    double x;
    double y;
    double teleport;
    long atNs;
  }

  /**
   * A picture shows him there.
   *
   * @param v what is drawn: the fields of the kind
   * @param exact the same without what is still blended out
   */
  void seen(int id, ArenaNames names, double[] v, int[] exact, long nowNs) {
    double x = v[names.x()];
    double y = v[names.y()];
    double teleport = v[names.teleport()];
    Seen was = last.get(id);
    if (was == null) {
      was = new Seen();
      last.put(id, was);
    } else if (was.teleport == teleport) {
      double dx = x - was.x;
      double dy = y - was.y;
      double far = maxSpeedPerNs * (nowNs - was.atNs) + LEEWAY;
      boolean back = dx * exact[names.vx()] + dy * exact[names.vy()] < 0;
      boolean there = dx * (exact[names.x()] - was.x) + dy * (exact[names.y()] - was.y) > 0;
      if (back && !there && dx * dx + dy * dy > far * far) {
        jumps++;
      }
    }
    was.x = x;
    was.y = y;
    was.teleport = teleport;
    was.atNs = nowNs;
  }

  int jumps() {
    return jumps;
  }
}
