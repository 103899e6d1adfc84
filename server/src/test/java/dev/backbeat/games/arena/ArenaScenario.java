package dev.backbeat.games.arena;

import dev.backbeat.rule.arena.Trig;
import dev.backbeat.server.room.RoomReplay;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.EntityTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A whole room of the arena with scripted players who hunt each other: they move at random, aim at
 * the nearest enemy (mostly) and shoot; some lose their connection, leave and come again.
 * Everything follows from the seed. {@link #main} writes the hashes down, for a comparison with
 * another JVM.
 */
final class ArenaScenario {
  static final int PLAYERS = 50;

  private final TestRoom room;
  private final Random script;
  private final TestPlayer[] seats = new TestPlayer[PLAYERS];
  private final int[] awayUntil = new int[PLAYERS];
  private int tick;
  private int joins;

  ArenaScenario(long seed, boolean recorded) {
    TestRoom.Builder builder =
        TestRoom.of(new ArenaFactory())
            .seed(seed)
            .tickHz(20)
            .maxPlayers(PLAYERS)
            .option("score_limit", "25")
            .simulationOnly();
    room = (recorded ? builder : builder.maxLogInts(0)).start();
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
    room.step();
    return room.hash();
  }

  TestRoom room() {
    return room;
  }

  /** A replay of what happened so far. */
  RoomReplay replay() {
    return room.replay();
  }

  private void comeAndGo(int i) {
    int dice = script.nextInt(4_000);
    if (seats[i] == null) {
      seats[i] = room.join("p" + joins++);
      awayUntil[i] = 0;
    } else if (awayUntil[i] > 0) {
      if (tick >= awayUntil[i]) {
        awayUntil[i] = 0;
        seats[i].attach();
      }
    } else if (dice == 0) {
      seats[i].leave();
      seats[i] = null;
    } else if (dice <= 2) {
      seats[i].detach();
      awayUntil[i] = tick + 1 + script.nextInt(100);
    }
  }

  private void play(int i) {
    TestPlayer p = seats[i];
    int dice = script.nextInt(100);
    if (dice < 10) {
      p.axis(0, script.nextInt(255) - 127).axis(1, script.nextInt(255) - 127);
    }
    if (dice >= 30) {
      p.axis(2, aimAtNearest(p.number(), script.nextInt(200) - 100));
      p.press(ArenaSchema.ACTION_FIRE);
    }
    if (dice >= 95) {
      p.press(ArenaSchema.ACTION_RAIL);
    }
    // One input of ten never arrives: the newest one is held.
    p.sendsInputs(dice % 10 != 7);
  }

  private int aimAtNearest(int player, int error) {
    EntityTable t = room.world().table(ArenaSchema.PLAYER);
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

  /** Arguments: seed, ticks, file: writes one hash per line, in hexadecimal. */
  public static void main(String[] args) throws IOException {
    ArenaScenario scenario = new ArenaScenario(Long.parseLong(args[0]), false);
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      hashes.add(Long.toHexString(scenario.step()));
    }
    Files.write(Path.of(args[2]), hashes);
  }
}
