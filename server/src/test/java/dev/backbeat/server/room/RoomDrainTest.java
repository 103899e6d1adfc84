package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Drain;
import dev.backbeat.v1.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a room comes to its end when the server stops. At 20 Hz. */
class RoomDrainTest {
  private static final int HZ = 20;

  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final TestRoom room = TestRoom.of(factory).tickHz(HZ).maxLogInts(100_000).start();

  private TestPlayer joined(String name) {
    TestPlayer player = room.join(name);
    room.step(2);
    return player;
  }

  private static List<Drain> told(TestPlayer player) {
    return player.frames().stream()
        .filter(ServerFrame::hasDrain)
        .map(ServerFrame::getDrain)
        .toList();
  }

  @Test
  void everybodyIsToldAndItEndsAtTheTickThatWasNamed() {
    TestPlayer ann = joined("ann");
    TestPlayer eve = room.watch("eve");
    room.step(2);
    int before = room.tick();
    RoomDrain.Tally tally = room.drain(5 * HZ);
    room.step();
    Drain first = told(ann).get(0);
    assertEquals(5_000, first.getRemainingMs());
    assertEquals(before + 1 + 5 * HZ, first.getEndTick());
    assertEquals("the server is about to stop", first.getMessage());
    assertEquals(List.of(first), told(eve));
    assertEquals(
        "the server is about to stop (in 5 s)",
        ann.notices().get(ann.notices().size() - 1).getText());
    assertTrue(factory.game.calls.contains("drain " + 5 * HZ), factory.game.calls.toString());
    assertEquals(2, tally.told());

    room.step(5 * HZ - 1);
    assertFalse(room.over());
    assertEquals(
        List.of(5_000, 3_000, 2_000, 1_000),
        told(ann).stream().map(Drain::getRemainingMs).toList());
    room.step();
    assertTrue(room.over());
    assertEquals(first.getEndTick(), room.tick());
    CloseReason reason =
        CloseReason.goodbye(CloseCode.GOING_AWAY, "the server is about to stop", 500, 1_000);
    assertEquals(reason, ann.closed());
    assertEquals(reason, eve.closed());
    assertEquals(1, tally.closed());
    assertEquals(0, tally.ended());
    assertEquals(2, tally.told(), "who is told again is not counted again");
  }

  @Test
  void theEarlierDeadlineCounts() {
    TestPlayer ann = joined("ann");
    room.drain(10 * HZ);
    room.step();
    room.drain(20 * HZ);
    room.step();
    assertEquals(List.of("drain " + 10 * HZ), drains());
    room.drain(7);
    room.step();
    assertEquals(List.of("drain " + 10 * HZ, "drain 7"), drains());
    assertEquals(350, told(ann).get(told(ann).size() - 1).getRemainingMs());
    room.step(7);
    assertTrue(room.over());
  }

  private List<String> drains() {
    return factory.game.calls.stream().filter(c -> c.startsWith("drain")).toList();
  }

  @Test
  void whoComesBackLearnsOfItWithTheFirstFrame() {
    TestPlayer ann = joined("ann");
    RoomDrain.Tally tally = room.drain(10 * HZ);
    room.step(HZ);
    ann.detach();
    room.step(HZ);
    int before = ann.frames().size();
    ann.attach();
    room.step(2);
    ServerFrame first = ann.frames().get(before);
    assertTrue(first.getReset());
    int left = first.getDrain().getEndTick() - first.getTick();
    assertEquals(left * 1_000 / HZ, first.getDrain().getRemainingMs());
    assertEquals(1, tally.told());
  }

  @Test
  void anEmptyRoomEndsOnceNobodyNewCanCome() {
    RoomDrain.Tally tally = room.drain(100 * HZ);
    room.step(HZ);
    assertFalse(room.over(), "somebody may still come");
    room.door(RoomDrain.Door.RESUMES);
    room.step();
    assertTrue(room.over());
    assertEquals(1, tally.ended());
    assertEquals(0, tally.closed());
  }

  @Test
  void whoMayComeBackKeepsTheRoomAndWhoMayNotDoesNot() {
    TestPlayer ann = joined("ann");
    room.drain(100 * HZ);
    ann.detach();
    room.door(RoomDrain.Door.RESUMES);
    room.step(HZ);
    assertFalse(room.over());
    room.door(RoomDrain.Door.SHUT);
    room.step();
    assertTrue(room.over());
  }

  @Test
  void aGameThatEndsItsRoomSendsItsPlayersOnInsteadOfHome() {
    factory.onDrain =
        (game, ticksLeft) -> game.ctx.schedule(3, () -> game.ctx.closeRoom("well played"));
    TestPlayer ann = joined("ann");
    RoomDrain.Tally tally = room.drain(100 * HZ);
    room.step(3);
    assertNull(ann.closed());
    room.step();
    assertTrue(room.over());
    assertEquals(CloseCode.GOING_AWAY, ann.closed().closeCode());
    assertEquals("well played", ann.closed().message());
    assertEquals(500, ann.closed().retryAfterMs());
    assertEquals(1, tally.ended());
  }

  @Test
  void aReplayGetsTheDrainToo() {
    factory.onDrain =
        (game, ticksLeft) -> game.ctx.players().forEach(p -> move(game, p.entity(), ticksLeft));
    joined("ann").axis(0, 3);
    room.step(10);
    room.drain(3 * HZ);
    room.step(HZ);
    room.drain(5);
    room.step(5);
    int ticks = room.log().ticks();
    assertTrue(ticks > HZ);
    assertEquals(ticks, room.replay().verify());
    assertEquals(List.of("drain " + 3 * HZ, "drain 5"), drains());
  }

  private static void move(ProbeGame game, int entity, int by) {
    var dots = game.ctx.world().table("dot");
    int row = dots.rowOf(entity);
    dots.set(row, ProbeGame.X, dots.get(row, ProbeGame.X) + by);
  }
}
