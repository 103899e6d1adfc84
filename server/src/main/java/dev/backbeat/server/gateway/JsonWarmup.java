package dev.backbeat.server.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ServerFrame;
import java.nio.charset.StandardCharsets;

/**
 * Prints and reads one JSON message of every kind before anybody plays. Loading that code takes a
 * few hundred milliseconds, which all players of a gateway loop would wait for when the first
 * client of {@code backbeat.v1.json} comes to it.
 */
final class JsonWarmup {
  /** Deeper than any message of the protocol. */
  private static final int MAX_DEPTH = 8;

  private JsonWarmup() {}

  /**
   * Blocks; not for an event loop.
   *
   * @return null
   * @throws IllegalStateException if a message of the protocol has no JSON form
   */
  static Void run() {
    try {
      JsonFrameWriter.print(everyFieldOf(ServerFrame.getDefaultInstance(), 0));
      for (FieldDescriptor kind : ClientFrame.getDescriptor().getFields()) {
        ClientFrame.Builder frame = ClientFrame.newBuilder();
        set(frame, kind, 0);
        byte[] json = JsonFormat.printer().print(frame).getBytes(StandardCharsets.UTF_8);
        if (!frame.build().equals(ClientFrames.json(json, json.length))) {
          throw new IllegalStateException("not read back from JSON: " + kind.getName());
        }
      }
      ClientFrames.json(new byte[] {'{'}, 1); // What is none is thrown and caught inside.
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of the protocol has no JSON form", e);
    }
    return null;
  }

  private static Message everyFieldOf(Message none, int depth) {
    Message.Builder message = none.newBuilderForType();
    for (FieldDescriptor field : none.getDescriptorForType().getFields()) {
      set(message, field, depth);
    }
    return message.build();
  }

  private static void set(Message.Builder message, FieldDescriptor field, int depth) {
    Object value = valueOf(message, field, depth);
    if (field.isRepeated()) {
      message.addRepeatedField(field, value);
    } else {
      message.setField(field, value);
    }
  }

  /** None is the default one, which would not be printed. */
  private static Object valueOf(Message.Builder message, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> 1;
      case LONG -> 1L;
      case FLOAT -> 1f;
      case DOUBLE -> 1d;
      case BOOLEAN -> true;
      case STRING -> "text";
      case BYTE_STRING -> ByteString.copyFromUtf8("text");
      case ENUM -> field.getEnumType().findValueByNumber(1);
      case MESSAGE -> {
        if (depth == MAX_DEPTH) {
          throw new IllegalStateException("endless: " + field.getFullName());
        }
        yield everyFieldOf(message.newBuilderForField(field).build(), depth + 1);
      }
    };
  }
}
