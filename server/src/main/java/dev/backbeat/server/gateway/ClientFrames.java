package dev.backbeat.server.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.v1.ClientFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes what clients send. What does not decode is null: hostile input is cheap and quiet. */
final class ClientFrames {
  private static final JsonFormat.Parser JSON = JsonFormat.parser().ignoringUnknownFields();

  private ClientFrames() {}

  /** One binary message, or null. */
  static ClientFrame binary(byte[] bytes, int length) {
    try {
      return ClientFrame.parser().parseFrom(bytes, 0, length);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** One message of proto3 JSON in UTF-8, or null. */
  static ClientFrame json(byte[] bytes, int length) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      ClientFrame.Builder builder = ClientFrame.newBuilder();
      JSON.merge(text, builder);
      ClientFrame frame = builder.build();
      // Half a character can be written as an escape; in a protobuf string there is no such thing.
      byte[] binary = frame.toByteArray();
      return frame.equals(binary(binary, binary.length)) ? frame : null;
    } catch (CharacterCodingException
        | InvalidProtocolBufferException
        | IllegalStateException
        | NumberFormatException e) {
      // The last two are what the JSON reader lets through for odd literals.
      return null;
    }
  }
}
