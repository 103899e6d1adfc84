package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against what the Colyseus peer sent to the second client of a room: the handshake, the state, a
 * patch with its own entry, then inputs 7 and 300 of its own, another client that comes and the
 * first one that goes.
 */
class ColyseusConversationTest {
  private final RecordingEvents events = new RecordingEvents();

  /** The first line has the session's id, each further one a message. */
  private static List<String> captured(String fields) throws IOException {
    String name = "colyseus-" + fields + ".txt";
    try (InputStream in = ColyseusConversationTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private static byte[] message(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private ColyseusConversation client(boolean decodes) {
    return new ColyseusConversation(
        Options.of("ws://h:1", 1), HttpClient.newHttpClient(), new Seat(3, "1", decodes), events);
  }

  private static ColyseusRoom room(List<String> lines) {
    byte[] handshake = message(lines.get(1));
    // Code, token (9 characters), serializer ("schema"), length of the types (one or two bytes).
    int at = 1 + 10 + 7;
    int lengthBytes = (handshake[at] & 0xff) == 0xcc ? 2 : 3;
    SchemaReflection reflection =
        SchemaReflection.parse(handshake, at + lengthBytes, handshake.length - at - lengthBytes);
    return new ColyseusRoom(reflection, lines.get(0).substring("session ".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "quantized"})
  void followsTheStateByTheTypesOfTheHandshake(String fields) throws IOException {
    List<String> lines = captured(fields);
    ColyseusRoom room = room(lines);
    int[] players = new int[lines.size()];
    long[] sequences = new long[lines.size()];
    for (int i = 2; i < lines.size(); i++) {
      byte[] bytes = message(lines.get(i));
      room.apply(bytes, 1, bytes.length - 1);
      players[i] = room.players();
      sequences[i] = room.ownSequence();
    }
    assertTrue(room.present());
    assertEquals(2, players[2], "the full state has both");
    assertEquals(3, Arrays.stream(players).max().getAsInt(), "a third one came");
    assertEquals(2, players[lines.size() - 1], "the first one went");
    assertArrayEquals(
        new long[] {0, 7, 300},
        Arrays.stream(sequences).distinct().toArray(),
        "the own input and not that of the other, which was 9");
  }

  @Test
  void answersTheHandshakeAndReportsPatches() throws IOException {
    List<String> lines = captured("float32");
    ColyseusConversation client = client(true);
    for (String line : lines.subList(1, lines.size())) {
      byte[] bytes = message(line);
      byte[] padded = new byte[bytes.length + 3];
      System.arraycopy(bytes, 0, padded, 3, bytes.length);
      client.onMessage(false, padded, 3, bytes.length, 0);
    }
    List<String> log = events.take();
    assertEquals(List.of("binary", "joined 20/1"), log.subList(0, 2));
    assertArrayEquals(new byte[] {10}, events.sent.get(0));
    int patches = lines.size() - 3;
    assertEquals("tick " + patches, log.get(log.size() - 1));
    // It asked for no seat and so does not know which session is its own.
    assertTrue(log.contains("violation client 3, patch 1: it is not there"), log.toString());
  }

  @Test
  void inputsAreMessagesOfTheRoom() {
    ColyseusConversation client = client(false);
    for (int i = 0; i < 70_000; i++) {
      client.onInputDue(0, 0);
    }
    int[][] examples = {{1, 1}, {127, 1}, {128, 2}, {255, 2}, {256, 3}, {65_535, 3}, {65_536, 5}};
    for (int[] example : examples) {
      ByteBuffer in = ByteBuffer.wrap(events.sent.get(example[0] - 1));
      assertEquals(13, in.get());
      assertEquals("\u00a5input\u0083\u00a2dx\u00cb", text(in, 11));
      double dx = in.getDouble();
      assertEquals("\u00a2dy\u00cb", text(in, 4));
      assertEquals(1, Math.hypot(dx, in.getDouble()), 1e-12);
      assertEquals("\u00a3seq", text(in, 4));
      assertEquals(example[1], in.remaining());
      SchemaBytes number = new SchemaBytes();
      byte[] rest = new byte[in.remaining()];
      in.get(rest);
      // MessagePack's numbers are big-endian, the schema's are not.
      reverse(rest, 1);
      number.wrap(rest, 0, rest.length);
      assertEquals(example[0], number.readNumber());
    }
  }

  private static void reverse(byte[] bytes, int from) {
    for (int i = from, k = bytes.length - 1; i < k; i++, k--) {
      byte b = bytes[i];
      bytes[i] = bytes[k];
      bytes[k] = b;
    }
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A patch may well be cut between two changes; the rest is refused without an exception. */
  @Test
  void noTruncatedMessageGetsThrough() throws IOException {
    List<String> lines = captured("quantized");
    for (int i = 1; i < lines.size(); i++) {
      byte[] whole = message(lines.get(i));
      for (int length = 0; length < whole.length; length++) {
        ColyseusConversation client = client(false);
        for (int before = 1; before < i; before++) {
          byte[] bytes = message(lines.get(before));
          client.onMessage(false, bytes, 0, bytes.length, 0);
        }
        events.take();
        client.onMessage(false, Arrays.copyOf(whole, length), 0, length, 0);
        if (i == 1 || length == 0) {
          assertEquals(List.of("fail malformed_frame"), events.take(), i + " cut at " + length);
        }
      }
    }
  }

  @Test
  void whatFitsNoSchemaIsRefused() throws IOException {
    List<String> lines = captured("float32");
    byte[] state = message(lines.get(2));
    for (String bad : new String[] {"ff7f8000", "8a", "ff02a0", "80ce7fffffff", "80c1"}) {
      ColyseusRoom room = room(lines);
      room.apply(state, 1, state.length - 1);
      byte[] bytes = message(bad);
      assertThrows(SchemaException.class, () -> room.apply(bytes, 0, bytes.length), bad);
    }
    assertThrows(SchemaException.class, () -> SchemaReflection.parse(new byte[0], 0, 0));
  }
}
