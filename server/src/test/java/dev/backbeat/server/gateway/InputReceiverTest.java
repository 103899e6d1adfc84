package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.backbeat.codec.InputBatches;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class InputReceiverTest {
  private static final int MESSAGES = 10_000;
  private static final InputInbox.Sink SINK = (tick, values, offset, lag, arrivalNs) -> {};

  private final TestRoom room = TestRoom.of(new ArenaFactory()).start();
  private final TestPlayer ann = room.join("ann");

  private static int drained(InputInbox inbox) {
    int[] count = new int[1];
    inbox.drain((tick, values, offset, lag, arrivalNs) -> count[0]++);
    return count[0];
  }

  /**
   * An inbox has one producer, and press counters start anew on each connection: what an older
   * connection still delivers must not get among its successor's inputs.
   */
  @Test
  void aConnectionThatWasReplacedKeepsItsInputsToItself() {
    InputInbox own = ann.seat().inbox();
    InputReceiver older = new InputReceiver(ann.seat(), own, new LoopScratch(1024), 0);
    ann.attach();
    InputBatch batch =
        new InputBatches(ann.seat().room().spec().schema().input())
            .build(0, new int[] {127, 0, 0}, new int[] {500, 0});
    assertNull(older.take(batch, 0));
    assertEquals(0, drained(ann.seat().inbox()));
    assertEquals(1, drained(own));
  }

  /** Half of all messages are inputs. */
  @Test
  void anInputMakesNoGarbage() {
    InputInbox inbox = ann.seat().inbox();
    InputReceiver receiver = new InputReceiver(ann.seat(), inbox, new LoopScratch(1024), 0);
    byte[] message =
        ClientFrame.newBuilder()
            .setInputs(
                new InputBatches(ann.seat().room().spec().schema().input())
                    .build(1, new int[] {127, -127, 4095}, new int[] {500, 0}))
            .build()
            .toByteArray();
    receive(receiver, inbox, message, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    receive(receiver, inbox, message, MESSAGES);
    long bytes = threads.getThreadAllocatedBytes(id) - before;
    assertTrue(bytes < MESSAGES, bytes + " bytes for " + MESSAGES + " messages");
  }

  private static void receive(
      InputReceiver receiver, InputInbox inbox, byte[] message, int fromSecond) {
    for (int i = 0; i < MESSAGES; i++) {
      assertTrue(receiver.reads(message, message.length));
      assertNull(receiver.takeRead((fromSecond + i) * 1_000_000_000L));
      inbox.drain(SINK);
    }
  }
}
