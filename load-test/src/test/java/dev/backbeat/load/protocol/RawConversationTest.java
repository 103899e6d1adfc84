package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawConversationTest {
  private final RecordingEvents events = new RecordingEvents();
  private final RawConversation client =
      new RawConversation(Options.of("ws://h:1/arena", 1), new Seat(3, "17", true), events);

  private void receive(byte[] message) {
    // Not at the beginning of the array: offsets count.
    byte[] padded = new byte[message.length + 5];
    System.arraycopy(message, 0, padded, 5, message.length);
    client.onMessage(false, padded, 5, message.length, 0);
  }

  private static byte[] state(int tick, int[] ids, int[] sequences) {
    ByteBuffer out = ByteBuffer.allocate(7 + 32 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 2).putInt(tick).putShort((short) ids.length);
    for (int i = 0; i < ids.length; i++) {
      out.putShort((short) ids[i]).put(new byte[26]).putInt(sequences[i]);
    }
    return out.array();
  }

  @Test
  void theRoomIsInThePath() throws Exception {
    assertEquals("/arena/17", client.upgrade().toCompletableFuture().get().target());
    assertEquals("h:1", client.upgrade().toCompletableFuture().get().host());
  }

  @Test
  void findsItsOwnPlayerWhereverItIs() {
    receive(new byte[] {0, 1, 0});
    assertEquals(List.of("joined 20/1"), events.take());
    receive(state(9, new int[] {0, 1, 2}, new int[] {5, 6, 7}));
    assertEquals(List.of("ack 6", "tick 9"), events.take());
    receive(state(10, new int[] {2, 3, 1}, new int[] {5, 6, -1}));
    assertEquals(List.of("ack 4294967295", "tick 10"), events.take());
    receive(state(11, new int[] {2}, new int[] {5}));
    assertEquals(List.of("violation client 3, tick 11: it is not there", "tick 11"), events.take());
  }

  @Test
  void countsThePlayersInView() {
    receive(new byte[] {0, 0, 0});
    receive(state(1, new int[] {0}, new int[] {0}));
    client.view().begin();
    receive(state(2, new int[] {0, 1, 2}, new int[] {0, 0, 0}));
    receive(state(4, new int[] {0, 1}, new int[] {0, 0}));
    client.view().end();
    receive(state(5, new int[] {0, 1}, new int[] {0, 0}));
    assertEquals(3, client.view().ticks());
    assertEquals(3 + 2 * 2, client.view().playerTicks());
  }

  @Test
  void whatIsNoMessageEndsTheConnection() {
    receive(new byte[] {0, 1, 0});
    byte[] whole = state(9, new int[] {0, 1}, new int[] {5, 6});
    events.take();
    client.onMessage(false, whole, 0, whole.length - 1, 0);
    client.onMessage(false, whole, 0, 5, 0);
    client.onMessage(false, whole, 0, 0, 0);
    client.onMessage(true, whole, 0, whole.length, 0);
    assertEquals(
        List.of(
            "fail malformed_frame",
            "fail malformed_frame",
            "fail malformed_frame",
            "fail malformed_frame"),
        events.take());
  }

  @Test
  void inputsAreNumberedUnitVectors() {
    receive(new byte[] {0, 1, 0});
    client.onInputDue(70, 80);
    client.onInputDue(90, 95);
    assertEquals(
        List.of("joined 20/1", "await 1 due 70", "input", "await 2 due 90", "input"),
        events.take());
    for (int i = 0; i < 2; i++) {
      ByteBuffer in = ByteBuffer.wrap(events.sent.get(i)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(13, in.remaining());
      assertEquals(1, in.get());
      assertEquals(i + 1, in.getInt());
      assertEquals(1, Math.hypot(in.getFloat(), in.getFloat()), 1e-6);
    }
    assertFalse(
        Arrays.equals(events.sent.get(0), 5, 13, events.sent.get(1), 5, 13),
        "it turns with every input");
  }
}
