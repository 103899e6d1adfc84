package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.arena.RailRule;
import dev.backbeat.rule.arena.Trig;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.room.DrawnWorld;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A client that looks at its own picture knows whom its shot meets: {@link RailRule#firstHit} over
 * what it draws from the frames that it got is what the server says of the shot.
 */
class ArenaRailPropertyTest {
  private static final int PLAYERS = 10;
  private static final int TICKS = 3_000;

  private final OverloadStep[] step = {OverloadStep.NORMAL};
  private final List<TestPlayer> players = new ArrayList<>();
  private final int[] viewsQ8 = new int[PLAYERS];
  private final int[] aims = new int[PLAYERS];
  private int hits;
  private int misses;

  @Test
  void whatTheShooterSawAsAHitIsAHit() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    TestRoom room =
        TestRoom.of(new ArenaFactory())
            .seed(seed)
            .tickHz(30)
            .option("practice", "1")
            .overload(() -> step[0])
            .start();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(room.join("p" + i));
    }
    DrawnWorld drawn = new DrawnWorld(1);
    StaticMap map = room.info().spec().map();
    int frames = 0;
    for (int t = 0; t < TICKS; t++) {
      if (random.nextInt(200) == 0) {
        step[0] = OverloadStep.values()[random.nextInt(3)];
      }
      for (int i = 0; i < PLAYERS; i++) {
        act(i, room, drawn, random);
      }
      room.step();
      String hint = "seed " + seed + ", tick " + room.tick();
      check(room, drawn, map, hint);
      TestPlayer first = players.get(0);
      if (first.frameCount() > frames) {
        frames = first.frameCount();
        drawn.onFrame(first.lastFrame(), first.world());
      }
    }
    System.out.println(hits + " hits, " + misses + " misses");
    assertTrue(hits > 60 && misses > 60);
  }

  /** Runs about, and shoots at where somebody is drawn, give or take. */
  private void act(int i, TestRoom room, DrawnWorld drawn, SplittableRandom random) {
    TestPlayer player = players.get(i);
    player.seat().latency(100, 90, 10);
    if (random.nextInt(10) == 0) {
      player.axis(0, random.nextInt(-127, 128)).axis(1, random.nextInt(-127, 128));
    }
    if (room.tick() < 40) {
      return;
    }
    int newestQ8 = 256 * drawn.newest();
    viewsQ8[i] = newestQ8 - random.nextInt(Math.min(1_400, newestQ8 - 256 * drawn.oldest()));
    viewsQ8[i] = Math.max(viewsQ8[i], 256 * (room.tick() + 1) - 250 * 30 * 256 / 1000);
    player.looksAt(viewsQ8[i]);
    int[] own = drawn.at(newestQ8, player.world().ownEntity(), ArenaSchema.PLAYER);
    int[] there = own == null ? null : nearest(i, own, drawn);
    if (there != null && random.nextInt(5) == 0) {
      double angle = Math.atan2(there[1] - own[1], there[0] - own[0]);
      int aim = (int) Math.rint(angle / (2 * Math.PI) * Trig.TURN) + random.nextInt(-40, 41);
      aims[i] = aim & Trig.TURN - 1;
      player.axis(2, aims[i]).press("rail");
    }
  }

  /** Where the nearest other is drawn, or null. */
  private int[] nearest(int self, int[] own, DrawnWorld drawn) {
    int[] best = null;
    double bestDistance = Double.MAX_VALUE;
    for (int i = 0; i < PLAYERS; i++) {
      int id = players.get(i).world().ownEntity();
      int[] there = i == self ? null : drawn.at(viewsQ8[self], id, ArenaSchema.PLAYER);
      if (there != null && Math.hypot(there[0] - own[0], there[1] - own[1]) < bestDistance) {
        best = there;
        bestDistance = Math.hypot(there[0] - own[0], there[1] - own[1]);
      }
    }
    return best;
  }

  /** Events come with the frame of a send tick; the shots of other ticks are not looked at. */
  private void check(TestRoom room, DrawnWorld drawn, StaticMap map, String hint) {
    for (Event rail : players.get(0).events("rail")) {
      if (rail.getTick() != room.tick()) {
        continue;
      }
      for (int i = 0; i < PLAYERS; i++) {
        if (rail.getArgs(0) == players.get(i).world().ownEntity()) {
          assertEquals(expected(i, room, drawn, map), rail.getArgs(3), hint + ", player " + i);
          assertEquals(256 * room.tick() - viewsQ8[i], rail.getArgs(6), hint);
          hits += rail.getArgs(3) == 0 ? 0 : 1;
          misses += rail.getArgs(3) == 0 ? 1 : 0;
        }
      }
    }
  }

  /** What the client knows before it has sent the shot, but for its own position. */
  private int expected(int shooter, TestRoom room, DrawnWorld drawn, StaticMap map) {
    int[] xs = new int[PLAYERS];
    int[] ys = new int[PLAYERS];
    int[] ids = new int[PLAYERS];
    int count = 0;
    for (int i = 0; i < PLAYERS; i++) {
      int id = players.get(i).world().ownEntity();
      int[] there = i == shooter ? null : drawn.at(viewsQ8[shooter], id, ArenaSchema.PLAYER);
      if (there != null) {
        xs[count] = there[ArenaSchema.X];
        ys[count] = there[ArenaSchema.Y];
        ids[count++] = id;
      }
    }
    var table = room.world().table(ArenaSchema.PLAYER);
    int row = table.rowOf(players.get(shooter).world().ownEntity());
    int hit =
        RailRule.firstHit(
            table.get(row, ArenaSchema.X),
            table.get(row, ArenaSchema.Y),
            aims[shooter],
            map,
            xs,
            ys,
            count);
    return hit < 0 ? 0 : ids[hit] + 1;
  }
}
