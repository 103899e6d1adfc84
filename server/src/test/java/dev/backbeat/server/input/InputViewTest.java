package dev.backbeat.server.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a player looked at stays with his presses; inputs that come too late are counted. */
class InputViewTest {
  private static final int HZ = 20;
  private static final long NONE = ConsumedInput.NO_VIEW;

  private final InputSchema schema =
      new InputSchema(List.of(new AxisSchema("move", -100, 100)), List.of("fire", "use"));
  private final InputInbox inbox = new InputInbox(1, 2, 4096);
  private final InputBuffer buffer = new InputBuffer(schema, HZ);
  private final ConsumedInput consumed = new ConsumedInput(1, 2);
  private int tick;

  private void send(int forTick, int fire, int use, int lagQ8) {
    assertTrue(inbox.offer(forTick, new int[] {1}, new int[] {fire, use}, 0, 1, lagQ8, 0));
  }

  private boolean receive() {
    tick++;
    return buffer.receive(inbox, tick, 0);
  }

  /** Consumes the next tick; returns its view. */
  private long next() {
    receive();
    buffer.consume(consumed);
    return consumed.viewTickQ8();
  }

  private void goTo(int target) {
    while (tick < target) {
      next();
    }
  }

  @Test
  void aViewIsTheInputsTickLessItsLag() {
    goTo(99);
    send(100, 1, 0, 1000);
    assertEquals(100 * 256 - 1000, next());
    assertEquals(NONE, next(), "nothing is pressed any more");
  }

  @Test
  void aViewWithoutAPressSaysNothing() {
    goTo(99);
    send(100, 0, 0, 1000);
    assertEquals(NONE, next());
    send(101, 1, 0, 0);
    assertEquals(NONE, next(), "a press that states none gets none of an earlier input");
  }

  @Test
  void aViewWaitsForTheTickOfItsPress() {
    goTo(10);
    send(14, 1, 0, 700);
    for (int t = 11; t < 14; t++) {
      assertEquals(NONE, next());
    }
    assertEquals(14 * 256 - 700, next());
  }

  @Test
  void aLatePressKeepsTheViewOfItsOwnTick() {
    goTo(20);
    send(15, 1, 0, 512);
    assertEquals(13 * 256, next());
    assertEquals(1, consumed.presses(0));
    assertTrue(consumed.held());
  }

  @Test
  void ofSeveralPressesInOneTickTheNewestSaysWhatWasLookedAt() {
    goTo(20);
    send(15, 1, 0, 512);
    send(17, 1, 1, 512);
    send(18, 1, 1, 9999);
    assertEquals(15 * 256, next(), "the input for tick 18 presses nothing new");
    assertEquals(1, consumed.presses(0));
    assertEquals(1, consumed.presses(1));
  }

  @Test
  void aCopyChangesNoView() {
    goTo(20);
    send(21, 1, 0, 512);
    next();
    send(21, 1, 0, 2000);
    assertEquals(NONE, next());
  }

  @Test
  void lagsAreUnsignedAndTicksReachTheirGreatest() {
    send(1, 1, 0, -1);
    assertEquals(0, next(), "before the beginning there is nothing to look at");
    int last = Integer.MAX_VALUE;
    tick = last - 1;
    send(last, 2, 0, 256);
    assertEquals(256L * (last - 1), next());
  }

  @Test
  void anInputForTheNextTickLooksFromThere() {
    goTo(50);
    send(0, 1, 0, 300);
    assertEquals(51 * 256 - 300, next());
  }

  @Test
  void anAbsentPlayerAndANewConnectionHaveNoView() {
    goTo(50);
    send(51, 1, 0, 300);
    receive();
    buffer.neutral(consumed);
    assertEquals(NONE, consumed.viewTickQ8());
    goTo(60);
    send(58, 2, 0, 300);
    receive();
    buffer.reset();
    buffer.consume(consumed);
    assertEquals(NONE, consumed.viewTickQ8());
  }

  @Test
  void whatComesAfterItsTickIsCountedOnce() {
    goTo(10);
    send(11, 0, 0, 0);
    send(0, 0, 0, 0);
    next();
    assertEquals(0, buffer.lateInputs(), "one in time, one for whatever comes next");
    send(12, 0, 0, 0);
    send(9, 0, 0, 0);
    send(9, 0, 0, 0);
    send(11, 0, 0, 0);
    assertTrue(receive());
    assertEquals(1, buffer.lateInputs(), "tick 9 was never received, tick 11 was");
    buffer.consume(consumed);
    send(10, 0, 0, 0);
    assertTrue(receive(), "one that is not the newest is news, too");
    buffer.consume(consumed);
    assertEquals(2, buffer.lateInputs());
    assertFalse(receive());
    buffer.reset();
    assertEquals(0, buffer.lateInputs(), "each connection counts anew");
  }

  @Test
  void afterALongGapOldCopiesAreNotLate() {
    goTo(300);
    send(200, 0, 0, 0);
    send(299, 0, 0, 0);
    next();
    assertEquals(2, buffer.lateInputs());
    send(200, 0, 0, 0);
    send(299, 0, 0, 0);
    send(235, 0, 0, 0); // 64 ticks before the newest: beyond what is remembered.
    send(236, 0, 0, 0);
    next();
    assertEquals(3, buffer.lateInputs());
  }
}
