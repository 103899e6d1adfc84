package dev.backbeat.server.room;

import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs a room again from its log: the same game, seed, and consumed inputs give the same world at
 * the end of every tick. No clients, no clock, no asynchronous work: its results are in the log.
 * One thread.
 */
public final class RoomReplay {
  private final RoomLog.Cursor cursor;
  private final Simulation simulation;
  private final Map<Integer, RoomPlayer> byNumber = new HashMap<>();
  private long recordedHash;

  /**
   * A replay that stands before the first tick.
   *
   * @throws IllegalArgumentException if the log is of another game
   */
  public RoomReplay(GameFactory factory, RoomLog log) {
    if (!factory.name().equals(log.game())) {
      throw new IllegalArgumentException("the log is of " + log.game() + ", not " + factory.name());
    }
    GameSpec spec = factory.spec(log.options());
    World world = Simulation.newWorld(spec, spec.maxEntities());
    this.cursor = log.cursor();
    this.simulation =
        new Simulation(
            factory,
            spec,
            log.options(),
            world,
            new SilentReplicator(1),
            log.rewindCapMs(),
            new NobodyThere());
  }

  /** Runs one more tick; false at the log's end. */
  public boolean step() {
    if (!cursor.more()) {
      return false;
    }
    simulation.start();
    int code = cursor.next();
    while (code != RoomLog.INPUT && code != RoomLog.RESULT && code != RoomLog.FAILURE) {
      if (code == RoomLog.END) {
        break;
      }
      lifecycle(code);
      code = cursor.next();
    }
    while (code != RoomLog.END) {
      input(code);
      code = cursor.next();
    }
    simulation.simulate();
    recordedHash = cursor.nextLong();
    simulation.end(cursor.next() == 1);
    return true;
  }

  /**
   * Runs all ticks and compares their hashes.
   *
   * @return how many ticks there were
   * @throws IllegalStateException at the first tick whose hash is another one
   */
  public int verify() {
    int ticks = 0;
    while (step()) {
      ticks++;
      if (hash() != recordedHash) {
        throw new IllegalStateException(
            "tick " + tick() + ": the replay's world differs from the recorded one");
      }
    }
    return ticks;
  }

  /** The tick that was run last; 0 = none. */
  public int tick() {
    return simulation.tick();
  }

  /** The world's hash at the end of that tick. */
  public long hash() {
    return simulation.world().hash();
  }

  /** What the log says that the hash was. */
  public long recordedHash() {
    return recordedHash;
  }

  /** The replayed world. */
  public World world() {
    return simulation.world();
  }

  private void lifecycle(int code) {
    switch (code) {
      case RoomLog.TICK -> simulation.begin(cursor.next());
      case RoomLog.JOIN -> {
        int seat = cursor.next();
        int number = cursor.next();
        String name = cursor.nextText();
        String playerId = cursor.nextText();
        String roles = cursor.nextText();
        byNumber.put(
            number,
            simulation.join(
                seat,
                number,
                name,
                playerId,
                roles.isEmpty() ? List.of() : List.of(roles.split(" "))));
      }
      case RoomLog.LEAVE -> simulation.leave(byNumber.remove(cursor.next()));
      case RoomLog.AWAY -> simulation.away(byNumber.get(cursor.next()), true);
      case RoomLog.BACK -> simulation.away(byNumber.get(cursor.next()), false);
      case RoomLog.DRAIN -> simulation.drain(cursor.next());
      default -> throw new IllegalStateException("no record of code " + code);
    }
  }

  private void input(int code) {
    switch (code) {
      case RoomLog.INPUT -> {
        RoomPlayer player = byNumber.get(cursor.next());
        int flags = cursor.next();
        player.input.held((flags & RoomLog.HELD) != 0);
        boolean rewound = (flags & RoomLog.REWOUND) != 0;
        player.input.viewTickQ8(rewound ? cursor.nextLong() : 256L * simulation.tick());
        int[] values = player.input.values();
        for (int i = 0; i < values.length; i++) {
          values[i] = cursor.next();
        }
      }
      case RoomLog.RESULT -> {
        long call = cursor.nextLong();
        simulation.asyncResult(call, cursor.nextResult(), null);
      }
      case RoomLog.FAILURE -> {
        long call = cursor.nextLong();
        simulation.asyncResult(call, null, cursor.nextText());
      }
      default -> throw new IllegalStateException("no record of code " + code);
    }
  }

  /** The game's calls, kicks and reports have nobody to go to. */
  private static final class NobodyThere implements SimulationHost {
    @Override
    public void runAsync(long call, Callable<byte[]> work) {}

    @Override
    public void kicked(RoomPlayer player, String reason) {}

    @Override
    public void limit(Limit limit) {}

    @Override
    public void matchEnded(MatchResult result) {}

    @Override
    public void closeRequested(String reason) {}
  }
}
