package dev.backbeat.server.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InputInboxTest {
  @Test
  void takesTheGivenInputOfAColumnMajorBatch() {
    InputInbox inbox = new InputInbox(2, 1, 4);
    int[] axes = {1, 2, 3, 10, 20, 30};
    int[] presses = {7, 8, 9};
    assertTrue(inbox.offer(5, axes, presses, 1, 3, -6, 99));
    List<String> seen = new ArrayList<>();
    inbox.drain(
        (tick, v, at, lag, arrivalNs) ->
            seen.add(List.of(tick, v[at], v[at + 1], v[at + 2], lag, (int) arrivalNs).toString()));
    assertEquals(List.of("[5, 2, 20, 8, -6, 99]"), seen);
  }

  @Test
  void refusesWhatDoesNotFit() {
    InputInbox inbox = new InputInbox(1, 0, 4);
    for (int i = 0; i < 4; i++) {
      assertTrue(inbox.offer(i, new int[] {i}, new int[0], 0, 1, 0));
    }
    assertFalse(inbox.offer(4, new int[] {4}, new int[0], 0, 1, 0));
    inbox.drain((tick, v, at, lag, arrivalNs) -> {});
    assertTrue(inbox.offer(5, new int[] {5}, new int[0], 0, 1, 0));
  }

  @Test
  void growsInTheMiddleOfWhatWaitsAndHoldsNoMoreThanItsCapacity() {
    InputInbox inbox = new InputInbox(1, 0, 64);
    int offered = 0;
    int[] read = {0};
    InputInbox.Sink inOrder =
        (tick, v, at, lag, arrivalNs) -> {
          assertEquals(read[0], tick);
          assertEquals(-tick, v[at]);
          assertEquals(tick * 3L, arrivalNs);
          assertEquals(tick * 7, lag);
          read[0]++;
        };
    for (int burst : new int[] {3, 3, 5, 1, 9, 64, 33, 64}) {
      for (int i = 0; i < burst; i++, offered++) {
        int[] values = {-offered};
        assertTrue(
            inbox.offer(offered, values, new int[0], 0, 1, offered * 7, offered * 3L),
            "" + offered);
      }
      if (burst == 64) {
        assertFalse(inbox.offer(offered, new int[1], new int[0], 0, 1, 0), "65 do not fit");
      }
      inbox.drain(inOrder);
      assertEquals(offered, read[0]);
    }
  }

  @Test
  @Timeout(30)
  void losesAndReordersNothingBetweenTwoThreads() throws InterruptedException {
    InputInbox inbox = new InputInbox(1, 1, 64);
    int total = 200_000;
    Thread producer =
        new Thread(
            () -> {
              for (int i = 1; i <= total; i++) {
                while (!inbox.offer(i, new int[] {i}, new int[] {-i}, 0, 1, i)) {
                  Thread.onSpinWait();
                }
              }
            });
    producer.start();
    int[] last = {0};
    while (last[0] < total) {
      inbox.drain(
          (tick, v, at, lag, arrivalNs) -> {
            assertEquals(last[0] + 1, tick);
            assertEquals(tick, v[at]);
            assertEquals(-tick, v[at + 1]);
            last[0] = tick;
          });
    }
    producer.join();
  }
}
