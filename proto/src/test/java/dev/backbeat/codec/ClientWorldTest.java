package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single rules of applying a frame, each where a random world would rarely or never show it. */
class ClientWorldTest implements ClientWorldListener {
  private static final int BODY = 0;
  private static final int SPINNER = 1;

  private final List<String> log = new ArrayList<>();
  private final ClientWorld world = new ClientWorld(ReferenceRoom.SCHEMA, this);

  @Test
  void silentCellsMoveOnWhateverTheirSpanAndTurnRound() {
    reset(8, cell(1, 2, true, bodies(5, 100, 0, 3, -1)), cell(2, 0, true, spinner(6, 7, 1020)));
    ClientEntity body = world.get(5);
    apply(frame(9));
    assertEquals(100 + 3, body.x());
    assertEquals((1020 + 7) % 1024, world.get(6).field(1));
    apply(frame(13));
    assertEquals(100 + 5 * 3, body.x());
    assertEquals(-5, body.y());
    assertEquals((1020 + 5 * 7) % 1024, world.get(6).field(1));
    apply(frame(16));
    assertEquals(100 + 8 * 3, body.x());
  }

  @Test
  void aDeltaMovesByTheOldVelocityToItsBaseAndByTheNewOneFromThere() {
    reset(8, cell(1, 0, true, bodies(5, 100, 0, 3, 0)));
    KindSlice.Builder faster =
        KindSlice.newBuilder()
            .addAllChanged(List.of(0, 0b101))
            .addAllResiduals(List.of(1, 10)); // x off by 1, vx 3 -> 13
    apply(frame(12).addCells(cell(1, 1, false, faster)));
    assertEquals(100 + 2 * 3 + 2 * 13 + 1, world.get(5).x());
    assertEquals(13, world.get(5).field(2));
  }

  @Test
  void whatWasMovedOnInSilenceIsTakenBackForASliceOfALongerSpan() {
    reset(8, cell(1, 0, true, bodies(5, 100, 0, 3, 0)), cell(2, 0, true));
    apply(frame(13));
    assertEquals(100 + 5 * 3, world.get(5).x());
    KindSlice.Builder faster =
        KindSlice.newBuilder().addAllChanged(List.of(0, 0b101)).addAllResiduals(List.of(1, 10));
    apply(frame(16).addCells(cell(1, 3, false, faster)));
    assertEquals(100 + 8 * 13 + 1, world.get(5).x(), "as of tick 8, then 8 ticks of the new one");
    apply(frame(17));
    assertEquals(100 + 9 * 13 + 1, world.get(5).x());
  }

  @Test
  void aDeltaDoesNotReachBackBehindTheLastSlice() {
    reset(8, cell(1, 0, true, bodies(5, 100, 0, 3, 0)));
    apply(frame(12).addCells(cell(1, 0, false)));
    assertThrows(InvariantViolation.class, () -> apply(frame(16).addCells(cell(1, 3, false))));
  }

  @Test
  void whoGoesToAndFroWhileACellIsBehindMovesAtHisOwnSpeed() {
    reset(8, cell(1, 0, true, bodies(5, 100, 0, 3, 0)), cell(2, 0, true));
    apply(frame(9).addCells(cell(1, 0, false, left(2))));
    apply(frame(10).addCells(cell(1, 0, false, bodies(5, 106, 0, 3, 0))));
    apply(frame(11).addCells(cell(1, 0, false, left(2))));
    assertEquals(100 + 3 * 3, world.get(5).x());
    apply(frame(14));
    assertEquals(100 + 6 * 3, world.get(5).x());
    assertEquals(2, world.get(5).cell());
    apply(frame(16).addCells(cell(2, 3, false)));
    assertNull(world.get(5), "the cell's slice does not have him");
  }

  @Test
  void whoLeftASlowCellAndCameBackIsEnteredAnew() {
    reset(8, cell(1, 0, true, bodies(5, 100, 0, 3, 0)), cell(2, 0, true));
    ClientEntity body = world.get(5);
    apply(frame(9).addCells(cell(2, 0, false, bodies(5, 103, 0, 3, 0))));
    apply(frame(10).addCells(cell(2, 0, false, left(1))));
    assertEquals(100 + 2 * 3, body.x(), "in the old list and on its way: moved once");
    apply(frame(12));
    assertEquals(100 + 4 * 3, body.x());
    KindSlice.Builder back = left(1).addEntered(5);
    bodies(5, 500, 0, 0, 0).getValuesList().forEach(back::addValues);
    apply(frame(16).addCells(cell(1, 3, false, back)));
    assertSame(body, world.get(5));
    assertEquals(500, body.x());
  }

  @Test
  void anEmptySliceTellsTheNewSpan() {
    reset(8, cell(1, 1, true, bodies(5, 100, 0, 3, 0)));
    apply(frame(10).addCells(cell(1, 0, false)));
    apply(frame(11));
    assertEquals(100 + 3 * 3, world.get(5).x());
  }

  @Test
  void whoLeavesToACellThatIsNotHeldIsGone() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 3, 4)));
    apply(frame(9).addCells(cell(1, 0, false, left(77))));
    assertNull(world.get(5));
    assertEquals(List.of("reset", "entered 5", "removed 5 false"), log);
  }

  @Test
  void whoLeavesToAHeldCellStaysUntilItsNextSlice() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 3, 4)), cell(2, 0, true));
    ClientEntity body = world.get(5);
    apply(frame(9).addCells(cell(1, 0, false, left(2))));
    assertSame(body, world.get(5));
    assertEquals(2, body.cell());
    apply(frame(10));
    assertEquals(1 + 2 * 3, body.x(), "it moves on meanwhile");
    apply(frame(11).addCells(cell(2, 0, false, bodies(5, 50, 50, 0, 0))));
    assertSame(body, world.get(5));
    assertEquals(50, body.x());
    assertEquals(List.of("reset", "entered 5", "moved 5 1>2"), log);
  }

  @Test
  void whoIsNotBroughtByTheNextSliceOfItsDestinationIsGone() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 3, 4)), cell(2, 0, true));
    apply(frame(9).addCells(cell(1, 0, false, left(2))));
    apply(frame(10).addCells(cell(2, 0, false)));
    assertNull(world.get(5));
  }

  @Test
  void whoIsOnItsWayToADroppedCellIsGone() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 3, 4)), cell(2, 0, true));
    apply(frame(9).addCells(cell(1, 0, false, left(2))));
    apply(frame(10).addDroppedCells(2));
    assertNull(world.get(5));
    assertFalse(world.holdsCell(2));

    reset(12, cell(1, 0, true, bodies(5, 1, 2, 3, 4)), cell(2, 0, true));
    apply(frame(13).addCells(cell(1, 0, false, left(2))).addDroppedCells(2));
    assertNull(world.get(5));
  }

  @Test
  void aListThatIsBehindTouchesOnlyRecordsThatNameItsCell() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 0, 0)), cell(2, 0, true));
    ClientEntity body = world.get(5);
    // Cell 2 has it already, cell 1 has not said so yet.
    apply(frame(9).addCells(cell(2, 0, false, bodies(5, 70, 70, 1, 0))));
    assertEquals(2, body.cell());
    KindSlice.Builder stale =
        KindSlice.newBuilder().addAllChanged(List.of(0, 1)).addResiduals(1000);
    apply(frame(10).addCells(cell(1, 0, false, stale)));
    assertEquals(71, body.x());
    apply(frame(11).addCells(cell(1, 0, false, left(99))));
    assertSame(body, world.get(5));
    apply(frame(12).addDroppedCells(1));
    assertSame(body, world.get(5));
    assertEquals(70 + 3, body.x());
    assertEquals(List.of("reset", "entered 5", "moved 5 1>2"), log);
  }

  @Test
  void removedMeansCeased() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 0, 0)));
    ClientEntity body = world.get(5);
    apply(frame(9).addCells(cell(1, 0, false, KindSlice.newBuilder().addRemoved(0))));
    assertFalse(body.exists());
    assertEquals(List.of("reset", "entered 5", "removed 5 true"), log);
  }

  @Test
  void aKeyframeReplacesItsCellAndKeepsRecords() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 0, 0)));
    ClientEntity body = world.get(5);
    apply(frame(9).addCells(cell(1, 0, true, bodies(5, 9, 9, 0, 0))));
    assertSame(body, world.get(5));
    apply(frame(10).addCells(cell(1, 0, true)));
    assertNull(world.get(5));
    assertTrue(world.holdsCell(1));
  }

  @Test
  void aCellBroughtAndDroppedInOneFrameIsNotHeld() {
    reset(8);
    apply(frame(9).addCells(cell(1, 0, true, bodies(5, 1, 2, 0, 0))).addDroppedCells(1));
    assertEquals(0, world.cellCount());
    assertEquals(0, world.entities().size());
    assertEquals(List.of("reset"), log);
  }

  @Test
  void ownEntityAndPrivateFieldsLastUntilTheyChange() {
    reset(8, cell(1, 0, true, bodies(5, 1, 2, 0, 0)));
    apply(frame(9).setOwnEntity(5).setPrivateMask(3).addPrivateValues(-7).addPrivateValues(15));
    apply(frame(10).setPrivateMask(2).addPrivateValues(0).setInputTick(4).setInputLeadQ8(-9));
    assertSame(world.get(5), world.own());
    assertEquals(-7, world.privateField(0));
    assertEquals(0, world.privateField(1));
    assertEquals(4, world.inputTick());
    assertEquals(-9, world.inputLeadQ8());
    reset(11);
    assertEquals(0, world.privateField(0), "a reset brings all of them, or they are 0");
    assertNull(world.own());
    assertEquals(-1, world.ownEntity());
    assertEquals(List.of("reset", "entered 5", "own 5", "reset"), log);
  }

  @Test
  void eventsComeAfterTheWorldAndMayBeOlder() {
    reset(8);
    apply(
        frame(9)
            .addEvents(Event.newBuilder().setTick(3).addArgs(1).addTexts("old"))
            .addCells(cell(1, 0, true, bodies(5, 1, 2, 0, 0)))
            .addEvents(Event.newBuilder().setTick(9).addArgs(2))
            .setEventsLost(4));
    assertEquals(List.of("reset", "entered 5", "event 3 [old]", "event 9 []", "lost 4"), log);
    assertEquals(4, world.eventsLost());
  }

  @Test
  void aFrameWithoutATickChangesNothing() {
    reset(8, cell(1, 0, true, bodies(5, 100, 0, 3, -1)));
    apply(ServerFrame.newBuilder());
    assertEquals(8, world.tick());
    assertEquals(100, world.get(5).x());
  }

  @Test
  void entitiesTellTheirRoles() {
    reset(8, cell(1, 0, true, bodies(5, 100, -8, 3, -1)), cell(-1, 0, true, spinner(6, 7, 1020)));
    ClientEntity body = world.get(5);
    ClientEntity spinner = world.get(6);
    assertTrue(body.hasPosition());
    assertFalse(spinner.hasPosition());
    assertEquals(12.5, body.value(0));
    assertEquals(-8, body.y());
    assertEquals(42, body.owner());
    assertEquals(9, body.teleport());
    assertEquals(0, spinner.owner() + spinner.teleport() + spinner.x() + spinner.y());
    assertEquals("body", body.kindSchema().name());
    assertEquals(SPINNER, spinner.kind());
    assertEquals(-1, spinner.cell(), "cell numbers are opaque 32-bit");
    int[] cells = world.cells();
    Arrays.sort(cells);
    assertArrayEquals(new int[] {-1, 1}, cells);
  }

  private void reset(int tick, CellSlice.Builder... cells) {
    ServerFrame.Builder frame = frame(tick).setReset(true).setOwnEntity(-1);
    for (CellSlice.Builder cell : cells) {
      frame.addCells(cell);
    }
    apply(frame);
  }

  private void apply(ServerFrame.Builder frame) {
    world.apply(frame.build());
  }

  private static ServerFrame.Builder frame(int tick) {
    return ServerFrame.newBuilder().setTick(tick);
  }

  private static CellSlice.Builder cell(
      int cell, int spanLog2, boolean keyframe, KindSlice.Builder... kinds) {
    CellSlice.Builder slice =
        CellSlice.newBuilder().setCell(cell).setSpanLog2(spanLog2).setKeyframe(keyframe);
    for (KindSlice.Builder kind : kinds) {
      slice.addKinds(kind);
    }
    return slice;
  }

  private static KindSlice.Builder bodies(int id, int x, int y, int vx, int vy) {
    return KindSlice.newBuilder()
        .setKind(BODY)
        .addEntered(id)
        .addAllValues(List.of(x, y, vx, vy, 200, 42, 9));
  }

  private static KindSlice.Builder spinner(int id, int spin, int angle) {
    return KindSlice.newBuilder()
        .setKind(SPINNER)
        .addEntered(id)
        .addAllValues(List.of(spin, angle, 0, 0));
  }

  private static KindSlice.Builder left(int destination) {
    return KindSlice.newBuilder().setKind(BODY).addLeft(0).addLeft(destination);
  }

  @Override
  public void onReset() {
    log.add("reset");
  }

  @Override
  public void onEntered(ClientEntity e) {
    log.add("entered " + e.id());
  }

  @Override
  public void onMoved(ClientEntity e, int fromCell) {
    log.add("moved " + e.id() + " " + fromCell + ">" + e.cell());
  }

  @Override
  public void onRemoved(ClientEntity e, boolean ceased) {
    log.add("removed " + e.id() + " " + ceased);
  }

  @Override
  public void onOwnEntity(int entityId) {
    if (entityId >= 0) {
      log.add("own " + entityId);
    }
  }

  @Override
  public void onEvent(Event event) {
    log.add("event " + event.getTick() + " " + event.getTextsList());
  }

  @Override
  public void onEventsLost(int count) {
    log.add("lost " + count);
  }
}
