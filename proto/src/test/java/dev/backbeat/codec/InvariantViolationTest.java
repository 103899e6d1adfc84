package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.Notice;
import dev.backbeat.v1.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every frame that cannot be true is refused, with a message that says why. */
class InvariantViolationTest {
  private static final int BODY = 0;
  private static final int SPINNER = 1;
  private static final int FLAG = 2;

  private final ClientWorld world = started();

  /** Tick 8: cell 1 holds the flags 10, 12, 14, cell 2 the spinner 20. */
  private static ClientWorld started() {
    ClientWorld world = new ClientWorld(ReferenceRoom.SCHEMA);
    world.apply(
        frame(8)
            .setReset(true)
            .setOwnEntity(-1)
            .addCells(keyframe(1, flags(10, 1, 1).addAllValues(List.of(100, 120, 140))))
            .addCells(
                keyframe(
                    2,
                    KindSlice.newBuilder()
                        .setKind(SPINNER)
                        .addEntered(20)
                        .addAllValues(List.of(1, 1023, 5, -1))))
            .build());
    assertEquals(4, world.entities().size());
    return world;
  }

  @Test
  void tickMustGoForward() {
    violation("tick 8 after tick 8", frame(8));
    violation("tick 7 after tick 8", frame(7));
    violation("tick 7 after tick 8", frame(7).setReset(true).setOwnEntity(-1));
    violation("tick 4294967295 after tick 8", frame(-1));
  }

  @Test
  void firstFrameMustBeReset() {
    ClientWorld fresh = new ClientWorld(ReferenceRoom.SCHEMA);
    violation(fresh, "the first frame is not a reset", frame(3));
  }

  @Test
  void resetNamesTheOwnEntity() {
    violation("a reset without own_entity", frame(9).setReset(true));
  }

  @Test
  void afterAViolationOnlyAResetIsTaken() {
    violation(world, "not held", frame(9).addCells(delta(7, 0)));
    violation(world, "the first frame is not a reset", frame(10));
    world.apply(frame(11).setReset(true).setOwnEntity(-1).build());
    world.apply(frame(12).build());
    assertEquals(12, world.tick());
    assertEquals(0, world.entities().size());
  }

  @Test
  void controlFrameHasNoPartsOfATickFrame() {
    world.apply(ServerFrame.newBuilder().addNotices(Notice.getDefaultInstance()).build());
    String what = "a frame without a tick has parts of a tick frame";
    violation(what, frame(0).addCells(keyframe(3)));
    violation(what, frame(0).setReset(true));
    violation(what, frame(0).addDroppedCells(1));
    violation(what, frame(0).addEvents(Event.getDefaultInstance()));
    violation(what, frame(0).setPrivateMask(1));
  }

  @Test
  void kindsAndFieldsMustBeInTheSchema() {
    violation("unknown kind 3", frame(9).addCells(delta(1, 0, slice(3))));
    violation("unknown kind 4294967295", frame(9).addCells(delta(1, 0, slice(-1))));
    violation("mask 2 names unknown", changed(FLAG, List.of(0, 2), List.of(1)));
    violation("mask 0 names unknown", changed(FLAG, List.of(0, 0), List.of()));
    violation("mask ffffffff names unknown", changed(FLAG, List.of(0, -1), List.of(1)));
  }

  @Test
  void ranksMustBeInTheList() {
    violation("rank 3 removed or left, of 3", one(slice(FLAG).addRemoved(3)));
    violation("rank 3 removed or left, of 3", one(slice(FLAG).addRemoved(2).addRemoved(0)));
    violation("rank 3 removed or left, of 3", one(slice(FLAG).addLeft(3).addLeft(9)));
    violation("removed or left, of 3", one(slice(FLAG).addRemoved(-1)));
    violation("rank 1 is both", one(slice(FLAG).addRemoved(1).addLeft(1).addLeft(9)));
    violation("a rank without a destination", one(slice(FLAG).addLeft(1)));
    violation("ranks 3 to 3 of 3", changed(FLAG, List.of(3 << 1, 1), List.of(1)));
    violation("ranks 0 to 3 of 3", changed(FLAG, List.of(1, 2, 1), List.of(1, 1, 1, 1)));
    violation("ranks 2 to 4294967298 of 3", changed(FLAG, List.of(2 << 1 | 1, -1, 1), List.of(1)));
    violation("ranks 0 to 0 of 0", changed(BODY, List.of(0, 1), List.of(1)));
  }

  @Test
  void runsMustBeWhole() {
    violation("a run that is cut off", changed(FLAG, List.of(0), List.of(1)));
    violation("a run that is cut off", changed(FLAG, List.of(1, 0), List.of(1)));
    violation("a run that is cut off", changed(FLAG, List.of(1), List.of(1)));
    violation("too few residuals", changed(FLAG, List.of(1, 0, 1), List.of(1)));
    violation("too many residuals", changed(FLAG, List.of(0, 1), List.of(1, 1)));
    violation("too many residuals", changed(FLAG, List.of(), List.of(1)));
  }

  @Test
  void deltaNeedsItsBase() {
    violation("cell 7, which is not held", frame(9).addCells(delta(7, 0)));
    violation("span_log2 1 does not fit", frame(9).addCells(delta(1, 1)));
    violation("span_log2 1 does not fit", frame(9).addCells(keyframe(1).setSpanLog2(1)));
    violation("span_log2 9 does not fit", frame(1024).addCells(delta(1, 9)));
    violation("span_log2 -1 does not fit", frame(9).addCells(delta(1, -1)));
  }

  @Test
  void deltaMustNotReachBackBeforeWhatIsHeld() {
    world.apply(frame(10).addCells(delta(1, 0)).build());
    violation(world, "tick 12, span 4: cell 1 is at 10", frame(12).addCells(delta(1, 2)));
  }

  @Test
  void aCellComesOncePerFrame() {
    violation("two slices of cell 1", frame(9).addCells(delta(1, 0)).addCells(keyframe(1)));
    violation("two slices of cell 1", frame(9).addCells(keyframe(1)).addCells(delta(1, 0)));
    violation("two slices of cell 1", frame(9).addCells(delta(1, 0)).addCells(delta(1, 0)));
    violation("two slices of cell 3", frame(9).addCells(keyframe(3)).addCells(keyframe(3)));
    violation("two slices of kind flag", one(slice(FLAG), slice(FLAG)));
  }

  @Test
  void keyframeHasOnlyWhatEntered() {
    String what = "a keyframe with removed, left or changed";
    violation(what, frame(9).addCells(keyframe(1, slice(FLAG).addRemoved(0))));
    violation(what, frame(9).addCells(keyframe(1, slice(FLAG).addLeft(0).addLeft(2))));
    violation(what, frame(9).addCells(keyframe(1, slice(FLAG).addChanged(0).addChanged(1))));
    violation(what, frame(9).addCells(keyframe(1, slice(FLAG).addResiduals(1))));
  }

  @Test
  void enteredMustFit() {
    violation("flag: 1 entered, 0 values", one(slice(FLAG).addEntered(30)));
    violation(
        "flag: 1 entered, 2 values", one(slice(FLAG).addEntered(30).addValues(1).addValues(2)));
    violation("flag: 0 entered, 1 values", one(slice(FLAG).addValues(1)));
    violation("do not ascend", one(slice(FLAG).addEntered(-1).addValues(1)));
    violation("do not ascend", one(flags(Integer.MAX_VALUE, 0).addAllValues(List.of(1, 2))));
    violation("entity 12 entered a cell that it is in", one(flags(12).addValues(1)));
    violation("spinner 20 entered as a flag", one(flags(20).addValues(1)));
  }

  @Test
  void valuesMustFitTheirWrapBits() {
    violation(
        "spinner.angle: value 1024 outside its 10",
        one(slice(SPINNER).addEntered(30).addAllValues(List.of(0, 1024, 0, 0))));
    violation(
        "spinner.angle: value -1 outside its 10",
        one(slice(SPINNER).addEntered(30).addAllValues(List.of(0, -1, 0, 0))));
    violation(
        "spinner.angle: residual 512 outside 10 bits",
        frame(9)
            .addCells(delta(2, 0, slice(SPINNER).addAllChanged(List.of(0, 2)).addResiduals(512))));
  }

  @Test
  void privateFieldsMustFit() {
    violation("private mask 4 with 1 values, of 2", frame(9).setPrivateMask(4).addPrivateValues(1));
    violation("private mask 80000000", frame(9).setPrivateMask(1 << 31).addPrivateValues(1));
    violation("private mask 3 with 1 values", frame(9).setPrivateMask(3).addPrivateValues(1));
    violation("private mask 0 with 1 values", frame(9).addPrivateValues(1));
    violation("private heading: 16 wraps", frame(9).setPrivateMask(2).addPrivateValues(16));
  }

  @Test
  void eventsMustBeInTheSchema() {
    violation("unknown event type 1", frame(9).addEvents(bang(9).setType(1)));
    violation("unknown event type 4294967295", frame(9).addEvents(bang(9).setType(-1)));
    violation("event bang: 0 args", frame(9).addEvents(bang(9).clearArgs()));
    violation("event bang: 2 args", frame(9).addEvents(bang(9).addArgs(1)));
    violation("event of tick 10 in tick 9", frame(9).addEvents(bang(10)));
    violation("event of tick 4294967295 in tick 9", frame(9).addEvents(bang(-1)));
  }

  @Test
  void whatIsHeldIsBounded() {
    InvariantViolation cells =
        assertThrows(
            InvariantViolation.class,
            () -> {
              for (int i = 0; i < 70; i++) {
                ServerFrame.Builder frame = frame(9 + i);
                for (int cell = 0; cell < 1000; cell++) {
                  frame.addCells(keyframe(100 + i * 1000 + cell));
                }
                world.apply(frame.build());
              }
            });
    assertEquals("more than 65536 cells", cells.getMessage());
    assertEquals(EntityStore.MAX_CELLS, world.cellCount());

    world.apply(frame(50_000).setReset(true).setOwnEntity(-1).build());
    InvariantViolation entities =
        assertThrows(
            InvariantViolation.class,
            () -> {
              for (int i = 0; i < 300; i++) {
                KindSlice.Builder many = slice(FLAG).addEntered(i * 1000).addValues(0);
                for (int j = 1; j < 1000; j++) {
                  many.addEntered(0).addValues(0);
                }
                world.apply(frame(50_001 + i).addCells(keyframe(i, many)).build());
              }
            });
    assertEquals("more than 262144 entities", entities.getMessage());
    assertEquals(EntityStore.MAX_ENTITIES, world.entities().size());
  }

  /** Refused by a world that has just started. */
  private static void violation(String message, ServerFrame.Builder frame) {
    violation(started(), message, frame);
  }

  private static void violation(ClientWorld world, String message, ServerFrame.Builder frame) {
    ServerFrame built = frame.build();
    InvariantViolation e = assertThrows(InvariantViolation.class, () -> world.apply(built));
    assertTrue(e.getMessage().contains(message), e::getMessage);
  }

  private static ServerFrame.Builder frame(int tick) {
    return ServerFrame.newBuilder().setTick(tick);
  }

  /** Tick 9 with a delta of cell 1. */
  private static ServerFrame.Builder one(KindSlice.Builder... kinds) {
    return frame(9).addCells(delta(1, 0, kinds));
  }

  private static ServerFrame.Builder changed(
      int kind, List<Integer> changed, List<Integer> residuals) {
    return one(slice(kind).addAllChanged(changed).addAllResiduals(residuals));
  }

  private static CellSlice.Builder delta(int cell, int spanLog2, KindSlice.Builder... kinds) {
    CellSlice.Builder slice = CellSlice.newBuilder().setCell(cell).setSpanLog2(spanLog2);
    for (KindSlice.Builder kind : kinds) {
      slice.addKinds(kind);
    }
    return slice;
  }

  private static CellSlice.Builder keyframe(int cell, KindSlice.Builder... kinds) {
    return delta(cell, 0, kinds).setKeyframe(true);
  }

  private static KindSlice.Builder slice(int kind) {
    return KindSlice.newBuilder().setKind(kind);
  }

  private static KindSlice.Builder flags(Integer... gaps) {
    return slice(FLAG).addAllEntered(List.of(gaps));
  }

  private static Event.Builder bang(int tick) {
    return Event.newBuilder().setTick(tick).addArgs(1);
  }
}
