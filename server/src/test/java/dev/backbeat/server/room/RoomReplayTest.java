package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A room's log, run again, gives the same world at every tick. */
class RoomReplayTest {
  private static final int TICKS = 2_000;

  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final List<Runnable> work = new ArrayList<>();
  private int workRuns;

  /** Everything that can reach a room, at random: comings, goings, losses, calls, kicks. */
  private TestRoom playedRoom(long seed, int maxLogInts) {
    factory.onTick =
        (g, tick) -> {
          if (tick % 50 == 7) {
            g.ctx.async(
                () -> {
                  workRuns++;
                  if (tick % 100 == 7) {
                    throw new IllegalStateException("failed in tick " + tick);
                  }
                  return new byte[] {tick.byteValue()};
                },
                (result, error) -> {
                  int noise = result != null ? result[0] : error.length();
                  for (var p : g.ctx.players()) {
                    g.ctx
                        .world()
                        .table(0)
                        .set(g.ctx.world().table(0).rowOf(p.entity()), ProbeGame.SHOTS, noise);
                  }
                });
          }
          if (tick % 333 == 0 && !g.ctx.players().isEmpty()) {
            g.ctx.players().get(0).kick("your turn");
          }
          for (var p : g.ctx.players()) {
            if (p.away()) { // The game sees who is away: it must be in the log.
              g.ctx
                  .world()
                  .table(0)
                  .set(g.ctx.world().table(0).rowOf(p.entity()), ProbeGame.NOISE, -tick);
            }
          }
        };
    TestRoom room =
        TestRoom.of(factory)
            .seed(seed)
            .resumeGraceMs(500)
            .worker(work::add)
            .maxLogInts(maxLogInts)
            .start();
    Random random = new Random(seed);
    List<TestPlayer> players = new ArrayList<>();
    for (int t = 0; t < TICKS; t++) {
      if (room.info().players() < 4 && random.nextInt(10) == 0) {
        players.add(room.join("p" + t));
      }
      players.removeIf(p -> !p.seat().open());
      for (TestPlayer p : players) {
        p.axis(0, random.nextInt(201) - 100).sendsInputs(random.nextInt(5) > 0);
        switch (random.nextInt(60)) {
          case 0, 1, 2 -> p.press(0);
          case 3 -> p.detach();
          case 4, 5 -> p.attach();
          case 6 -> p.leave();
          default -> {}
        }
      }
      if (random.nextInt(7) == 0) {
        work.forEach(Runnable::run);
        work.clear();
      }
      room.step();
    }
    return room;
  }

  @Test
  void theSameHashAtEveryTick() {
    long seed = 20_260_101;
    System.out.println("seed " + seed);
    TestRoom room = playedRoom(seed, 16_000_000);
    assertTrue(factory.game.calls.size() > 40, "there was some coming and going");
    int runs = workRuns;
    assertTrue(runs > 20);
    RoomReplay replay = room.replay();
    assertEquals(TICKS, replay.verify());
    assertEquals(room.hash(), replay.hash());
    assertEquals(runs, workRuns, "a replay does not run the work again");
  }

  @Test
  void theSameScriptTwiceGivesTheSameHashAndAnotherSeedAnother() {
    assertEquals(playedRoom(5, 1000).hash(), playedRoom(5, 1000).hash());
    assertNotEquals(playedRoom(5, 1000).hash(), playedRoom(6, 1000).hash());
  }

  @Test
  void aDifferenceIsFoundAtItsTick() {
    TestRoom room = TestRoom.of(factory).start();
    room.join("bob").axis(0, 5);
    room.step(100);
    factory.onTick =
        (g, tick) -> {
          if (tick == 60) { // A game that is not deterministic.
            g.ctx.world().table(0).set(0, ProbeGame.X, 1);
          }
        };
    RoomReplay replay = room.replay();
    String message = assertThrows(IllegalStateException.class, replay::verify).getMessage();
    assertTrue(message.startsWith("tick 60:"), message);
  }

  @Test
  void whoAPlayerIsAndMayIsReplayed() {
    factory.onTick =
        (g, tick) -> {
          for (var p : g.ctx.players()) { // A game that knows its guests.
            int worth = 100 * p.roles().size() + p.id().length() + p.roles().indexOf("admin");
            g.ctx
                .world()
                .table(0)
                .set(g.ctx.world().table(0).rowOf(p.entity()), ProbeGame.NOISE, worth);
          }
        };
    TestRoom room = TestRoom.of(factory).start();
    room.join("ann", "ann-77", "beta", "admin");
    room.join("bob");
    room.step(20);
    assertEquals(20, room.replay().verify());
    TestRoom others = TestRoom.of(factory).start();
    others.join("ann", "ann-77", "beta");
    others.join("bob");
    others.step(20);
    assertNotEquals(room.hash(), others.hash(), "the roles were seen");
  }

  @Test
  void aFullLogKeepsTheTicksThatItHas() {
    TestRoom room = playedRoom(3, 5_000);
    assertTrue(room.log().full());
    int ticks = room.log().ticks();
    assertTrue(ticks > 50 && ticks < TICKS, "holds " + ticks);
    assertEquals(ticks, room.replay().verify());
  }

  @Test
  void nothingIsRecordedUnlessWanted() {
    TestRoom room = TestRoom.of(factory).maxLogInts(0).start();
    room.join("bob");
    room.step(3);
    assertEquals(0, room.log().ticks());
    assertFalse(room.replay().step());
  }

  @Test
  void aLogIsOfOneGame() {
    TestRoom room = TestRoom.of(factory).start();
    assertThrows(
        IllegalArgumentException.class,
        () -> new RoomReplay(new ProbeGame.Factory("other"), room.log()));
  }
}
