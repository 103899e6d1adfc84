package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputMessagesTest {
  private static final int[] STILL = {5, -7};

  private final InputMessages messages = new InputMessages(20, 20, 2, 1, true);
  private final List<Long> awaited = new ArrayList<>();

  /** The message that is due with this input, or null. Its due moment is its tick. */
  private InputBatch add(InputMessages to, long tick, int[] values, boolean always)
      throws InvalidProtocolBufferException {
    if (!to.add(tick, values, tick, always)) {
      return null;
    }
    ClientEvents events =
        (ClientEvents)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ClientEvents.class},
                (proxy, method, args) -> {
                  assertEquals("awaitAck", method.getName());
                  assertEquals(args[0], args[1], "each waits from its own due moment on");
                  awaited.add((Long) args[0]);
                  return null;
                });
    to.sent(events, 0);
    return ClientFrame.parseFrom(ByteString.copyFrom(to.message(), 0, to.length())).getInputs();
  }

  @Test
  void aRunIsSentOnceAndKeptAlive() throws Exception {
    List<Integer> sent = new ArrayList<>();
    for (int tick = 1; tick <= 30; tick++) {
      InputBatch batch = add(messages, tick, tick == 12 ? new int[] {6, -7} : STILL, false);
      if (batch != null) {
        sent.add(batch.getFirstTick());
      }
    }
    assertEquals(List.of(1, 9, 12, 13, 21, 29), sent);
    assertEquals(sent.stream().map(Integer::longValue).toList(), awaited);
  }

  @Test
  void everyInputIsSentWhereItIsWanted() throws Exception {
    InputMessages every = new InputMessages(20, 20, 2, 1, false);
    for (int tick = 1; tick <= 30; tick++) {
      assertTrue(add(every, tick, STILL, false) != null, "runs off");
      assertTrue(add(messages, tick, STILL, true) != null, "the lead is not settled");
    }
  }

  @Test
  void batchesHoldColumnsOfWhatChanged() throws Exception {
    messages.batchTicks(4);
    assertEquals(null, add(messages, 10, new int[] {1, 2}, false));
    assertEquals(null, add(messages, 11, new int[] {3, 4}, false));
    assertEquals(null, add(messages, 12, new int[] {5, 6}, false));
    InputBatch batch = add(messages, 13, new int[] {7, -8}, false);
    assertEquals(10, batch.getFirstTick());
    assertEquals(List.of(1, 3, 5, 7, 2, 4, 6, -8), batch.getValuesList());
    assertEquals(List.of(0, 0, 0, 0), batch.getPressesList());
    assertEquals(List.of(10L, 11L, 12L, 13L), awaited);
    for (int tick = 14; tick < 20; tick++) {
      assertEquals(null, add(messages, tick, new int[] {7, -8}, false), "held");
    }
  }

  @Test
  void slowerInputsFillTheTicksBetweenThem() throws Exception {
    InputMessages slow = new InputMessages(20, 10, 1, 0, true);
    slow.batchTicks(4);
    assertEquals(null, add(slow, 10, new int[] {1}, false));
    assertEquals(null, add(slow, 12, new int[] {2}, false));
    InputBatch batch = add(slow, 14, new int[] {3}, false);
    assertEquals(10, batch.getFirstTick());
    assertEquals(List.of(1, 1, 2, 2, 3), batch.getValuesList());
    assertEquals(List.of(10L, 12L, 14L), awaited, "what fills is not measured");
  }

  @Test
  void aChangeIsNotForgottenWithTheTicksThatWereSkipped() throws Exception {
    messages.batchTicks(2);
    add(messages, 10, STILL, false);
    assertEquals(10, add(messages, 11, STILL, false).getFirstTick());
    add(messages, 12, new int[] {9, 9}, false);
    assertFalse(messages.add(60, new int[] {9, 9}, 60, false), "12 is given up");
    assertEquals(60, add(messages, 61, new int[] {9, 9}, false).getFirstTick());
  }

  @Test
  void batchesAreBounded() {
    messages.batchTicks(64);
    assertEquals(4, messages.batchTicks(), "200 ms");
    messages.batchTicks(-1);
    assertEquals(1, messages.batchTicks());
    InputMessages fast = new InputMessages(20, 60, 1, 0, true);
    fast.batchTicks(4);
    assertEquals(1, fast.batchTicks(), "more inputs than ticks");
  }
}
