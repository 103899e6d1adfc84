package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.game.Interest;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.Past;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the server rewinds to is what a client draws from the frames that it really got. */
class HistoryPropertyTest {
  private static final int ROOMS = 24;
  private static final int TICKS = 400;
  private static final int VIEWS_PER_TICK = 4;
  private static final int CAP_MS = 400;

  private int compared;
  private int found;
  private int between;
  private int spans;

  @Test
  void theServerRewindsToWhatTheClientDrew() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < ROOMS; i++) {
      long roomSeed = seeds.nextLong();
      play(roomSeed, "seed " + seed + ", room " + i);
    }
    System.out.printf(
        "%d comparisons, %d of drawn entities, %d between two values, %d changes of span%n",
        compared, found, between, spans);
    assertTrue(found > 40_000 && compared - found > 1_000 && between > 20_000 && spans > 30);
  }

  private void play(long seed, String hint) {
    SplittableRandom random = new SplittableRandom(seed);
    OverloadStep[] step = {OverloadStep.NORMAL};
    Interest interest =
        random.nextBoolean()
            ? Interest.WHOLE_ROOM
            : new Interest(1 << 19, 4 * HistoryGame.HALF, 1 << 16, 1);
    HistoryGame.Factory factory = new HistoryGame.Factory(interest);
    int spanTicks = 1 << random.nextInt(4);
    TestRoom room =
        TestRoom.of(factory)
            .seed(seed)
            .tickHz(random.nextInt(20, 61))
            .spanTicks(spanTicks)
            .rewindCapMs(CAP_MS)
            .overload(() -> step[0])
            .start();
    HistoryGame game = factory.game;
    TestPlayer player = room.join("ann").sendsInputs(random.nextBoolean());
    DrawnWorld drawn = new DrawnWorld(spanTicks);
    int frames = 0;
    for (int t = 0; t < TICKS; t++) {
      if (random.nextInt(60) == 0) {
        OverloadStep before = step[0];
        step[0] = OverloadStep.values()[random.nextInt(3)];
        spans += before == step[0] ? 0 : 1;
      }
      room.step();
      if (player.frameCount() > frames) {
        frames = player.frameCount();
        drawn.onFrame(player.lastFrame(), player.world());
        for (int i = 0; i < VIEWS_PER_TICK; i++) {
          compare(game, drawn, room, random, hint + ", tick " + room.tick());
        }
      }
    }
    compareReplay(factory, game, room, random, hint);
  }

  private void compare(
      HistoryGame game, DrawnWorld drawn, TestRoom room, SplittableRandom random, String hint) {
    int newestQ8 = 256 * drawn.newest();
    int oldestQ8 =
        Math.max(
            256 * drawn.oldest(),
            256 * room.tick() - CAP_MS * room.info().options().tickHz() * 256 / 1000);
    if (newestQ8 <= oldestQ8) {
      return;
    }
    int viewTickQ8 = random.nextInt(oldestQ8, newestQ8 + 1);
    for (int kind = 0; kind < 2; kind++) {
      Past past = game.histories[kind].at(viewTickQ8);
      int fields = game.histories[kind].table().kind().fields().size();
      for (int id = 0; id < maxId(room); id++) {
        int[] expected = drawn.at(viewTickQ8, id, kind);
        String what = hint + ", view " + viewTickQ8 + ", entity " + id;
        compared++;
        assertEquals(expected != null, past.find(id), what);
        if (expected != null) {
          assertArrayEquals(expected, fieldsOf(past, fields), what);
          found++;
          between += viewTickQ8 % 256 != 0 ? 1 : 0;
        }
      }
    }
  }

  /** Ids are given in order; whoever was spawned last has the greatest. */
  private static int maxId(TestRoom room) {
    int max = 0;
    for (int kind = 0; kind < 2; kind++) {
      var table = room.world().table(kind);
      max = table.rows() == 0 ? max : Math.max(max, table.id(table.rows() - 1) + 1);
    }
    return max;
  }

  private static int[] fieldsOf(Past past, int fields) {
    int[] values = new int[fields];
    for (int f = 0; f < fields; f++) {
      values[f] = past.value(f);
    }
    return values;
  }

  private static void compareReplay(
      HistoryGame.Factory factory,
      HistoryGame played,
      TestRoom room,
      SplittableRandom random,
      String hint) {
    RoomReplay replay = room.replay();
    assertEquals(TICKS, replay.verify(), hint);
    HistoryGame replayed = factory.game;
    int reachQ8 = CAP_MS * room.info().options().tickHz() * 256 / 1000;
    for (int i = 0; i < 20; i++) {
      long viewTickQ8 = 256L * TICKS - random.nextInt(reachQ8);
      for (int kind = 0; kind < 2; kind++) {
        Past a = played.histories[kind].at(viewTickQ8);
        Past b = replayed.histories[kind].at(viewTickQ8);
        int fields = played.histories[kind].table().kind().fields().size();
        for (int id = 0; id < maxId(room); id++) {
          assertEquals(a.find(id), b.find(id), hint);
          if (a.find(id)) {
            assertArrayEquals(fieldsOf(a, fields), fieldsOf(b, fields), hint);
          }
        }
      }
    }
  }
}
