package dev.backbeat.load;

/** The newest tick that any client of a room (of one loop) has seen, and when. One thread. */
final class RoomTick {
  private long tick;
  private long seenNs;

  void saw(long newTick, long nowNs) {
    if (newTick > tick) {
      tick = newTick;
      seenNs = nowNs;
    }
  }

  /** How old a frame of {@code frameTick} is, ns, going by what others have by now; at least 0. */
  long ageNs(long frameTick, int tickHz, long nowNs) {
    return tick == 0 || frameTick >= tick
        ? 0
        : nowNs - seenNs + (tick - frameTick) * 1_000_000_000L / tickHz;
  }
}
