package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import org.junit.jupiter.api.Test;

class WorldInvariantsTest {
  private final HandMadeWorld hand = HandMadeWorld.arena(1).own(1).put(1, "player", "hp", 100);
  private final WorldInvariants invariants = new WorldInvariants(2, false);

  private String apply(ServerFrame.Builder frame) {
    ServerFrame built = frame.build();
    hand.world().apply(built);
    return invariants.check(built, hand.world());
  }

  private static ServerFrame.Builder frame(int tick) {
    return ServerFrame.newBuilder().setTick(tick);
  }

  private static Event.Builder spawn(int tick) {
    return Event.newBuilder().setTick(tick).setType(4).addArgs(1);
  }

  @Test
  void aFrameMayBeSilentForFourSendsAndNoLonger() {
    assertNull(apply(hand.frame(100)));
    assertNull(invariants.check(delta(102, 1), applied(102)));
    assertNull(apply(frame(110)));
    String wrong = apply(frame(119));
    assertTrue(wrong != null && wrong.contains("silent"), wrong);
  }

  @Test
  void aRoomThatRelievedItselfBeforeTheJoinMayBeSilentForTwiceAsLong() {
    assertNull(apply(hand.frame(100)));
    assertNull(apply(frame(116)));
    assertNotNull(apply(frame(134)));
  }

  private static ServerFrame delta(int tick, int spanLog2) {
    return frame(tick).addCells(CellSlice.newBuilder().setCell(1).setSpanLog2(spanLog2)).build();
  }

  @Test
  void aResetMayComeAfterAnyTime() {
    assertNull(apply(hand.frame(100)));
    assertNull(apply(hand.frame(1000)));
  }

  @Test
  void aLongerSendIntervalAllowsALongerSilence() {
    assertNull(apply(hand.frame(104)));
    assertNull(invariants.check(delta(112, 3), applied(112)));
    assertNull(invariants.check(frame(144).build(), applied(144)));
    assertNotNull(invariants.check(frame(184).build(), applied(184)));
  }

  /** A world of that tick; what the frame before did to it is of no interest. */
  private dev.backbeat.codec.ClientWorld applied(int tick) {
    hand.world().apply(hand.frame(tick).build());
    return hand.world();
  }

  @Test
  void theOwnEntityMustBeSeen() {
    assertNull(apply(hand.frame(100)));
    assertNotNull(apply(frame(101).setOwnEntity(77)));
    assertNull(apply(frame(102).setOwnEntity(-1)), "none at all is no contradiction");
    WorldInvariants watcher = new WorldInvariants(2, true);
    hand.world().apply(frame(103).setOwnEntity(77).build());
    assertNull(watcher.check(frame(103).build(), hand.world()));
  }

  @Test
  void eventsBelongToTheFramesTime() {
    assertNull(apply(hand.frame(100)));
    assertNull(apply(frame(102).addEvents(spawn(101)).addEvents(spawn(102))));
    assertNotNull(apply(frame(104).addEvents(spawn(50))));
    assertNull(apply(hand.frame(500).addEvents(spawn(50))), "queued while the client was slow");
  }

  @Test
  void ticksDoNotGoBackwards() {
    assertNull(apply(hand.frame(100)));
    assertNotNull(invariants.check(frame(99).build(), hand.world()));
  }
}
