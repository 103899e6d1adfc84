package dev.backbeat.server.room;

import dev.backbeat.server.tick.TickSchedule;

/**
 * Where a room is in time, for whoever asks, and how late its ticks were. Reads no clock: its times
 * are those of the ticks, in ns. Written by the room's thread.
 */
final class RoomTime {
  private final int tickHz;
  private volatile int tick;
  private volatile long originNs;

  // The room's thread.
  private long worstLatenessNs;

  RoomTime(int tickHz) {
    this.tickHz = tickHz;
  }

  // ---- The room's thread

  /** Tick n begins. */
  void begin(long n, long scheduledNs, long nowNs) {
    worstLatenessNs = Math.max(worstLatenessNs, nowNs - scheduledNs);
    originNs = scheduledNs - TickSchedule.offsetNs(n, tickHz);
  }

  /** Tick n is committed. */
  void committed(int n) {
    tick = n;
  }

  /** How late the tick was that was late the most since the last call, in microseconds. */
  int takeWorstLatenessUs() {
    int us = (int) Math.min(Integer.MAX_VALUE, worstLatenessNs / 1000);
    worstLatenessNs = 0;
    return us;
  }

  // ---- Any thread

  /** The newest committed tick; 0 = none yet. */
  int tick() {
    return tick;
  }

  /** The tick that is due at {@code nowNs}, in 1/256 tick; 0 before the first tick. */
  long serverTickQ8(long nowNs) {
    if (tick == 0) {
      return 0; // Before the first tick there is nothing to measure from.
    }
    long elapsedNs = Math.max(0, nowNs - originNs);
    return TickSchedule.periodsQ8(elapsedNs, tickHz);
  }
}
