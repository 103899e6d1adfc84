package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.tick.TickHost;
import dev.backbeat.server.tick.TickLoop;
import dev.backbeat.server.tick.TickObserver;
import dev.backbeat.server.tick.TickTask;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/** Directories of two games on two hosts whose time is a number. One thread. */
final class SteppedDirectory {
  final ProbeGame.Factory probe;
  final ProbeGame.Factory other = new ProbeGame.Factory("other");
  final List<LoopHost> hosts = List.of(new LoopHost(), new LoopHost());
  OverloadStep overload = OverloadStep.NORMAL;

  /** The control executor takes nothing more. */
  boolean controlFull;

  private long nowNs;

  SteppedDirectory() {
    this(new ProbeGame.Factory());
  }

  SteppedDirectory(ProbeGame.Factory probe) {
    this.probe = probe;
  }

  RoomDirectory directory(int maxRooms) {
    return directory(maxRooms, null, null, null);
  }

  RoomDirectory directory(int maxRooms, Integer tickHz, Integer sendHz, Integer players) {
    SimulationSettings settings =
        new SimulationSettings(
            "probe",
            maxRooms,
            tickHz,
            sendHz,
            players,
            2,
            1_000,
            List.of(),
            BroadcastObserver.NONE,
            TickObserver.NONE);
    return new RoomDirectory(
        GameRegistry.of(probe, other),
        settings,
        new RoomConfig(
            1_000,
            Runnable::run,
            List.of(),
            BroadcastObserver.NONE,
            Replicator::create,
            0,
            () -> overload),
        hosts,
        this::control);
  }

  private void control(Runnable task) {
    if (controlFull) {
      throw new RejectedExecutionException("full");
    }
    task.run();
  }

  long nowNs() {
    return nowNs;
  }

  void run(int ms) {
    for (int i = 0; i < ms; i++) {
      nowNs += 1_000_000;
      hosts.forEach(h -> h.loop.runDue(nowNs));
    }
  }

  static JoinRequest anyRoom(String game, boolean watcher) {
    return new JoinRequest("session", "any", game, "name", watcher);
  }

  static Seat join(Rooms rooms, String room) {
    return rooms.join(new JoinRequest("s", room, "", "name", false), new NowhereOutlet()).result();
  }

  static JoinException refused(Future<?> future) {
    assertTrue(future.failed(), "should have failed");
    return (JoinException) future.cause();
  }

  static RoomSpec spec(String id, Integer tickHz, Integer sendHz, Integer players) {
    return new RoomSpec(id, null, tickHz, sendHz, players, null, null, null, Map.of());
  }

  /** A tick loop that a test turns. */
  final class LoopHost implements TickHost {
    final TickLoop loop =
        new TickLoop(() -> nowNs, TickObserver.NONE, 5, task -> this.weight -= task.weight());
    long weight;
    boolean full;
    Runnable beforeRefusal = () -> {};

    @Override
    public synchronized void add(TickTask task) {
      if (full) {
        beforeRefusal.run();
        throw new RejectedExecutionException("full");
      }
      loop.add(task, nowNs);
      weight += task.weight();
    }

    @Override
    public long weight() {
      return weight;
    }
  }
}
