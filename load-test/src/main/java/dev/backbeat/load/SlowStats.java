package dev.backbeat.load;

import org.HdrHistogram.Histogram;

/** What the slow and the stuck clients of one loop, or of all, went through. */
final class SlowStats {
  /** In us: how far a frame was behind the newest tick that others in its room had. */
  final Histogram frameAge = LoopStats.histogram();

  int slowClients;
  int slowClosed;
  int stuckClients;
  int stuckClosed;
  long frames;
  long bytes;
  long resets;

  void add(SlowStats other) {
    frameAge.add(other.frameAge);
    slowClients += other.slowClients;
    slowClosed += other.slowClosed;
    stuckClients += other.stuckClients;
    stuckClosed += other.stuckClosed;
    frames += other.frames;
    bytes += other.bytes;
    resets += other.resets;
  }
}
