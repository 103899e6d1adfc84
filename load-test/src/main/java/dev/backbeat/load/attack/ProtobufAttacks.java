package dev.backbeat.load.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import dev.backbeat.v1.ClientFrame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Messages that are no protobuf, or cost more than they weigh. */
final class ProtobufAttacks {
  private static final String MALFORMED = "close 1007 ERROR_MALFORMED_MESSAGE";
  private static final int INPUTS = 2;
  private static final int CHAT = 4;
  private static final int MAX_BYTES = 4_096;

  private ProtobufAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("protobuf");
    message(group, "garbage", "300 random bytes", garbage(), MALFORMED);
    message(
        group,
        "deep-groups",
        "groups nested 2,000 deep",
        repeated(0x0b | 15 << 3, 2_000),
        MALFORMED);
    message(
        group, "nested-messages", "a message in a message in a message ...", nested(), "plays on");
    message(
        group,
        "huge-length",
        "a field that announces 2 GiB",
        bytes(tag(INPUTS, 2), 0xff, 0xff, 0xff, 0xff, 0x07),
        MALFORMED);
    message(
        group,
        "negative-length",
        "a field of -1 bytes",
        bytes(tag(INPUTS, 2), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
        MALFORMED);
    message(
        group,
        "truncated-varint",
        "a number that breaks off",
        bytes(tag(3, 2), 2, tag(1, 0), 0x80),
        MALFORMED);
    message(
        group,
        "11-byte-varint",
        "a number of 11 bytes",
        bytes(
            tag(3, 2), 12, tag(1, 0), 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
            0x01),
        MALFORMED);
    message(group, "field-0", "a field with the number 0", bytes(0, 0), MALFORMED);
    message(
        group,
        "wire-type-6",
        "a wire type that does not exist",
        bytes(tag(INPUTS, 6), 0),
        MALFORMED);
    message(
        group,
        "wrong-wire-type",
        "inputs as a number: an unknown field",
        bytes(tag(INPUTS, 0), 5),
        "plays on");
    message(
        group, "end-group", "the end of a group that was not begun", bytes(tag(9, 4)), MALFORMED);
    message(group, "group-unended", "a group without an end", bytes(tag(9, 3)), MALFORMED);
    message(
        group,
        "wrong-group-end",
        "a group that ends as another",
        bytes(tag(9, 3), tag(8, 4)),
        MALFORMED);
    message(
        group,
        "name-not-utf8",
        "a chat line that is not UTF-8",
        bytes(tag(CHAT, 2), 4, tag(1, 2), 2, 0xc3, 0x28),
        MALFORMED);
    message(group, "unknown-fields", "4 KB of unknown fields", unknown(), "plays on");
    message(
        group,
        "thousand-bodies",
        "1,000 bodies in one message: the last one counts",
        bodies(),
        "plays on, ERROR_INPUT_MALFORMED",
        "plays on");
    message(
        group,
        "packed-inputs",
        "4,000 values in one batch",
        packed(4_000),
        "plays on, ERROR_INPUT_MALFORMED",
        "plays on, ERROR_INPUT_FLOOD");
    message(
        group,
        "split-columns",
        "a batch in 600 pieces",
        pieces(),
        "plays on, ERROR_INPUT_MALFORMED",
        "plays on, ERROR_INPUT_FLOOD",
        "plays on");
    group.ends(
        "million-values",
        "a batch of a million values, 1 MB",
        p -> p.anyway(Frames.of(Frames.BINARY, packed(1_000_000))),
        FrameAttacks.TOO_BIG);
    group.ends(
        "million-fields",
        "an unknown field a million times, 2 MB",
        p -> p.anyway(Frames.of(Frames.BINARY, repeated(tag(15, 0), 2_000_000))),
        FrameAttacks.TOO_BIG);
    json(group);
    return group.rows();
  }

  private static void json(Group group) {
    jsonRow(group, "json-garbage", "text that is no JSON", "}{", MALFORMED);
    jsonRow(
        group, "json-deep", "arrays nested 2,000 deep", "{\"x\":" + "[".repeat(2_000), MALFORMED);
    jsonRow(
        group,
        "json-deep-valid",
        "the same, closed again",
        "{\"x\":" + "[".repeat(1_900) + "]".repeat(1_900) + "}",
        MALFORMED,
        "plays on");
    jsonRow(
        group,
        "json-deep-any",
        "objects nested 600 deep in an unknown field",
        "{\"x\":" + "{\"a\":".repeat(600) + "1" + "}".repeat(601),
        MALFORMED,
        "plays on");
    jsonRow(
        group,
        "json-number-bomb",
        "1e999999999 as an input",
        "{\"inputs\":{\"values\":[1e999999999]}}",
        MALFORMED);
    jsonRow(
        group,
        "json-number-unknown",
        "the same where nobody looks",
        "{\"x\":1e999999999}",
        "plays on",
        MALFORMED);
    jsonRow(
        group,
        "json-nan",
        "NaN and Infinity as inputs",
        "{\"inputs\":{\"values\":[\"NaN\",\"Infinity\",0]}}",
        MALFORMED);
    jsonRow(
        group,
        "json-two-bodies",
        "two bodies in one message",
        "{\"ping\":{},\"leave\":{}}",
        MALFORMED);
    jsonRow(group, "json-type", "a text where a message is due", "{\"join\":\"x\"}", MALFORMED);
  }

  private static void jsonRow(
      Group group, String name, String does, String text, String... expected) {
    group.row(
        name,
        does,
        t -> {
          try (Peer peer = t.joinJson()) {
            return peer.raw(Frames.text(text)).probe();
          }
        },
        expected);
  }

  private static void message(
      Group group, String name, String does, byte[] message, String... expected) {
    group.player(name, does, p -> p.raw(Frames.of(Frames.BINARY, message)), expected);
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] garbage() {
    byte[] garbage = new byte[300];
    new Random(5).nextBytes(garbage);
    garbage[0] = (byte) 0xff;
    return garbage;
  }

  private static byte[] repeated(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /**
   * Unknown field 15 within unknown field 15 ...: to a parser that does not know it, just bytes.
   */
  private static byte[] nested() {
    ByteString inner = ByteString.EMPTY;
    for (int i = 0; i < 900; i++) {
      inner =
          UnknownFieldSet.newBuilder()
              .addField(15, UnknownFieldSet.Field.newBuilder().addLengthDelimited(inner).build())
              .build()
              .toByteString();
    }
    return inner.toByteArray();
  }

  private static byte[] unknown() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int field = 100; out.size() < MAX_BYTES - 4; field++) {
      int tag = WireFormat.WIRETYPE_VARINT | field << 3;
      out.write(tag & 0x7f | 0x80);
      out.write(tag >> 7 & 0x7f);
      out.write(1);
    }
    return out.toByteArray();
  }

  private static byte[] bodies() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      out.writeBytes(bytes(tag(6 - i % 2 * 3, 2), 0)); // watch and ping in turn
    }
    out.writeBytes(bytes(tag(INPUTS, 2), 0));
    return out.toByteArray();
  }

  private static byte[] packed(int values) {
    ByteArrayOutputStream column = new ByteArrayOutputStream();
    for (int i = 0; i < values; i++) {
      column.write(2);
    }
    dev.backbeat.v1.InputBatch.Builder batch = dev.backbeat.v1.InputBatch.newBuilder();
    batch.setFirstTick(5);
    UnknownFieldSet.Field packed =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(column.toByteArray()))
            .build();
    batch.setUnknownFields(UnknownFieldSet.newBuilder().addField(2, packed).build());
    return ClientFrame.newBuilder().setInputs(batch).build().toByteArray();
  }

  private static byte[] pieces() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 600; i++) {
      out.writeBytes(bytes(tag(INPUTS, 2), 3, tag(2, 2), 1, 2));
    }
    return out.toByteArray();
  }
}
