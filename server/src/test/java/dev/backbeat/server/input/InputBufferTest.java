package dev.backbeat.server.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputBufferTest {
  private static final int HZ = 20;
  private static final long PERIOD_NS = 50_000_000;

  private final InputSchema schema =
      new InputSchema(
          List.of(new AxisSchema("move", -100, 100), new AxisSchema("gear", 1, 5)),
          List.of("fire"));
  private final InputInbox inbox = new InputInbox(2, 1, 4096);
  private final InputBuffer buffer = new InputBuffer(schema, HZ);
  private final ConsumedInput consumed = new ConsumedInput(2, 1);
  private int tick;

  private void send(int forTick, int move, int fire) {
    assertTrue(inbox.offer(forTick, new int[] {move, 2}, new int[] {fire}, 0, 1, dueNs(tick)));
  }

  private static long dueNs(int n) {
    return 1_000_000_000_000L + n * PERIOD_NS;
  }

  /** Consumes the next tick; returns the first axis. */
  private int next() {
    tick++;
    buffer.receive(inbox, tick, dueNs(tick));
    buffer.consume(consumed);
    return consumed.axis(0);
  }

  private void goTo(int target) {
    while (tick < target) {
      next();
    }
  }

  @Test
  void eachInputWaitsForItsTick() {
    send(2, 20, 0);
    send(1, 10, 0);
    send(3, 30, 0);
    assertEquals(10, next());
    assertFalse(consumed.held());
    assertEquals(20, next());
    assertEquals(30, next());
    assertFalse(consumed.held());
  }

  @Test
  void nothingReceivedIsNeutralWithinTheBounds() {
    assertEquals(0, next());
    assertEquals(1, consumed.axis(1), "0 is clamped into 1..5");
    assertEquals(0, consumed.presses(0));
    assertFalse(consumed.held());
  }

  @Test
  void theNewestInputIsHeldForOneSecondAndThenLetGo() {
    send(1, 50, 3);
    assertEquals(50, next());
    assertEquals(3, consumed.presses(0));
    for (int i = 0; i < HZ; i++) {
      assertEquals(50, next(), "tick " + tick);
      assertTrue(consumed.held());
      assertEquals(0, consumed.presses(0), "a held input repeats no press");
    }
    assertEquals(0, next());
    assertFalse(consumed.held());
    assertEquals(1, consumed.axis(1));
  }

  @Test
  void aLateInputIsNotSimulatedButHeldAndItsPressesCount() {
    send(1, 10, 0);
    goTo(5);
    send(3, 33, 2);
    assertEquals(33, next());
    assertTrue(consumed.held());
    assertEquals(2, consumed.presses(0));
    assertEquals(33, next());
    assertEquals(0, consumed.presses(0));
  }

  @Test
  void aLateInputThatIsNotTheNewestChangesNothing() {
    send(5, 50, 5);
    goTo(6);
    send(4, 40, 4);
    assertEquals(50, next());
    assertEquals(0, consumed.presses(0));
  }

  @Test
  void oneThatIsVeryLateIsNotHeld() {
    goTo(100);
    send(5, 50, 1);
    assertEquals(0, next());
    assertEquals(1, consumed.presses(0), "but no shot is lost");
  }

  @Test
  void tickZeroMeansTheNextTick() {
    goTo(41);
    send(0, 7, 1);
    assertEquals(7, next());
    assertFalse(consumed.held());
    assertEquals(42, buffer.newestTick());
    assertEquals(1, consumed.presses(0));
  }

  @Test
  void aThousandInputsGiveOneTickEach() {
    int total = 0;
    for (int i = 1; i <= 1000; i++) {
      send(0, 100, i);
    }
    int moved = 0;
    for (int i = 0; i < 10; i++) {
      moved += next();
      total += consumed.presses(0);
    }
    assertEquals(10 * 100, moved, "ten ticks move ten ticks' way, whatever was sent");
    assertEquals(InputBuffer.MAX_PRESSES_PER_TICK, total, "surplus presses are not kept");
  }

  @Test
  void sendingAheadDoesNotMoveFaster() {
    for (int i = 1; i <= 20; i++) {
      send(i, 100, 0);
      send(i, 100, 0);
    }
    int moved = 0;
    for (int i = 0; i < 5; i++) {
      moved += next();
    }
    assertEquals(500, moved);
  }

  @Test
  void ofDuplicatesTheLastOneReceivedBeforeItsTickCounts() {
    send(2, 1, 1);
    send(2, 2, 1);
    goTo(2);
    assertEquals(2, consumed.axis(0));
    assertEquals(1, consumed.presses(0));
    send(2, 3, 1);
    assertEquals(2, next(), "what was simulated stands");
    assertEquals(0, consumed.presses(0));
  }

  @Test
  void reorderedInputsKeepTheirPresses() {
    send(3, 3, 3);
    send(1, 1, 1);
    send(2, 2, 2);
    int total = 0;
    for (int i = 1; i <= 3; i++) {
      assertEquals(i, next());
      assertEquals(1, consumed.presses(0));
      total += consumed.presses(0);
    }
    assertEquals(3, total);
  }

  @Test
  void theFarFutureIsIgnored() {
    send(HZ + 3, 9, 9); // One tick beyond the second that it may be ahead of tick 1.
    send(Integer.MAX_VALUE, 9, 9);
    send(-5, 9, 9);
    next();
    assertEquals(0, buffer.newestTick());
    send(tick + 1 + HZ, 4, 1);
    goTo(tick + 1);
    assertEquals(tick + HZ, buffer.newestTick(), "exactly one second ahead is taken");
    for (int i = 0; i < HZ - 1; i++) {
      assertEquals(0, next());
      assertEquals(0, consumed.presses(0), "a press waits for its tick");
    }
    assertEquals(4, next());
    assertEquals(1, consumed.presses(0));
  }

  @Test
  void pressCountersWrap() {
    send(1, 0, Integer.MAX_VALUE);
    next();
    assertEquals(InputBuffer.MAX_PRESSES_PER_TICK, consumed.presses(0));
    send(2, 0, -2); // 2^32 - 2
    next();
    send(3, 0, 1);
    next();
    assertEquals(3, consumed.presses(0), "from 2^32-2 over 0 to 1");
  }

  @Test
  void jumpsOfACounterThatSumToMoreThanHalfItsRangeAreManyPresses() {
    goTo(2);
    send(1, 0, Integer.MAX_VALUE);
    send(2, 0, -2); // Both are late, so one tick is given both: 2^32 - 2 presses.
    next();
    assertEquals(InputBuffer.MAX_PRESSES_PER_TICK, consumed.presses(0));
  }

  @Test
  void anAxisThatKeepsItsValueKeepsItWhereInputIsNeutral() {
    InputSchema aiming =
        new InputSchema(
            List.of(
                new AxisSchema("move", -100, 100), new AxisSchema("aim", 0, 4095).keepingValue()),
            List.of("fire"));
    InputBuffer keeping = new InputBuffer(aiming, HZ);
    keeping.neutral(consumed);
    assertEquals(0, consumed.axis(1), "nothing to keep yet");
    inbox.offer(1, new int[] {50, 3000}, new int[] {1}, 0, 1, dueNs(0));
    for (int n = 1; n <= 3 * HZ; n++) {
      keeping.receive(inbox, n, dueNs(n));
      keeping.consume(consumed);
      assertEquals(3000, consumed.axis(1), "tick " + n);
    }
    assertArrayEquals(new int[] {0, 3000, 0}, consumed.values(), "the other axis is neutral");
    keeping.neutral(consumed);
    assertArrayEquals(new int[] {0, 3000, 0}, consumed.values(), "nobody is there");
    keeping.reset();
    keeping.receive(inbox, 3 * HZ + 1, dueNs(3 * HZ + 1));
    keeping.consume(consumed);
    assertArrayEquals(new int[] {0, 3000, 0}, consumed.values(), "a new connection");
  }

  @Test
  void pressesAreNeverNegative() {
    send(1, 0, 5);
    send(2, 0, 3);
    next();
    assertEquals(5, consumed.presses(0));
    next();
    assertEquals(0, consumed.presses(0));
    send(3, 0, 6);
    next();
    assertEquals(1, consumed.presses(0), "counted from the highest");
  }

  @Test
  void axesAreClamped() {
    assertTrue(inbox.offer(1, new int[] {Integer.MAX_VALUE, -9}, new int[] {0}, 0, 1, dueNs(0)));
    assertEquals(100, next());
    assertEquals(1, consumed.axis(1));
  }

  @Test
  void aNewConnectionStartsItsCountersFromZero() {
    send(1, 10, 7);
    next();
    buffer.reset();
    assertEquals(0, next(), "what was held is gone");
    send(tick + 1, 1, 2);
    next();
    assertEquals(2, consumed.presses(0));
  }

  @Test
  void nobodyThereIsNeutral() {
    send(1, 10, 7);
    next();
    buffer.neutral(consumed);
    assertArrayEquals(new int[] {0, 1, 0}, consumed.values());
    assertFalse(consumed.held());
  }

  @Test
  void reportsTheNewestTickAndItsLead() {
    tick = 9;
    long arrivalNs = dueNs(12) - PERIOD_NS / 2;
    inbox.offer(12, new int[] {1, 1}, new int[] {0}, 0, 1, arrivalNs);
    inbox.offer(11, new int[] {1, 1}, new int[] {0}, 0, 1, arrivalNs + 5);
    tick++;
    assertTrue(buffer.receive(inbox, tick, dueNs(tick)));
    assertEquals(12, buffer.newestTick());
    assertEquals(128, buffer.leadQ8(), "half a tick early");
    buffer.consume(consumed);
    tick++;
    assertFalse(buffer.receive(inbox, tick, dueNs(tick)), "nothing new");
    tick = 20;
    inbox.offer(15, new int[] {1, 1}, new int[] {0}, 0, 1, dueNs(18));
    assertTrue(buffer.receive(inbox, tick, dueNs(tick)));
    assertEquals(-3 * 256, buffer.leadQ8(), "three ticks late");
  }
}
