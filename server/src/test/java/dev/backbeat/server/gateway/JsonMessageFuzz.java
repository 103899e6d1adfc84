package dev.backbeat.server.gateway;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.Point;
import dev.backbeat.v1.Watch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as a message of the JSON subprotocol, and of the binary one: a frame or null, never an
 * exception; and a frame that was read says the same after it went through the other form.
 */
public final class JsonMessageFuzz {
  private JsonMessageFuzz() {}

  /** One message. */
  public static void fuzzerTestOneInput(byte[] data) throws InvalidProtocolBufferException {
    ClientFrame json = ClientFrames.json(data, data.length);
    if (json != null) {
      byte[] binary = json.toByteArray();
      require(json.equals(ClientFrames.binary(binary, binary.length)), json);
    }
    ClientFrame binary = ClientFrames.binary(data, data.length);
    if (binary != null) {
      byte[] text = JsonFormat.printer().print(binary).getBytes(StandardCharsets.UTF_8);
      ClientFrame back = ClientFrames.json(text, text.length);
      require(back != null && back.equals(withoutUnknown(binary)), binary);
    }
  }

  /** JSON has no unknown fields to keep. */
  private static ClientFrame withoutUnknown(ClientFrame frame)
      throws InvalidProtocolBufferException {
    return DiscardUnknownFieldsParser.wrap(ClientFrame.parser()).parseFrom(frame.toByteString());
  }

  private static void require(boolean same, ClientFrame frame) {
    if (!same) {
      throw new AssertionError("another frame came back of " + frame);
    }
  }

  /** One of each message, in both forms, and oddities of JSON. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    List<ClientFrame> frames =
        List.of(
            ClientFrame.newBuilder()
                .setJoin(Join.newBuilder().setProtocolVersion(1).setRoom("any").setName("bob"))
                .build(),
            ClientFrame.newBuilder()
                .setInputs(
                    InputBatch.newBuilder()
                        .setFirstTick(7)
                        .addAllValues(Arrays.asList(127, -127, 4095))
                        .addAllPresses(Arrays.asList(1, -1))
                        .addViewLagQ8(300))
                .build(),
            ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(-5)).build(),
            ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText("hé\n")).build(),
            ClientFrame.newBuilder()
                .setWatch(Watch.newBuilder().setPoint(Point.newBuilder().setX(-9).setY(3)))
                .build());
    for (ClientFrame frame : frames) {
      seeds.add(frame.toByteArray());
      try {
        seeds.add(JsonFormat.printer().print(frame).getBytes(StandardCharsets.UTF_8));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    for (String odd :
        List.of(
            "{}",
            "null",
            "[]",
            "{\"ping\":{\"clientTimeUs\":\"1e3\"}}",
            "{\"inputs\":{\"values\":[1e999,NaN,-0]}}",
            "{\"chat\":{\"text\":\"\\ud800\"}}",
            "{\"join\":{\"name\":null},\"leave\":{}}",
            "{'leave':{}}//x",
            "[".repeat(2000))) {
      seeds.add(odd.getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }
}
