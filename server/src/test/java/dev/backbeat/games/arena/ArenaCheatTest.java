package dev.backbeat.games.arena;

import static dev.backbeat.games.arena.ArenaFixture.EAST;
import static dev.backbeat.games.arena.ArenaFixture.HZ;
import static dev.backbeat.games.arena.ArenaFixture.LANE_Y;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.input.RewindLimit;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever a client states, it moves no faster, shoots no earlier and rewinds no farther than an
 * honest one. Each lie is told for the same time, from the same place, beside the truth.
 */
class ArenaCheatTest {
  private static final int TICKS = 3 * HZ;
  private static final int RTT_MS = 40;
  private static final int JITTER_MS = 2;

  /** High, so that what the round trip explains is what bounds. */
  private static final int CAP_MS = 1_000;

  /** What the round trip of all here explains. */
  private static final int GREATEST_Q8 =
      new RewindLimit(CAP_MS, HZ).greatestQ8(RTT_MS, JITTER_MS, 1);

  private record Outcome(int wayPx, List<Integer> shots, List<Integer> rails, int farthestQ8) {}

  /** One player, who runs east and pulls both triggers all the time, by way of {@code sends}. */
  private final class Runner {
    final ArenaFixture f =
        new ArenaFixture(
            TestRoom.of(new ArenaFactory()).rewindCapMs(CAP_MS).option("practice", "1"));
    final TestPlayer player = f.join("ann")[0].sendsInputs(false);

    /** Presses both, and sends an input for a tick with a view so far behind it. */
    void send(int tick, int lagQ8) {
      player.press("fire").press("rail");
      player.sendInput(tick, lagQ8);
    }

    /** Does so for some ticks; {@code sends} is told the tick that comes next. */
    Outcome run(IntConsumer sends) {
      player.seat().latency(RTT_MS, RTT_MS, JITTER_MS);
      f.place(player, 800, LANE_Y);
      player.axis("move_x", 127).axis("aim", EAST);
      int from = f.field(player, ArenaSchema.X);
      int begin = f.room.tick();
      for (int i = 0; i < TICKS; i++) {
        sends.accept(f.room.tick() + 1);
        f.room.step();
      }
      int way = (f.field(player, ArenaSchema.X) - from) / ArenaSchema.QUANTA_PER_PX;
      List<Integer> shots = new ArrayList<>();
      List<Integer> rails = new ArrayList<>();
      int farthestQ8 = 0;
      for (Event e : player.events("shot")) {
        shots.add(e.getTick() - begin);
      }
      for (Event e : player.events("rail")) {
        rails.add(e.getTick() - begin);
        farthestQ8 = Math.max(farthestQ8, e.getArgs(6));
      }
      return new Outcome(way, shots, rails, farthestQ8);
    }
  }

  private Outcome honest() {
    Runner runner = new Runner();
    Outcome truth = runner.run(tick -> runner.send(tick, 5 * 256));
    assertTrue(truth.wayPx() > 700, "an honest one runs " + truth.wayPx() + " px in 3 s");
    assertEquals(12, truth.shots().size());
    assertEquals(3, truth.rails().size());
    assertEquals(5 * 256, truth.farthestQ8(), "what he stated");
    return truth;
  }

  /** Nothing of what the liar did goes beyond the truth. */
  private static void assertNoBetter(Outcome lie, Outcome truth) {
    assertTrue(lie.wayPx() <= truth.wayPx(), lie + " beside " + truth);
    assertNoEarlier(lie.shots(), truth.shots());
    assertNoEarlier(lie.rails(), truth.rails());
    assertTrue(lie.farthestQ8() <= GREATEST_Q8, lie + " beside " + truth);
  }

  private static void assertNoEarlier(List<Integer> lie, List<Integer> truth) {
    assertTrue(lie.size() <= truth.size(), lie + " beside " + truth);
    for (int i = 0; i < lie.size(); i++) {
      assertTrue(lie.get(i) >= truth.get(i), lie + " beside " + truth);
    }
  }

  @Test
  void twiceAsManyInputsAreNoGain() {
    Runner copies = new Runner();
    Outcome lie =
        copies.run(
            tick -> {
              copies.send(tick, 5 * 256);
              copies.send(tick, 9 * 256);
            });
    assertNoBetter(lie, honest());
    Runner next = new Runner();
    lie =
        next.run(
            tick -> {
              next.send(0, 5 * 256);
              next.send(0, 5 * 256);
              next.send(tick, 5 * 256);
            });
    assertNoBetter(lie, honest());
  }

  @Test
  void inputsStampedInTheFutureAreNoGain() {
    for (int ahead : new int[] {1, 5, HZ}) {
      Runner runner = new Runner();
      Outcome lie = runner.run(tick -> runner.send(tick + ahead, 5 * 256));
      assertNoBetter(lie, honest());
      Runner both = new Runner();
      lie =
          both.run(
              tick -> {
                both.send(tick, 5 * 256);
                both.send(tick + ahead, 5 * 256);
              });
      assertNoBetter(lie, honest());
    }
  }

  @Test
  void inputsStampedInThePastAreNoGain() {
    for (int behind : new int[] {1, 5, HZ, 3 * HZ}) {
      Runner runner = new Runner();
      // Their views are old as their ticks are, and older.
      Outcome lie = runner.run(tick -> runner.send(Math.max(1, tick - behind), 5 * 256));
      assertNoBetter(lie, honest());
    }
  }

  @Test
  void aWarpedClockIsNoGain() {
    for (int percent : new int[] {50, 90, 110, 150, 200, 400}) {
      Runner runner = new Runner();
      int begin = runner.f.room.tick();
      int[] sent = {begin};
      Outcome lie =
          runner.run(
              tick -> {
                while (sent[0] - begin < (long) (tick - begin) * percent / 100) {
                  sent[0]++;
                  runner.send(sent[0], 5 * 256);
                }
              });
      assertNoBetter(lie, honest());
    }
  }

  @Test
  void aFalseRenderTickIsNoGain() {
    int[] lags = {1, 255, 10 * 256, 20 * 256, 100 * 256, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
    for (int lag : lags) {
      Runner runner = new Runner();
      Outcome lie = runner.run(tick -> runner.send(tick, lag));
      assertNoBetter(lie, honest());
      assertTrue(lie.farthestQ8() >= 256, "not before the newest send: " + lie);
    }
  }

  @Test
  void aFalseRenderTickHitsNobodyWhoIsGone() {
    assertEquals(1, hitsOfARunnerAgo(4, 4), "what the round trip explains is hit");
    for (int claimed = 0; claimed < 40; claimed++) {
      assertEquals(0, hitsOfARunnerAgo(9, claimed), "claimed " + claimed + " ticks");
    }
  }

  /** Bob has crossed the line of fire so many ticks ago when Ann shoots with a claimed view. */
  private static int hitsOfARunnerAgo(int ticksAgo, int claimedTicks) {
    ArenaFixture f =
        new ArenaFixture(
            TestRoom.of(new ArenaFactory()).rewindCapMs(CAP_MS).option("practice", "1"));
    TestPlayer[] p = f.join("ann", "bob");
    p[0].seat().latency(RTT_MS, RTT_MS, JITTER_MS);
    f.place(p[0], 800, LANE_Y);
    p[0].axis("aim", EAST).sendsInputs(false);
    f.place(p[1], 1_000, LANE_Y - 14 * (ticksAgo - 4) - 30);
    p[1].axis("move_y", 127);
    // Full speed within 3 ticks; then he leaves the line of fire 14 px a tick.
    while (f.field(p[1], ArenaSchema.Y) < LANE_Y * ArenaSchema.QUANTA_PER_PX) {
      f.room.step();
    }
    f.room.step(ticksAgo);
    p[0].press("rail");
    p[0].sendInput(f.room.tick() + 1, (claimedTicks + 1) * 256);
    f.room.step();
    return p[0].events("hit").size();
  }

  @Test
  void jumpingPressCountersShootNoMore() {
    Runner runner = new Runner();
    Outcome lie =
        runner.run(
            tick -> {
              for (int i = 0; i < 50; i++) {
                runner.player.press("fire").press("rail");
              }
              runner.send(tick, 5 * 256);
            });
    assertNoBetter(lie, honest());
  }

  /** Any mixture of lies, at random. */
  @Test
  void whateverIsSentTheBoundsHold() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom seeds = new SplittableRandom(seed);
    Outcome truth = honest();
    for (int run = 0; run < 40; run++) {
      SplittableRandom random = seeds.split();
      Runner runner = new Runner();
      Outcome lie =
          runner.run(
              tick -> {
                for (int n = random.nextInt(5); n > 0; n--) {
                  int stamp = random.nextInt(4) == 0 ? 0 : tick + random.nextInt(-40, 40);
                  int lagQ8 = random.nextInt() >>> random.nextInt(32);
                  runner.send(Math.max(0, stamp), lagQ8);
                }
              });
      assertNoBetter(lie, truth);
    }
  }
}
