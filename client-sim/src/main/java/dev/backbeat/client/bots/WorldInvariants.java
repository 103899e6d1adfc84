package dev.backbeat.client.bots;

import dev.backbeat.codec.ClientWorld;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;

/**
 * What must hold of a client's frames beside what {@link ClientWorld} itself checks: the silence
 * bound, events that belong to the frame's time, and an own entity that can be seen.
 */
public final class WorldInvariants {
  /** A frame comes at the latest after that many send intervals. */
  private static final int MAX_SILENT_SENDS = 4;

  /** A room that relieves itself sends at half its rate; who has seen no delta cannot know. */
  private static final int RELIEF_FACTOR = 2;

  private final boolean watcher;
  private int spanTicks;
  private boolean spanKnown;
  private int lastTick;

  /** For a session with the given send interval. */
  public WorldInvariants(int spanTicks, boolean watcher) {
    this.spanTicks = spanTicks;
    this.watcher = watcher;
  }

  /**
   * Checks a frame that {@code world} has just applied.
   *
   * @return null, or a sentence that says what is wrong
   */
  public String check(ServerFrame frame, ClientWorld world) {
    int tick = frame.getTick();
    int before = lastTick;
    lastTick = tick;
    int bound = MAX_SILENT_SENDS * spanTicks * (spanKnown ? 1 : RELIEF_FACTOR);
    spanKnown &= !frame.getReset();
    for (int i = 0; i < frame.getCellsCount(); i++) {
      CellSlice slice = frame.getCells(i);
      // The room may send less often for a time; the longest interval seen bounds the silence.
      if (!slice.getKeyframe()) {
        spanTicks = Math.max(spanTicks, 1 << slice.getSpanLog2());
        spanKnown = true;
      }
    }
    if (world.tick() != tick) {
      return "frame of tick " + tick + ", world of tick " + world.tick();
    }
    if (before != 0 && tick < before) {
      return "tick " + tick + " after tick " + before;
    }
    bound = Math.max(bound, MAX_SILENT_SENDS * spanTicks);
    if (!frame.getReset() && before != 0 && tick - before > bound) {
      return "tick "
          + tick
          + " after tick "
          + before
          + ": silent for more than "
          + bound
          + " ticks";
    }
    if (!watcher && world.ownEntity() >= 0 && world.own() == null) {
      return "tick " + tick + ": the own entity " + world.ownEntity() + " is not in the world";
    }
    return frame.getReset() ? null : checkEvents(frame, before - bound);
  }

  private static String checkEvents(ServerFrame frame, int oldest) {
    for (int i = 0; i < frame.getEventsCount(); i++) {
      Event event = frame.getEvents(i);
      if (event.getTick() > frame.getTick() || event.getTick() < oldest) {
        return "an event of tick " + event.getTick() + " in the frame of tick " + frame.getTick();
      }
    }
    return null;
  }
}
