package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Ping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the reader reads, the generated parser reads the same. */
class InputFrameReaderTest {
  private static final int AXES = 3;
  private static final int ACTIONS = 2;
  private static final int RANDOM_FRAMES = 20_000;
  private static final int MUTATIONS = 10;

  private final InputFrameReader reader = new InputFrameReader(AXES, ACTIONS);

  @Test
  void framesInAnyEncodingAreReadAsTheParserDoes() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < RANDOM_FRAMES; i++) {
      byte[] frame = randomFrame(random);
      assertTrue(agrees(frame, "seed " + seed), () -> "seed " + seed + ": " + hex(frame));
    }
  }

  @Test
  void whatIsBrokenIsReadAsTheParserDoesOrLeftToIt() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int read = 0;
    int left = 0;
    for (int i = 0; i < RANDOM_FRAMES; i++) {
      byte[] frame = randomFrame(random);
      for (int m = 0; m < MUTATIONS; m++) {
        byte[] mutated = frame.clone();
        for (int n = random.nextInt(1, 4); n > 0; n--) {
          mutated[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        if (agrees(mutated, "seed " + seed)) {
          read++;
        } else {
          left++;
        }
      }
    }
    assertTrue(read > RANDOM_FRAMES && left > RANDOM_FRAMES, read + " read, " + left + " left");
  }

  @Test
  void framesThatEndEarlyAreLeftToTheParser() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < RANDOM_FRAMES / 20; i++) {
      byte[] frame = randomFrame(random);
      for (int length = 0; length < frame.length; length++) {
        agrees(Arrays.copyOf(frame, length), "seed " + seed + ", " + hex(frame));
      }
    }
  }

  @Test
  void extremesAreRead() throws IOException {
    for (int value : new int[] {0, 1, -1, 63, -64, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      InputBatch batch =
          InputBatch.newBuilder()
              .setFirstTick(value)
              .addAllValues(List.of(value, value, value))
              .addAllPresses(List.of(value, value))
              .addViewLagQ8(value)
              .build();
      assertTrue(agrees(ClientFrame.newBuilder().setInputs(batch).build().toByteArray(), ""));
    }
    assertTrue(agrees(new byte[] {18, 0}, "an empty batch is a batch"));
  }

  @Test
  void aFullBatchIsReadAndOneMoreIsNot() throws IOException {
    InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(1);
    for (int i = 0; i < InputBatches.MAX_INPUTS * AXES; i++) {
      batch.addValues(i);
    }
    for (int i = 0; i < InputBatches.MAX_INPUTS * ACTIONS; i++) {
      batch.addPresses(i);
    }
    assertTrue(agrees(ClientFrame.newBuilder().setInputs(batch).build().toByteArray(), ""));
    for (int i = 0; i < InputBatches.MAX_INPUTS; i++) {
      batch.addViewLagQ8(i);
    }
    assertTrue(agrees(ClientFrame.newBuilder().setInputs(batch).build().toByteArray(), ""));
    batch.addViewLagQ8(0);
    InputBatch tooManyLags = batch.build();
    assertFalse(agrees(ClientFrame.newBuilder().setInputs(tooManyLags).build().toByteArray(), ""));
    assertFalse(reader.load(tooManyLags));
    batch.clearViewLagQ8().addPresses(0);
    assertFalse(agrees(ClientFrame.newBuilder().setInputs(batch).build().toByteArray(), ""));
  }

  @Test
  void whatIsNotOneBatchOfInputsIsLeftToTheParser() throws IOException {
    byte[] inputs = randomFrame(new SplittableRandom(1));
    byte[] ping =
        ClientFrame.newBuilder()
            .setPing(Ping.newBuilder().setClientTimeUs(7))
            .build()
            .toByteArray();
    byte[] leave =
        ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()).build().toByteArray();
    assertFalse(agrees(new byte[0], "no body"));
    assertFalse(agrees(ping, "a ping"));
    assertFalse(agrees(leave, "a leave"));
    assertFalse(agrees(concat(inputs, leave), "the last body counts"));
    assertFalse(agrees(concat(ping, inputs), "the last body counts"));
    assertFalse(agrees(concat(inputs, inputs), "two batches are merged"));
  }

  /** Whether the reader read the frame; fails if it did and the parser sees something else. */
  private boolean agrees(byte[] frame, String hint) {
    byte[] shifted = new byte[frame.length + 2];
    System.arraycopy(frame, 0, shifted, 1, frame.length);
    Arrays.fill(shifted, frame.length + 1, shifted.length, (byte) 8);
    if (!reader.read(shifted, 1, frame.length)) {
      return false;
    }
    try {
      ClientFrame parsed = ClientFrame.parseFrom(frame);
      assertTrue(parsed.hasInputs(), () -> hint + ": " + hex(frame));
      InputBatch batch = parsed.getInputs();
      assertEquals(batch.getFirstTick(), reader.firstTick(), () -> hint + ": " + hex(frame));
      assertEquals(
          batch.getValuesList(),
          list(reader.values(), reader.valueCount()),
          () -> hint + ": " + hex(frame));
      assertEquals(
          batch.getPressesList(),
          list(reader.presses(), reader.pressCount()),
          () -> hint + ": " + hex(frame));
      assertEquals(
          batch.getViewLagQ8List(),
          list(reader.viewLagsQ8(), reader.viewLagCount()),
          () -> hint + ": " + hex(frame));
      return true;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(hint + ": read, but the parser refuses " + hex(frame), e);
    }
  }

  private static List<Integer> list(int[] array, int count) {
    return Arrays.stream(array, 0, count).boxed().toList();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  // ---- Frames that the reader must be able to read ----

  private byte[] randomFrame(SplittableRandom random) throws IOException {
    byte[] batch = randomBatch(random);
    List<byte[]> fields = new ArrayList<>();
    fields.add(field(2 << 3 | 2, ByteString.copyFrom(batch)));
    for (int n = random.nextInt(4) - 2; n > 0; n--) {
      fields.add(random.nextInt(fields.size() + 1), unknown(random, random.nextInt(7, 99)));
    }
    return join(fields);
  }

  private byte[] randomBatch(SplittableRandom random) throws IOException {
    List<byte[]> fields = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      fields.add(scalar(1, random.nextInt(1 << random.nextInt(1, 31)), random));
    }
    numbers(2, random.nextInt(InputBatches.MAX_INPUTS * AXES / 3), random, fields);
    numbers(3, random.nextInt(InputBatches.MAX_INPUTS * ACTIONS / 3), random, fields);
    numbers(4, random.nextInt(2) * random.nextInt(InputBatches.MAX_INPUTS), random, fields);
    for (int n = random.nextInt(4) - 2; n > 0; n--) {
      fields.add(unknown(random, random.nextInt(5, 99)));
    }
    for (int i = fields.size() - 1; i > 0; i--) { // Shuffled.
      int j = random.nextInt(i + 1);
      byte[] swapped = fields.get(i);
      fields.set(i, fields.get(j));
      fields.set(j, swapped);
    }
    return join(fields);
  }

  /** The same list in one or several pieces, each packed or a single number. */
  private void numbers(int field, int count, SplittableRandom random, List<byte[]> into)
      throws IOException {
    for (int left = count; left > 0; ) {
      if (random.nextInt(3) == 0) {
        into.add(scalar(field, random.nextInt() >> random.nextInt(32), random));
        left--;
        continue;
      }
      int piece = random.nextInt(0, left + 1);
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      for (int i = 0; i < piece; i++) {
        packed.write(varint(random.nextInt() >> random.nextInt(32), random));
      }
      into.add(field(field << 3 | 2, ByteString.copyFrom(packed.toByteArray())));
      left -= piece;
    }
  }

  private byte[] scalar(int field, int value, SplittableRandom random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(field << 3);
    out.write(varint(value, random));
    return out.toByteArray();
  }

  /** Sign-extended or not, at its shortest or with bytes that add nothing. */
  private static byte[] varint(int value, SplittableRandom random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    switch (random.nextInt(4)) {
      case 0 -> out.writeUInt64NoTag(value);
      case 1 -> out.writeUInt64NoTag(Integer.toUnsignedLong(value) | random.nextLong() << 32);
      default -> out.writeUInt32NoTag(value);
    }
    out.flush();
    byte[] shortest = bytes.toByteArray();
    int longer = random.nextInt(5) > 0 ? 0 : random.nextInt(11 - shortest.length);
    byte[] padded = Arrays.copyOf(shortest, shortest.length + longer);
    for (int i = shortest.length - 1; i < padded.length - 1; i++) {
      padded[i] |= (byte) 0x80;
    }
    return padded;
  }

  private static byte[] unknown(SplittableRandom random, int field) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    switch (random.nextInt(4)) {
      case 0 -> out.writeUInt64(field, random.nextLong() >>> random.nextInt(64));
      case 1 -> out.writeFixed32(field, random.nextInt());
      case 2 -> out.writeFixed64(field, random.nextLong());
      default -> out.writeByteArray(field, new byte[random.nextInt(200)]);
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] field(int tag, ByteString content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(WireFormat.getTagFieldNumber(tag), WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeBytesNoTag(content);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] join(List<byte[]> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fields.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
