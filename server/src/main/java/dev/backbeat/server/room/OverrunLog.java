package dev.backbeat.server.room;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that a room gave up ticks for which it was too late, now and then. Room's thread. */
final class OverrunLog {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);
  private static final int INTERVAL_SECONDS = 10;

  private final String room;
  private final int intervalTicks;
  private long skippedPeriods;
  private int nextTick;

  OverrunLog(String room, int tickHz) {
    this.room = room;
    this.intervalTicks = INTERVAL_SECONDS * tickHz;
  }

  void add(long periods, int tick) {
    skippedPeriods += periods;
    if (tick >= nextTick) {
      LOG.atWarn()
          .addKeyValue("room", room)
          .addKeyValue("tick", tick)
          .addKeyValue("skippedTicks", skippedPeriods)
          .log("room overrun");
      skippedPeriods = 0;
      nextTick = tick + intervalTicks;
    }
  }
}
