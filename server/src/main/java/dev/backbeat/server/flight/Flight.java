package dev.backbeat.server.flight;

import dev.backbeat.server.tick.TickPhases;
import dev.backbeat.server.tick.TickPhases.Phase;
import dev.backbeat.server.tick.TickTask;
import jdk.jfr.FlightRecorder;

/** Writes events, if anything records. Any thread. */
public final class Flight {
  private Flight() {}

  /** Whether a recording was ever started: until then nothing needs to be made for one. */
  private static boolean off() {
    return !FlightRecorder.isInitialized();
  }

  /** A tick was slow; the task's phases are those of this tick. The task's thread. */
  public static void slowTick(TickTask task, long tick, long latenessNs, long durationNs) {
    if (off()) {
      return;
    }
    SlowTick event = new SlowTick();
    if (!event.isEnabled()) {
      return;
    }
    event.game = task.kind();
    event.room = task.name();
    event.tick = tick;
    event.players = task.players();
    event.lateness = latenessNs;
    event.total = durationNs;
    TickPhases phases = task.phases();
    if (phases != null) {
      event.lifecycle = phases.lastNs(Phase.LIFECYCLE);
      event.inputs = phases.lastNs(Phase.INPUTS);
      event.gamePhase = phases.lastNs(Phase.GAME);
      event.commit = phases.lastNs(Phase.COMMIT);
      event.encode = phases.lastNs(Phase.ENCODE);
      event.broadcast = phases.lastNs(Phase.BROADCAST);
    }
    event.commit();
  }

  /**
   * A room changed.
   *
   * @param change opened, ended, failed
   */
  public static void room(String change, String room, String game, int tick, String reason) {
    if (off()) {
      return;
    }
    RoomChange event = new RoomChange();
    if (event.isEnabled()) {
      event.change = change;
      event.room = room;
      event.game = game;
      event.tick = tick;
      event.reason = reason;
      event.commit();
    }
  }

  /** A connection was closed because it took no bytes for so long. */
  public static void slowClient(String session, String room, long stalledNs, long waitingBytes) {
    if (off()) {
      return;
    }
    SlowClient event = new SlowClient();
    if (event.isEnabled()) {
      event.session = session;
      event.room = room;
      event.stalled = stalledNs;
      event.waitingBytes = waitingBytes;
      event.commit();
    }
  }

  /** The overload ladder was moved. */
  public static void overload(int from, int to, double pressure) {
    if (off()) {
      return;
    }
    OverloadMove event = new OverloadMove();
    if (event.isEnabled()) {
      event.from = from;
      event.to = to;
      event.pressure = pressure;
      event.commit();
    }
  }
}
