package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.game.Interest;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Clients and loops that fall behind: nothing wrong, nothing unbounded, nobody else harmed. */
class SlowClientTest {
  private final Fixture room = new Fixture();

  private void turn() {
    for (int row = 0; row < room.bodies.rows(); row++) {
      room.bodies.set(row, Fixture.AIM, room.bodies.get(row, Fixture.AIM) + 1 & 255);
    }
  }

  @Test
  void aClientThatTakesNothingGetsNothingThenAReset() {
    room.spawn(1, 2, 0, 0);
    FakeOutlet slow = room.join(0);
    FakeOutlet fast = room.join(1);
    room.step();
    slow.take();
    fast.take();
    slow.writable(false);
    for (int i = 0; i < 10; i++) {
      turn();
      room.replicator.emitToAll(0, new int[] {i});
      room.replicator.chat(1, "p1", "line " + i);
      room.replicator.privateField(0, 0, 100 + i);
      room.step();
    }
    assertTrue(slow.take().isEmpty());
    assertEquals(10, fast.take().size(), "others are not harmed");
    assertEquals(10, room.counts.skipped);
    slow.writable(true);
    turn();
    room.step(); // asks
    assertTrue(slow.take().isEmpty());
    turn();
    room.step(); // gets
    ServerFrame reset = slow.take().get(0);
    assertTrue(reset.getReset());
    assertFalse(reset.hasWelcome(), "it is welcome already");
    assertTrue(reset.getRoster().getFull());
    assertTrue(reset.getCells(0).getKeyframe());
    assertEquals(List.of(109, 0), reset.getPrivateValuesList());
    assertEquals(10, reset.getEventsCount());
    assertEquals(0, reset.getEventsLost());
    assertEquals("line 0", reset.getChats(0).getText());
    assertEquals(10, reset.getChatsCount());
    assertEquals(1, room.counts.repairs);
    turn();
    room.step();
    assertFalse(slow.take().get(0).getReset(), "one reset is enough");
  }

  @Test
  void missingAFrameOfEventsAloneNeedsNoReset() {
    FakeOutlet outlet = room.join(0);
    room.step();
    outlet.take();
    outlet.writable(false);
    room.replicator.emitToAll(0, new int[] {1});
    room.replicator.privateField(0, 0, 3);
    room.step();
    outlet.writable(true);
    room.step();
    ServerFrame frame = outlet.take().get(0);
    assertFalse(frame.getReset());
    assertEquals(1, frame.getEvents(0).getArgs(0));
    assertEquals(List.of(3), frame.getPrivateValuesList());
  }

  @Test
  void whatWasHeldBackFollowsWhenNothingElseIsUnderWay() {
    room.spawn(1, 2, 0, 0);
    FakeOutlet outlet = room.join(0);
    room.step();
    outlet.take();
    outlet.writable(false);
    room.replicator.emitToAll(0, new int[] {1});
    room.step();
    outlet.writable(true);
    outlet.drained(false);
    turn();
    room.replicator.emitToAll(0, new int[] {2});
    room.step();
    room.steps(10);
    assertTrue(outlet.take().isEmpty(), "one frame is still under way");
    outlet.drained(true);
    room.steps(2);
    ServerFrame frame = outlet.take().get(0);
    assertTrue(frame.getReset(), "it missed a turn");
    assertEquals(2, frame.getEventsCount());
  }

  @Test
  void aClientThatKeepsFallingBehindIsNotResetAtEverySend() {
    room.spawn(1, 2, 0, 0);
    FakeOutlet outlet = room.join(0);
    room.step();
    outlet.take();
    int resets = 0;
    for (int i = 0; i < 120; i++) {
      outlet.writable(i % 3 != 0);
      turn();
      room.step();
      resets += (int) outlet.take().stream().filter(ServerFrame::getReset).count();
    }
    assertTrue(resets >= 15 && resets <= 24, resets + " resets in 120 sends");
  }

  @Test
  void theBacklogIsBoundedAndCountsWhatItLoses() {
    FakeOutlet outlet = room.join(0);
    room.step();
    outlet.take();
    outlet.writable(false);
    for (int i = 0; i < 5_000; i++) {
      room.replicator.emitToAll(0, new int[] {i});
      room.replicator.chat(1, "p1", "x".repeat(200));
      room.step();
    }
    outlet.writable(true);
    room.steps(2);
    ServerFrame frame = outlet.take().get(0);
    assertTrue(frame.getEventsCount() > 100 && frame.getEventsCount() <= 256);
    assertEquals(5_000, frame.getEventsCount() + frame.getEventsLost());
    assertEquals(4_999, frame.getEvents(frame.getEventsCount() - 1).getArgs(0), "oldest dropped");
    assertTrue(frame.getChatsCount() > 10 && frame.getChatsCount() <= 32);
    assertTrue(outlet.lastBytes() < 40_000);
  }

  @Test
  void eventsBeyondTheRoomsLimitAreCounted() {
    FakeOutlet outlet = room.join(0);
    for (int i = 0; i < EventLog.MAX_EVENTS + 100; i++) {
      room.replicator.emitToAll(0, new int[] {i});
    }
    room.step();
    assertEquals(EventLog.MAX_EVENTS, outlet.last().getEventsCount());
    assertEquals(100, outlet.last().getEventsLost());
    room.replicator.emitToAll(0, new int[] {1});
    room.step();
    assertEquals(0, outlet.last().getEventsLost());
  }

  @Test
  void aLoopThatIsFarBehindMissesTicksAndItsClientsAreReset() {
    room.spawn(1, 2, 0, 0);
    SteppedLoop stuck = new SteppedLoop();
    FakeOutlet behind = room.join(0, new FakeOutlet(stuck));
    FakeOutlet fine = room.join(1);
    room.step();
    stuck.drain();
    behind.take();
    fine.take();
    for (int i = 0; i < 50; i++) {
      turn();
      room.replicator.emitToAll(0, new int[] {i});
      room.step();
    }
    assertEquals(50, fine.take().size());
    assertEquals(46, room.counts.overruns);
    assertEquals(1, stuck.queued(), "one task at most");
    assertTrue(room.replicator.pooledTicks() <= 9);
    FakeOutlet replacement = new FakeOutlet(stuck);
    room.replicator.addSeat(2, 3, "p3", false);
    room.replicator.outlet(2, replacement);
    turn();
    room.step();
    stuck.drain();
    assertEquals(4, behind.take().size(), "what was handed out before");
    turn();
    room.step();
    stuck.drain();
    ServerFrame reset = behind.take().get(0);
    assertTrue(reset.getReset());
    assertEquals(46, reset.getEventsLost());
    assertTrue(replacement.last().hasWelcome(), "commands wait, they are not lost");
  }

  @Test
  void aLoopIsGivenBackBetweenBatches() {
    Fixture big = new Fixture(1, 200, Interest.WHOLE_ROOM);
    List<FakeOutlet> outlets = new ArrayList<>();
    for (int seat = 0; seat < 200; seat++) {
      outlets.add(big.join(seat));
    }
    big.commit();
    big.commit();
    assertEquals(1, big.loop.queued(), "at most one task waits");
    List<Integer> served = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      big.loop.step();
      served.add((int) outlets.stream().filter(o -> !o.frames().isEmpty()).count());
    }
    assertEquals(List.of(64, 128, 192, 200), served);
    big.loop.drain();
    assertEquals(2, big.counts.tasks);
  }

  @Test
  void aFailingConnectionHarmsItselfAlone() {
    FakeOutlet broken =
        new FakeOutlet(room.loop) {
          @Override
          public boolean writable() {
            throw new IllegalStateException("broken on purpose");
          }
        };
    room.join(0, broken);
    FakeOutlet fine = room.join(1);
    room.steps(2);
    assertEquals(CloseCode.INTERNAL_ERROR, broken.closed().closeCode());
    assertEquals(1, fine.take().size());
    room.replicator.notice(false, "still here");
    room.step();
    assertEquals(1, fine.take().size());
  }

  @Test
  void aLoopThatWasShutDownHarmsNobody() {
    FakeOutlet gone =
        room.join(
            0,
            new FakeOutlet(
                task -> {
                  throw new RejectedExecutionException("shut down");
                }));
    FakeOutlet fine = room.join(1);
    for (int i = 0; i < 20; i++) {
      room.replicator.notice(false, "tick " + i);
      room.step();
    }
    assertEquals(20, fine.take().size());
    assertTrue(gone.take().isEmpty());
    assertTrue(room.replicator.pooledTicks() <= 3);
    room.replicator.removeSeat(0, Fixture.BYE);
    room.step();
  }

  @Test
  void detachedConnectionsGetNothingMore() {
    FakeOutlet first = room.join(0);
    room.step();
    room.replicator.outlet(0, null);
    room.replicator.notice(false, "for others");
    room.steps(10);
    assertEquals(1, first.take().size());
    FakeOutlet second = new FakeOutlet(new SteppedLoop());
    room.replicator.outlet(0, second);
    room.step();
    ((SteppedLoop) second.loop()).drain();
    assertTrue(second.last().hasWelcome() && second.last().getReset());
    assertEquals(1, second.welcomes());
  }

  @Test
  void closingTheRoomReachesEveryLoopEvenOneThatIsBehind() {
    SteppedLoop stuck = new SteppedLoop();
    FakeOutlet behind = room.join(0, new FakeOutlet(stuck));
    FakeOutlet fine = room.join(1);
    for (int i = 0; i < 10; i++) {
      room.replicator.notice(false, "tick " + i);
      room.step();
    }
    room.replicator.close(Fixture.BYE);
    room.replicator.close(Fixture.BYE);
    room.loop.drain();
    assertEquals(Fixture.BYE, fine.closed());
    stuck.drain();
    assertEquals(Fixture.BYE, behind.closed());
    room.step();
    assertEquals(10, fine.take().size(), "nothing after the close");
    assertEquals(4, behind.take().size(), "what was handed out before comes before the close");
  }
}
