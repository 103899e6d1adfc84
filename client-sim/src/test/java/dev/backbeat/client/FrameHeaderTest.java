package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.Pong;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {
  private final FrameHeader header = new FrameHeader();

  private static ServerFrame random(Random random) {
    ServerFrame.Builder frame = ServerFrame.newBuilder();
    if (random.nextInt(8) != 0) {
      frame.setTick(random.nextInt() >>> random.nextInt(32));
      frame.setInputTick(random.nextInt() >>> random.nextInt(32));
      frame.setInputLeadQ8(random.nextInt() >> random.nextInt(32));
      frame.setReset(random.nextInt(4) == 0);
      frame.setEventsLost(random.nextInt(3));
      frame.setInputBatchTicks(random.nextInt(5));
      frame.setLateInputs(random.nextInt(3));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      frame.addCells(CellSlice.newBuilder().setCell(random.nextInt()).setKeyframe(true));
      frame.addEvents(Event.newBuilder().setTick(random.nextInt()).addTexts("kill"));
    }
    if (random.nextInt(4) == 0) {
      frame.setWelcome(Welcome.newBuilder().setSession("s").setTickHz(30));
    }
    if (random.nextInt(4) == 0) {
      frame.setPong(Pong.newBuilder().setServerTickQ8(random.nextLong()));
    }
    if (random.nextInt(4) == 0) {
      frame.setOwnEntity(random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      frame.setUnknownFields(
          UnknownFieldSet.newBuilder()
              .addField(
                  40 + random.nextInt(100),
                  UnknownFieldSet.Field.newBuilder()
                      .addVarint(random.nextLong())
                      .addFixed32(random.nextInt())
                      .addFixed64(random.nextLong())
                      .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                      .build())
              .build());
    }
    return frame.build();
  }

  private void assertSame(ServerFrame frame, String message) {
    assertEquals(frame.getTick(), header.tick(), message);
    assertEquals(frame.getInputTick(), header.inputTick(), message);
    assertEquals(frame.getInputLeadQ8(), header.inputLeadQ8(), message);
    assertEquals(frame.getReset(), header.reset(), message);
    assertEquals(frame.getEventsLost(), header.eventsLost(), message);
    assertEquals(frame.getInputBatchTicks(), header.inputBatchTicks(), message);
    assertEquals(frame.getLateInputs(), header.lateInputs(), message);
    assertEquals(frame.getCellsCount(), header.cellSlices(), message);
    assertEquals(frame.hasWelcome(), header.hasWelcome(), message);
    assertEquals(frame.hasWelcome() || frame.hasPong(), header.hasControl(), message);
  }

  @Test
  void readsWhatProtobufReads() {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      ServerFrame frame = random(random);
      assertTrue(header.parse(Buffer.buffer(frame.toByteArray())), "seed " + seed);
      assertSame(frame, "seed " + seed + ", frame " + i);
    }
  }

  @Test
  void readsFromDirectBuffersAndFromTheMiddleOfArrays() {
    long seed = 15;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      ServerFrame frame = random(random);
      String message = "seed " + seed + ", frame " + i;
      byte[] bytes = frame.toByteArray();
      byte[] padded = new byte[bytes.length + 5];
      random.nextBytes(padded);
      System.arraycopy(bytes, 0, padded, 2, bytes.length);
      assertTrue(header.parse(padded, 2, bytes.length), message);
      assertSame(frame, message);

      ByteBuf direct = Unpooled.directBuffer(padded.length).writeBytes(padded);
      assertTrue(header.parse(direct.slice(2, bytes.length)), message);
      assertSame(frame, message);
      direct.release();
      ByteBuf sliced = Unpooled.wrappedBuffer(padded).slice(2, bytes.length);
      assertTrue(header.parse(sliced), message);
      assertSame(frame, message);
    }
  }

  @Test
  void fieldsMayComeInAnyOrder() throws Exception {
    long seed = 12;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      ServerFrame frame = random(random);
      List<byte[]> parts = new ArrayList<>();
      frame
          .getAllFields()
          .forEach(
              (field, value) ->
                  parts.add(ServerFrame.newBuilder().setField(field, value).build().toByteArray()));
      Collections.shuffle(parts, random);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        bytes.write(part);
      }
      assertTrue(header.parse(Unpooled.wrappedBuffer(bytes.toByteArray())));
      assertSame(ServerFrame.parseFrom(bytes.toByteArray()), "seed " + seed + ", frame " + i);
    }
  }

  @Test
  void aCutFrameIsRefusedExactlyWhereProtobufRefusesIt() {
    long seed = 13;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] whole = random(random).toByteArray();
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = java.util.Arrays.copyOf(whole, length);
        boolean valid;
        try {
          ServerFrame.parseFrom(cut);
          valid = true;
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
          valid = false;
        }
        assertEquals(
            valid, header.parse(Buffer.buffer(cut)), "seed " + seed + ", length " + length);
      }
    }
  }

  @Test
  void garbageIsRefusedOrSkippedButNeverThrows() {
    long seed = 14;
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[random.nextInt(64)];
      random.nextBytes(garbage);
      refused += header.parse(Buffer.buffer(garbage)) ? 0 : 1;
    }
    assertTrue(refused > 15_000, "refused " + refused);
    // A length that overflows, a varint without end, a group.
    assertFalse(header.parse(Unpooled.wrappedBuffer(new byte[] {0x3a, -1, -1, -1, -1, 0x7f})));
    assertFalse(header.parse(Unpooled.wrappedBuffer(new byte[] {8, -1, -1, -1, -1, -1, -1, -1})));
    assertFalse(header.parse(Unpooled.wrappedBuffer(new byte[] {0x0b, 0x0c})));
    assertFalse(header.parse(Unpooled.wrappedBuffer(new byte[] {0, 0})));
  }

  @Test
  void startsFromNothingForEveryFrame() {
    ServerFrame full =
        ServerFrame.newBuilder()
            .setTick(5)
            .setInputTick(4)
            .setInputLeadQ8(-3)
            .setReset(true)
            .setWelcome(Welcome.getDefaultInstance())
            .addCells(CellSlice.getDefaultInstance())
            .build();
    assertTrue(header.parse(Buffer.buffer(full.toByteArray())));
    assertTrue(header.parse(Buffer.buffer()));
    assertSame(ServerFrame.getDefaultInstance(), "empty");
  }
}
