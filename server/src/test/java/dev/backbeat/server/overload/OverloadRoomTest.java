package dev.backbeat.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A whole room, on a clock that only counts, is taken up the ladder and down again. */
class OverloadRoomTest {
  private static final long SEED = 20261121;
  private static final int HZ = 20;
  private static final int PLAYERS = 24;
  private static final long PERIOD_NS = 1_000_000_000L / HZ;
  private static final int TICKS_PER_SAMPLE = 5;
  private static final Pressure HIGH = new Pressure(0.3, 0.1, 1.2, 1);
  private static final Pressure LOW = new Pressure(0.1, 0.1, 0.1, 0.2);

  private final Overload overload = new Overload(LadderSettings.DEFAULTS);
  private final Random random = new Random(SEED);
  private final TestRoom room =
      TestRoom.of(new ArenaFactory())
          .seed(SEED)
          .tickHz(HZ)
          .maxPlayers(PLAYERS)
          .option("map", "large")
          .overload(overload::step)
          .start();
  private final List<TestPlayer> players = new ArrayList<>();
  private long nowNs = 1;
  private int checkedWorlds;

  private void step(Pressure pressure) {
    nowNs += PERIOD_NS;
    if (room.tick() % TICKS_PER_SAMPLE == 0) {
      overload.sample(pressure, nowNs);
    }
    for (TestPlayer player : players) {
      if (random.nextInt(3) == 0) {
        player.axis("move_x", random.nextInt(255) - 127).axis("move_y", random.nextInt(255) - 127);
      }
    }
    int before = room.tick();
    room.step();
    assertEquals(before + 1, room.tick(), "every tick is simulated, whatever is sent");
    players.forEach(this::check);
  }

  /** What a client knows as of this very tick is true, and what it must see it knows. */
  private void check(TestPlayer player) {
    ClientWorld known = player.world();
    int silence = room.tick() - known.tick();
    assertTrue(silence <= 4 * 2 + 1, "nothing came for " + silence + " ticks");
    if (silence > 0) {
      return;
    }
    checkedWorlds++;
    EntityTable[] tables = new EntityTable[room.world().schema().kinds().size()];
    for (int k = 0; k < tables.length; k++) {
      tables[k] = room.world().table(k);
    }
    for (ClientEntity entity : known.entities()) {
      EntityTable table = tables[entity.kind()];
      int row = table.rowOf(entity.id());
      assertTrue(row >= 0 && table.alive(row), "no such entity: " + entity);
      for (int f = 0; f < table.kind().fields().size(); f++) {
        assertEquals(table.get(row, f), entity.field(f), table.kind().fields().get(f).name());
      }
    }
    ClientEntity own = known.own();
    if (own == null) {
      return;
    }
    long radius = 10L * viewRadius() / 100; // No step sees less far than a tenth.
    for (EntityTable table : tables) {
      int x = table.kind().fieldInRole(FieldRole.X);
      int y = table.kind().fieldInRole(FieldRole.Y);
      for (int row = 0; row < table.rows() && x >= 0 && y >= 0; row++) {
        if (table.alive(row)
            && Math.abs((long) table.get(row, x) - own.x()) < radius
            && Math.abs((long) table.get(row, y) - own.y()) < radius) {
          assertNotNull(known.get(table.id(row)), "an entity close by is not known");
        }
      }
    }
  }

  private int viewRadius() {
    return players.get(0).seat().room().spec().interest().viewRadius();
  }

  /** Frames per tick and client, the newest wish for inputs, and the cells held, per step. */
  private static final class Seen {
    int ticks;
    int frames;
    int inputBatchTicks;
    int badge;
    int cells;
  }

  private int frames() {
    return players.stream().mapToInt(TestPlayer::frameCount).sum();
  }

  /** Stays for so long on the step that the pressure has led to. */
  private Seen dwell(int ticks) {
    Pressure still = new Pressure(0.3, 0.1, 0.7, 0.5); // Between the thresholds.
    for (int i = 0; i < 2 * HZ; i++) {
      step(still); // Spans change and views shrink one after the other.
    }
    Seen seen = new Seen();
    int before = frames();
    for (int i = 0; i < ticks; i++) {
      step(still);
    }
    seen.ticks = ticks;
    seen.frames = frames() - before;
    TestPlayer one = players.get(0);
    seen.badge = one.scoreboard().getOverloadStep();
    for (ServerFrame frame : one.frames()) {
      seen.inputBatchTicks =
          frame.getInputBatchTicks() != 0 ? frame.getInputBatchTicks() : seen.inputBatchTicks;
    }
    for (TestPlayer player : players) {
      seen.cells += player.world().cellCount();
    }
    return seen;
  }

  private void moveTo(int wanted, Pressure pressure) {
    int atMost = 60 * HZ;
    while (overload.step().number() != wanted) {
      step(pressure);
      assertTrue(atMost-- > 0, "never came to step " + wanted);
    }
  }

  @Test
  void everyStepReachesTheClientsAndNothingEverBecomesWrong() {
    for (int i = 0; i < PLAYERS; i++) {
      players.add(room.join("p" + i));
    }
    room.step();
    Map<Integer, Seen> up = new TreeMap<>();
    Map<Integer, Seen> down = new TreeMap<>();
    up.put(0, dwell(4 * HZ));
    for (int step = 1; step <= 4; step++) {
      moveTo(step, HIGH);
      up.put(step, dwell(4 * HZ));
    }
    for (int step = 3; step >= 0; step--) {
      moveTo(step, LOW);
      down.put(step, dwell(4 * HZ));
    }
    for (Map<Integer, Seen> way : List.of(up, down)) {
      way.forEach(
          (number, seen) -> {
            OverloadStep step = OverloadStep.of(number);
            String on = "step " + number;
            assertEquals(step.inputBatchTicks(), seen.inputBatchTicks, on);
            assertEquals(number, seen.badge, on);
            double perTick = (double) seen.frames / seen.ticks / PLAYERS;
            assertEquals(1.0 / step.spanFactor(), perTick, 0.05, on + ": frames per tick");
          });
    }
    int near = up.get(3).cells;
    assertTrue(near < 0.8 * up.get(2).cells, near + " cells of " + up.get(2).cells);
    assertTrue(down.get(2).cells > 1.25 * near, "views grow again");
    assertEquals(4, overload.climbs());
    assertEquals(4, overload.descents());
    assertTrue(checkedWorlds > PLAYERS * 400, checkedWorlds + " worlds compared");
    for (TestPlayer player : players) {
      assertEquals(null, player.closed(), "nobody is disconnected");
      assertEquals(1, resets(player), "nobody needs a repair");
    }
  }

  private static long resets(TestPlayer player) {
    return player.frames().stream().filter(ServerFrame::getReset).count();
  }

  @Test
  void aRoomThatClosesOnAHigherStepTellsItsPlayers() {
    players.add(room.join("bob"));
    moveTo(2, HIGH);
    step(HIGH);
    room.close("enough");
    for (int i = 0; i < 8 && !room.over(); i++) {
      room.step();
    }
    assertTrue(room.over());
    TestPlayer bob = players.get(0);
    assertEquals("enough", bob.notices().get(bob.notices().size() - 1).getText());
    assertEquals("enough", bob.closed().message());
    assertFalse(bob.seat().open());
  }
}
