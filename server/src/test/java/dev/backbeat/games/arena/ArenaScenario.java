package dev.backbeat.games.arena;

import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.replication.BroadcastObserver;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.room.CloseReason;
import dev.backbeat.server.room.RoomConfig;
import dev.backbeat.server.room.RoomLog;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.room.SteppedRoom;
import dev.backbeat.server.world.EntityTable;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * A whole room of the arena with scripted players who hunt each other: they move at random, aim at
 * the nearest enemy (mostly) and shoot; some lose their connection, leave and come again.
 * Everything follows from the seed. {@link #main} writes the hashes down, for a comparison with
 * another JVM.
 */
final class ArenaScenario {
  static final int PLAYERS = 50;

  private final SteppedRoom room;
  private final Random script;
  private final Seat[] seats = new Seat[PLAYERS];
  private final Outlet[] outlets = new Outlet[PLAYERS];
  private final int[][] axes = new int[PLAYERS][3];
  private final int[][] presses = new int[PLAYERS][2];
  private final int[] awayUntil = new int[PLAYERS];
  private int tick;
  private int joins;

  ArenaScenario(long seed, int maxLogInts) {
    RoomOptions options = new RoomOptions(20, 1, PLAYERS, 0, 60, seed, Map.of("score_limit", "25"));
    RoomConfig config =
        new RoomConfig(
            30_000,
            Runnable::run,
            List.of(),
            BroadcastObserver.NONE,
            (world, spec, span, seatCount, observer) -> nobodyListens(),
            maxLogInts);
    room = new SteppedRoom("scenario", new ArenaFactory(), options, config);
    script = new Random(seed);
  }

  /** Runs one tick and returns the world's hash at its end. */
  long step() {
    tick++;
    for (int i = 0; i < PLAYERS; i++) {
      comeAndGo(i);
      if (seats[i] != null && awayUntil[i] == 0) {
        play(i);
      }
    }
    if (!room.step()) {
      throw new IllegalStateException("the room has ended", room.failure());
    }
    return room.world().hash();
  }

  RoomLog log() {
    return room.log();
  }

  /** Kinds of the world, for asserting that something happened. */
  EntityTable players() {
    return room.world().table(ArenaSchema.PLAYER);
  }

  private void comeAndGo(int i) {
    int dice = script.nextInt(4_000);
    if (seats[i] == null) {
      outlets[i] = new MuteOutlet();
      seats[i] = room.join("s" + joins, "p" + joins, false, outlets[i]);
      joins++;
      presses[i] = new int[2];
      awayUntil[i] = 0;
    } else if (awayUntil[i] > 0) {
      if (tick >= awayUntil[i]) {
        awayUntil[i] = 0;
        outlets[i] = new MuteOutlet();
        presses[i] = new int[2];
        seats[i].attach(outlets[i]);
      }
    } else if (dice == 0) {
      seats[i].leave();
      seats[i] = null;
    } else if (dice <= 2) {
      seats[i].detach(outlets[i]);
      awayUntil[i] = tick + 1 + script.nextInt(100);
    }
  }

  private void play(int i) {
    int dice = script.nextInt(100);
    if (dice < 10) {
      axes[i][0] = script.nextInt(255) - 127;
      axes[i][1] = script.nextInt(255) - 127;
    }
    if (dice >= 30) {
      axes[i][2] = aimAtNearest(seats[i].player(), script.nextInt(200) - 100);
      presses[i][0]++;
    }
    if (dice >= 95) {
      presses[i][1]++;
    }
    // One input of ten never arrives: the newest one is held.
    if (dice % 10 != 7) {
      seats[i].inbox().offer(tick, axes[i], presses[i], 0, 1, 0);
    }
  }

  private int aimAtNearest(int player, int error) {
    EntityTable t = players();
    int self = -1;
    for (int row = 0; row < t.rows(); row++) {
      self = t.get(row, ArenaSchema.PLAYER_OWNER) == player ? row : self;
    }
    long best = Long.MAX_VALUE;
    double angle = 0;
    for (int row = 0; row < t.rows() && self >= 0; row++) {
      if (row != self && t.get(row, ArenaSchema.PLAYER_HP) > 0) {
        long dx = t.get(row, ArenaSchema.X) - t.get(self, ArenaSchema.X);
        long dy = t.get(row, ArenaSchema.Y) - t.get(self, ArenaSchema.Y);
        if (dx * dx + dy * dy < best) {
          best = dx * dx + dy * dy;
          angle = StrictMath.atan2(dy, dx);
        }
      }
    }
    int turn = (int) StrictMath.rint(angle / (2 * StrictMath.PI) * Trig.TURN);
    return turn + error & Trig.TURN - 1;
  }

  private static Replicator nobodyListens() {
    return (Replicator)
        Proxy.newProxyInstance(
            ArenaScenario.class.getClassLoader(),
            new Class<?>[] {Replicator.class},
            (proxy, method, args) -> null);
  }

  /** Arguments: seed, ticks, file: writes one hash per line, in hexadecimal. */
  public static void main(String[] args) throws IOException {
    ArenaScenario scenario = new ArenaScenario(Long.parseLong(args[0]), 0);
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      hashes.add(Long.toHexString(scenario.step()));
    }
    Files.write(Path.of(args[2]), hashes);
  }

  /** A connection to which nothing is ever sent. */
  private static final class MuteOutlet implements Outlet {
    @Override
    public Executor loop() {
      return Runnable::run;
    }

    @Override
    public ByteBuf buffer(int expectedBytes) {
      throw new IllegalStateException("nothing is sent");
    }

    @Override
    public void appendWelcome(ByteBuf frame) {
      throw new IllegalStateException("nothing is sent");
    }

    @Override
    public boolean writable() {
      return false;
    }

    @Override
    public void write(ByteBuf frame) {
      throw new IllegalStateException("nothing is sent");
    }

    @Override
    public void close(CloseReason reason) {
      throw new IllegalStateException("the room closes nobody here: " + reason);
    }
  }
}
