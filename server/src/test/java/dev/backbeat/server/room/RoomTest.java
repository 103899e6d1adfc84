package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Chat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Joining, playing, losing the connection, coming back, leaving; a whole room without sockets. */
class RoomTest {
  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final TestRoom room = TestRoom.of(factory).resumeGraceMs(1_000).start();

  private int serverX(TestPlayer player) {
    Player p = factory.game.player(player.number());
    return factory.game.field(p, ProbeGame.X);
  }

  @Test
  void joinsPlaysAndSeesWhatTheServerSimulates() {
    TestPlayer bob = room.join("bob").axis("move", 7);
    TestPlayer eve = room.join("eve").axis("move", -3);
    room.step(10);
    assertEquals(List.of("join 1 bob", "join 2 eve"), factory.game.calls);
    assertEquals(1, bob.welcomes());
    assertTrue(bob.frames().get(0).getReset(), "the first frame is a reset");
    assertEquals(70, serverX(bob), "one input per tick, from the very first");
    assertEquals(70, bob.world().own().field(ProbeGame.X));
    assertEquals(10, bob.world().tick());
    assertEquals(2, bob.world().entities().size());
    assertEquals(-30, bob.world().get(eve.world().ownEntity()).field(ProbeGame.X));
    assertEquals(10, bob.world().inputTick());
  }

  @Test
  void pressesBecomeEventsAndScores() {
    TestPlayer bob = room.join("bob");
    TestPlayer eve = room.join("eve");
    room.step();
    bob.press("fire").press("fire");
    room.step(3);
    assertEquals(1, eve.events("bang").size(), "held inputs repeat nothing");
    assertEquals(bob.number(), eve.events("bang").get(0).getArgs(0));
    bob.seat().latency(31, 30, 2);
    room.step(40);
    int at = eve.scoreboard().getPlayersList().indexOf(bob.number());
    assertEquals(2, eve.scoreboard().getScores(at));
    assertEquals(31, eve.scoreboard().getRttMs(at));
    assertEquals(30, bob.scoreboard().getOwnRttMinMs());
    assertEquals(2, bob.scoreboard().getOwnJitterMs());
  }

  @Test
  void everybodyKnowsWhoIsThere() {
    TestPlayer bob = room.join("bob");
    room.step();
    TestPlayer eve = room.join("eve");
    room.step();
    assertEquals("eve", bob.roster().get(2).getName());
    assertEquals("bob", eve.roster().get(1).getName());
    eve.leave();
    room.step();
    assertEquals(1, bob.roster().size());
    assertEquals(CloseCode.NORMAL, eve.closed().closeCode());
    assertFalse(eve.seat().open());
    assertEquals(1, room.info().players());
    assertEquals("leave 2", factory.game.calls.get(2));
    assertEquals(1, bob.world().entities().size());
  }

  @Test
  void numbersAreNeverUsedAgainButSeatsAre() {
    for (int i = 1; i <= 20; i++) {
      TestPlayer p = room.join("p" + i);
      assertEquals(i, p.number());
      room.step();
      p.leave();
      room.step();
    }
    assertEquals(0, room.info().players());
    for (int i = 0; i < 4; i++) {
      room.join("q" + i);
    }
    assertThrows(IllegalStateException.class, () -> room.join("one too many"));
    room.step();
    assertEquals(4, room.info().players());
  }

  @Test
  void aLostConnectionKeepsEntityAndScoreUntilItIsBack() {
    TestPlayer bob = room.join("bob").axis("move", 5);
    TestPlayer eve = room.join("eve");
    room.step();
    bob.press("fire").press("fire").press("fire");
    room.step(2);
    int entity = bob.world().ownEntity();
    int x = serverX(bob);
    bob.detach();
    room.step(15);
    assertTrue(eve.roster().get(1).getAway());
    assertTrue(factory.game.player(1).away());
    assertEquals(x, serverX(bob), "inputs are neutral");
    assertTrue(bob.seat().open());
    bob.attach();
    bob.press("fire");
    room.step(2);
    assertEquals(2, bob.welcomes());
    assertEquals(entity, bob.world().ownEntity());
    assertEquals(x + 10, serverX(bob));
    assertEquals(4, factory.game.player(1).score(), "three from before, one from the new count");
    assertFalse(eve.roster().get(1).getAway());
    assertFalse(factory.game.player(1).away());
    assertEquals(List.of("join 1 bob", "join 2 eve"), factory.game.calls, "no new join");
  }

  @Test
  void whoDoesNotComeBackInTimeHasLeft() {
    TestPlayer bob = room.join("bob");
    room.step();
    bob.detach();
    room.step(20);
    assertEquals(1, room.info().players(), "kept for a second");
    room.step();
    assertEquals(0, room.info().players());
    assertFalse(bob.seat().open());
    assertEquals("leave 1", factory.game.calls.get(1));
    bob.attach();
    room.step();
    assertEquals(CloseCode.ROOM_CLOSED, bob.closed().closeCode(), "too late is told, not ignored");
  }

  @Test
  void resumingReplacesALiveConnectionWithoutBeingAway() {
    TestPlayer bob = room.join("bob").axis("move", 1);
    TestPlayer eve = room.join("eve");
    room.step(3);
    bob.attach();
    room.step(3);
    assertEquals(2, bob.welcomes());
    assertEquals(6, serverX(bob));
    assertFalse(eve.roster().get(1).getAway());
    assertTrue(eve.frames().stream().allMatch(f -> f.getRoster().getAwayCount() == 0));
  }

  @Test
  void losingAnOldConnectionAfterResumingChangesNothing() {
    TestPlayer bob = room.join("bob");
    room.step();
    Seat seat = bob.seat();
    seat.detach(new NowhereOutlet());
    room.step(40);
    assertTrue(seat.open());
    assertFalse(factory.game.player(1).away());
  }

  @Test
  void leavingBeforeTheFirstTickIsAJoinAndALeave() {
    TestPlayer bob = room.join("bob");
    bob.leave();
    room.step();
    assertEquals(List.of("join 1 bob", "leave 1"), factory.game.calls);
    assertEquals(0, room.info().players());
  }

  @Test
  void chatAndNoticesReachTheWholeRoom() {
    TestPlayer bob = room.join("bob");
    TestPlayer eve = room.watch("eve");
    room.step();
    bob.chat("hello");
    room.announce("maintenance at noon");
    room.step();
    Chat line = eve.chats().get(0);
    assertEquals("hello", line.getText());
    assertEquals("bob", line.getName());
    assertEquals(1, line.getPlayer());
    assertEquals("maintenance at noon", bob.notices().get(0).getText());
    assertEquals("maintenance at noon", eve.notices().get(0).getText());
  }

  @Test
  void aFloodOfChatIsBoundedAndTheTickGoesOn() {
    TestPlayer bob = room.join("bob").axis("move", 1);
    room.step();
    for (int i = 0; i < 100_000; i++) {
      bob.chat("spam " + i);
    }
    room.step(2);
    assertEquals(3, serverX(bob));
    assertTrue(bob.chats().size() <= 1024, "was " + bob.chats().size());
  }

  @Test
  void aKickedPlayerIsToldWhyAndIsGoneInTheSameTick() {
    TestPlayer bob = room.join("bob");
    TestPlayer eve = room.join("eve");
    factory.onTick =
        (g, tick) -> {
          if (tick == 3) {
            g.player(1).kick("cheating");
            g.player(1).kick("again");
          }
        };
    room.step(3);
    assertEquals(CloseReason.error(CloseCode.KICKED, "ERROR_KICKED", "cheating"), bob.closed());
    assertFalse(bob.seat().open());
    assertEquals(List.of("join 1 bob", "join 2 eve", "leave 1"), factory.game.calls);
    assertEquals(1, room.world().count());
    assertEquals(1, eve.world().entities().size());
    room.step();
    assertNull(eve.roster().get(1));
    assertEquals(1, room.info().players());
  }

  @Test
  void privateFieldsReachTheirPlayerAlone() {
    TestPlayer bob = room.join("bob");
    TestPlayer eve = room.join("eve");
    factory.onTick = (g, tick) -> g.player(1).setPrivate(0, 40 + tick);
    room.step(2);
    assertEquals(42, bob.world().privateField(0));
    assertEquals(0, eve.world().privateField(0));
    bob.detach();
    room.step();
    bob.attach();
    factory.onTick = (g, tick) -> {};
    room.step();
    assertEquals(43, bob.world().privateField(0), "complete after a resume");
  }

  @Test
  void anEmptyRoomExpires() {
    TestRoom brief = TestRoom.of(factory).emptyExpirySeconds(2).start();
    TestPlayer bob = brief.join("bob");
    brief.step(100);
    assertFalse(brief.over(), "somebody is there");
    bob.leave();
    brief.step(40);
    assertFalse(brief.over());
    brief.step(2);
    assertTrue(brief.over());
    assertEquals("stop", factory.game.calls.get(2));
    assertThrows(IllegalStateException.class, () -> brief.join("late"));
  }

  @Test
  void closingTellsThePlayersFirst() {
    TestPlayer bob = room.join("bob");
    room.step();
    room.close("the server moves");
    room.step();
    assertEquals("the server moves", bob.notices().get(0).getText());
    assertEquals("ERROR_ROOM_CLOSED", bob.closed().errorCode());
    assertTrue(room.over());
    assertFalse(bob.seat().open());
  }

  @Test
  void closingWaitsForTheNextSendTick() {
    TestRoom slow = TestRoom.of(factory).spanTicks(4).start();
    TestPlayer bob = slow.join("bob");
    slow.step(4);
    slow.close("bye");
    slow.step(3);
    assertFalse(slow.over());
    slow.step();
    assertTrue(slow.over());
    assertEquals("bye", bob.notices().get(0).getText());
    assertNotNull(bob.closed());
  }

  @Test
  void whoJoinsARoomThatEndsBeforeItsNextTickIsToldSo() {
    factory.onTick =
        (g, tick) -> {
          if (tick == 2) {
            g.ctx.closeRoom("all done");
          }
        };
    TestPlayer bob = room.join("bob");
    room.step();
    TestPlayer late = room.join("late");
    late.detach();
    late.attach();
    room.step();
    assertEquals("all done", bob.closed().message());
    assertEquals("all done", late.closed().message());
    assertFalse(late.seat().open());
  }

  @Test
  void connectionsThatComeWhileTheRoomEndsAreToldSo() {
    TestPlayer bob = room.join("bob");
    room.step();
    TestPlayer[] late = new TestPlayer[1];
    factory.onTick =
        (g, tick) -> { // After the tick has looked at its seats.
          bob.attach();
          late[0] = room.join("late");
          g.ctx.closeRoom("all done");
        };
    room.step();
    assertEquals("all done", bob.closed().message());
    assertEquals("all done", late[0].closed().message());
    assertFalse(late[0].seat().open());
    assertEquals(List.of("join 1 bob", "stop"), factory.game.calls);
  }

  @Test
  void whoLeavesAndComesBackAtOnceHasLeft() {
    TestPlayer bob = room.join("bob");
    room.step();
    bob.leave();
    bob.attach();
    room.step();
    assertEquals(CloseCode.NORMAL, bob.closed().closeCode(), "the new connection is told");
    assertEquals(0, room.info().players());
  }

  @Test
  void aGameThatThrowsClosesItsOwnRoomOnly() {
    ProbeGame.Factory other = new ProbeGame.Factory("other");
    TestRoom healthy = TestRoom.of(other).start();
    TestPlayer eve = healthy.join("eve");
    TestPlayer bob = room.join("bob");
    factory.onTick =
        (g, tick) -> {
          throw new IllegalStateException("broken game");
        };
    IllegalStateException thrown = assertThrows(IllegalStateException.class, room::step);
    assertEquals("broken game", thrown.getCause().getMessage());
    assertTrue(room.over());
    assertEquals("ERROR_ROOM_CLOSED", bob.closed().errorCode());
    assertTrue(factory.game.calls.contains("stop"));
    healthy.step(5);
    assertNull(eve.closed());
    assertEquals(5, eve.world().tick());
  }

  @Test
  void clientsKnowWhereTheSimulationIs() {
    TestPlayer bob = room.join("bob");
    assertEquals(0, bob.seat().serverTickQ8(5_000_000_000L));
    room.step(4);
    assertEquals(4, bob.seat().tick());
    assertEquals(4 * 256, bob.seat().serverTickQ8(4 * 50_000_000L));
    assertEquals(4 * 256 + 128, bob.seat().serverTickQ8(4 * 50_000_000L + 25_000_000));
    assertNotEquals(0, bob.seat().room().options().tickHz());
  }

  @Test
  void aGatewayLoopThatIsGoneIsNoFailureOfTheRoom() {
    Outlet gone =
        new NowhereOutlet() {
          @Override
          public Executor loop() {
            return task -> {
              throw new RejectedExecutionException("shut down");
            };
          }
        };
    TestPlayer bob = room.join("bob");
    room.step();
    bob.seat().attach(gone);
    bob.leave();
    room.step();
    assertFalse(bob.seat().open());
    TestPlayer eve = room.join("eve");
    room.step();
    assertTrue(eve.seat().open(), "the room goes on");
  }
}
