package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.CodedOutputStream;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.Pong;
import dev.backbeat.v1.ServerFrame;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against protobuf's own writer. */
class WireBufferTest {
  @Test
  void sizesAndZigZagAreProtobufs() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      int value = i == 0 ? 0 : random.nextInt() >>> random.nextInt(32);
      assertEquals(CodedOutputStream.computeUInt32SizeNoTag(value), WireBuffer.varintSize(value));
      assertEquals(CodedOutputStream.encodeZigZag32(-value), WireBuffer.zigZag(-value));
      WireBuffer buffer = new WireBuffer();
      buffer.putVarint(value);
      assertEquals(WireBuffer.varintSize(value), buffer.size());
    }
  }

  @Test
  void longVarintsAreProtobufs() {
    for (long value : new long[] {0, 1, 127, 128, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      WireBuffer buffer = new WireBuffer();
      if (value != 0) {
        buffer.putTag(Pong.SERVER_TICK_Q8_FIELD_NUMBER, WireBuffer.VARINT);
        buffer.putVarint64(value);
      }
      assertArrayEquals(
          Pong.newBuilder().setServerTickQ8(value).build().toByteArray(), buffer.toByteArray());
    }
  }

  @Test
  void eventsAreProtobufs() {
    Random random = new Random(2);
    EventWriter writer = new EventWriter();
    WireBuffer buffer = new WireBuffer();
    ServerFrame.Builder expected = ServerFrame.newBuilder();
    for (int i = 0; i < 200; i++) {
      int[] args = random.ints(random.nextInt(4)).toArray();
      String[] texts = {"ascii", "grüße, 世界 😀", "", "x".repeat(random.nextInt(300))};
      Event.Builder event =
          Event.newBuilder()
              .setTick(i)
              .setType(i % 3)
              .setX(random.nextInt(3) - 1)
              .setY(random.nextInt())
              .addAllTexts(List.of(texts));
      for (int arg : args) {
        event.addArgs(arg);
      }
      expected.addEvents(event);
      writer.write(buffer, i, i % 3, event.getX(), event.getY(), args, texts);
    }
    assertArrayEquals(expected.build().toByteArray(), buffer.toByteArray());
  }

  @Test
  void unpairedSurrogatesBecomeQuestionMarks() throws Exception {
    WireBuffer buffer = new WireBuffer();
    new EventWriter().write(buffer, 1, 0, 0, 0, new int[0], "a\ud83d", "\ude00b", "\ud83dc");
    assertEquals(
        List.of("a?", "?b", "?c"),
        ServerFrame.parseFrom(buffer.toByteArray()).getEvents(0).getTextsList());
  }
}
