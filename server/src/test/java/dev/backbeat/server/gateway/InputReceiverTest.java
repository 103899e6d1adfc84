package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.backbeat.codec.InputBatches;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.InputBatch;
import org.junit.jupiter.api.Test;

class InputReceiverTest {
  private final TestRoom room = TestRoom.of(new ArenaFactory()).start();
  private final TestPlayer ann = room.join("ann");

  private static int drained(InputInbox inbox) {
    int[] count = new int[1];
    inbox.drain((tick, values, offset, arrivalNs) -> count[0]++);
    return count[0];
  }

  /**
   * An inbox has one producer, and press counters start anew on each connection: what an older
   * connection still delivers must not get among its successor's inputs.
   */
  @Test
  void aConnectionThatWasReplacedKeepsItsInputsToItself() {
    InputInbox own = ann.seat().inbox();
    InputReceiver older = new InputReceiver(ann.seat(), own, 0);
    ann.attach();
    InputBatch batch =
        new InputBatches(ann.seat().room().spec().schema().input())
            .build(0, new int[] {127, 0, 0}, new int[] {500, 0});
    assertNull(older.receive(batch, 0));
    assertEquals(0, drained(ann.seat().inbox()));
    assertEquals(1, drained(own));
  }
}
