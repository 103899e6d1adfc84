package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a game may ask of its room: timers, calls, matches, events, its end. */
class RoomFeaturesTest {
  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final List<String> seen = new ArrayList<>();

  @Test
  void timersRunByTickAndThenInTheOrderOfScheduling() {
    factory.onStart =
        g -> {
          g.ctx.schedule(5, () -> seen.add("b at " + g.ctx.tick()));
          g.ctx.schedule(2, () -> seen.add("a at " + g.ctx.tick()));
          g.ctx.schedule(5, () -> seen.add("c at " + g.ctx.tick()));
          long taken = g.ctx.schedule(5, () -> seen.add("never"));
          g.ctx.schedule(5, () -> g.ctx.schedule(1, () -> seen.add("d at " + g.ctx.tick())));
          g.ctx.cancel(taken);
          g.ctx.cancel(taken);
          assertThrows(IllegalArgumentException.class, () -> g.ctx.schedule(0, () -> {}));
        };
    factory.onTick = (g, tick) -> seen.add("tick " + tick);
    TestRoom room = TestRoom.of(factory).start();
    room.step(7);
    assertEquals(
        List.of(
            "tick 1", "a at 2", "tick 2", "tick 3", "tick 4", "b at 5", "c at 5", "tick 5",
            "d at 6", "tick 6", "tick 7"),
        seen);
  }

  @Test
  void timersAreBounded() {
    factory.onStart =
        g -> {
          for (int i = 0; i < Timers.MAX_TIMERS; i++) {
            g.ctx.schedule(10, () -> {});
          }
          assertThrows(IllegalStateException.class, () -> g.ctx.schedule(10, () -> {}));
        };
    TestRoom.of(factory).start().step(10);
    factory.onStart = g -> {};
  }

  @Test
  void asyncResultsComeBackAtTheStartOfALaterTick() {
    List<Runnable> work = new ArrayList<>();
    factory.onTick =
        (g, tick) -> {
          seen.add("tick " + tick);
          if (tick == 1) {
            g.ctx.async(() -> "42".getBytes(StandardCharsets.UTF_8), this::result);
            g.ctx.async(
                () -> {
                  throw new IllegalStateException("no such user");
                },
                this::result);
            g.ctx.async(() -> new byte[Simulation.MAX_ASYNC_RESULT_BYTES + 1], this::result);
            g.ctx.async(() -> null, this::result);
          }
        };
    TestRoom room = TestRoom.of(factory).worker(work::add).start();
    room.step(2);
    assertEquals(4, work.size(), "handed out, not run by the room");
    work.forEach(Runnable::run);
    assertEquals(List.of("tick 1", "tick 2"), seen, "nothing happens between ticks");
    room.step();
    assertEquals(
        List.of(
            "tick 1",
            "tick 2",
            "42 null",
            "null no such user",
            "null the result is larger than 65536 bytes",
            "null null",
            "tick 3"),
        seen);
  }

  private void result(byte[] result, String error) {
    seen.add((result == null ? null : new String(result, StandardCharsets.UTF_8)) + " " + error);
  }

  @Test
  void atMost64CallsAreUnderWay() {
    List<Runnable> work = new ArrayList<>();
    Callable<byte[]> nothing = () -> new byte[0];
    factory.onTick =
        (g, tick) -> {
          if (tick == 1) {
            for (int i = 0; i < 65; i++) {
              g.ctx.async(nothing, (r, error) -> seen.add("" + error));
            }
          }
        };
    TestRoom room = TestRoom.of(factory).worker(work::add).start();
    room.step();
    assertEquals(64, work.size());
    assertEquals(List.of("the room has 64 calls under way"), seen, "the 65th is answered at once");
    work.forEach(Runnable::run);
    room.step();
    assertEquals(65, seen.size());
  }

  @Test
  void aWorkerThatRefusesIsAnErrorForTheGame() {
    factory.onTick =
        (g, tick) -> {
          if (tick == 1) {
            g.ctx.async(() -> new byte[0], this::result);
          }
        };
    TestRoom room =
        TestRoom.of(factory)
            .worker(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .start();
    room.step(2);
    assertEquals(List.of("null the server has too many calls under way"), seen);
  }

  @Test
  void theEndOfAMatchIsToldToPlayersAndListeners() {
    MatchResult result =
        new MatchResult("bob wins", List.of(new MatchResult.Standing(1, "bob", 9)));
    factory.onTick =
        (g, tick) -> {
          if (tick == 2) {
            g.ctx.endMatch(result);
          }
        };
    TestRoom room = TestRoom.of(factory).start();
    TestPlayer bob = room.join("bob");
    room.step(3);
    assertEquals(List.of(result), room.matches());
    assertEquals("bob wins", bob.notices().get(0).getText());
  }

  @Test
  void eventsReachThoseTheyAreMeantFor() {
    factory.onTick =
        (g, tick) -> {
          if (tick == 2) {
            g.ctx.emitToAll(0, new int[] {11}, "to all");
            g.ctx.emitTo(g.player(2), 0, new int[] {22}, "to eve");
            g.ctx.announce("read this");
          }
        };
    TestRoom room = TestRoom.of(factory).start();
    TestPlayer bob = room.join("bob");
    TestPlayer eve = room.join("eve");
    room.step(3);
    assertEquals(1, bob.events().size());
    assertEquals(11, bob.events().get(0).getArgs(0));
    assertEquals("to all", bob.events().get(0).getTexts(0));
    assertEquals(2, bob.events().get(0).getTick());
    assertEquals(2, eve.events().size());
    assertEquals("read this", eve.notices().get(0).getText());
  }

  @Test
  void mistakesOfTheAuthorSayWhatIsWrong() {
    factory.onTick =
        (g, tick) -> {
          var bob = g.player(1);
          assertSays("bang has 1 args, not 2", () -> g.ctx.emitToAll(0, new int[2]));
          assertSays("audience 0..0, is 1", () -> bob.audience(1));
          assertThrows(IndexOutOfBoundsException.class, () -> bob.setPrivate(3, 1));
          assertThrows(UnsupportedOperationException.class, () -> g.ctx.players().clear());
          seen.add("checked");
        };
    TestRoom room = TestRoom.of(factory).start();
    room.join("bob");
    room.step();
    assertEquals(List.of("checked"), seen);
  }

  private static void assertSays(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void aGameEndsItsRoomAfterTheTick() {
    factory.onTick =
        (g, tick) -> {
          if (tick == 3) {
            g.ctx.closeRoom("good game");
            g.ctx.announce("thank you");
          }
        };
    TestRoom room = TestRoom.of(factory).start();
    TestPlayer bob = room.join("bob");
    room.step(3);
    assertTrue(room.over());
    assertEquals("good game", bob.closed().message());
    assertEquals("thank you", bob.notices().get(0).getText(), "the tick itself is delivered");
    assertEquals(3, bob.world().tick());
    room.step();
    assertEquals(3, room.tick(), "there is no other");
  }

  @Test
  void watchersSeeTheGameAndTheGameDoesNotSeeThem() {
    TestRoom room = TestRoom.of(factory).start();
    TestPlayer eve = room.watch("eve");
    room.step();
    TestPlayer bob = room.join("bob").axis("move", 2);
    room.step(5);
    assertEquals(List.of("join 2 bob"), factory.game.calls);
    assertEquals(1, factory.game.ctx.players().size());
    assertEquals(1, eve.world().entities().size());
    assertEquals(-1, eve.world().ownEntity());
    assertEquals(10, eve.world().get(bob.world().ownEntity()).field(ProbeGame.X));
    assertTrue(bob.roster().get(1).getWatcher());
    room.watch("second");
    assertThrows(IllegalStateException.class, () -> room.watch("third"));
    room.join("player seats are others");
    assertEquals(2, room.info().watchers());
    eve.leave();
    room.step();
    assertEquals(1, room.info().watchers());
    assertEquals(2, factory.game.calls.size());
    assertNull(bob.roster().get(1));
  }

  @Test
  void aWatchersAbsenceIsOfTheSameKind() {
    TestRoom room = TestRoom.of(factory).resumeGraceMs(500).start();
    TestPlayer eve = room.watch("eve");
    room.step();
    eve.detach();
    room.step(5);
    eve.attach();
    room.step(20);
    assertTrue(eve.seat().open());
    assertEquals(2, eve.welcomes());
    eve.detach();
    room.step(11);
    assertFalse(eve.seat().open());
    assertEquals(0, room.info().watchers());
  }
}
