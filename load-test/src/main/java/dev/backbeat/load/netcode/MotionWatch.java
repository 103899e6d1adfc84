package dev.backbeat.load.netcode;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts jumps of others as drawn: a body moves farther in a picture than it can and than blending
 * out what was drawn wrong explains, or the time at which others are drawn goes back. One thread.
 *
 * <p>What was drawn wrong is how far the picture before lay from where the body is now; it may be
 * taken back over {@value #BLEND_MS} ms.
 */
final class MotionWatch {
  private static final double BLEND_MS = 100;

  /** Quanta by which a body may go farther: a quarter of a radius of blur, 2 px. */
  private static final int LEEWAY = 16;

  private final double maxSpeedPerMs;
  private final Map<Integer, Seen> last = new HashMap<>();
  private long renderTickQ8;
  private int jumps;

  /** A watch over bodies that go so many quanta per tick at most. */
  MotionWatch(int maxSpeed, int tickHz) {
    this.maxSpeedPerMs = maxSpeed * (double) tickHz / 1_000;
  }

  private static final class Seen {
    double x;
    double y;
    double teleport;
    double ms;
    double wrong;
    double wrongUntilMs;
  }

  /** A picture begins: others are drawn at that tick. */
  void picture(long atRenderTickQ8) {
    jumps += atRenderTickQ8 < renderTickQ8 ? 1 : 0;
    renderTickQ8 = atRenderTickQ8;
  }

  /**
   * The picture shows somebody.
   *
   * @param v what is drawn: the fields of the kind
   * @param exact the same without what is still blended out
   */
  void seen(int id, ArenaNames names, double[] v, int[] exact, double nowMs) {
    double x = v[names.x()];
    double y = v[names.y()];
    double teleport = v[names.teleport()];
    Seen was = last.get(id);
    if (was == null) {
      was = new Seen();
      last.put(id, was);
    } else if (was.teleport == teleport) {
      double passedMs = nowMs - was.ms;
      double wrong = Math.hypot(exact[names.x()] - was.x, exact[names.y()] - was.y);
      if (wrong > was.wrong || nowMs > was.wrongUntilMs) {
        was.wrong = wrong;
        was.wrongUntilMs = nowMs + 2 * BLEND_MS;
      }
      double far = maxSpeedPerMs * passedMs + was.wrong * Math.min(1, passedMs / BLEND_MS) + LEEWAY;
      jumps += Math.hypot(x - was.x, y - was.y) > far ? 1 : 0;
    }
    was.x = x;
    was.y = y;
    was.teleport = teleport;
    was.ms = nowMs;
  }

  int jumps() {
    return jumps;
  }
}
