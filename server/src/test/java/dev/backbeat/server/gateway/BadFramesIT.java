package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.ServerFrame;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is wrong with a frame, whatever it would say. See {@link BadInputFixture}. */
class BadFramesIT extends BadInputFixture {
  @Test
  void textOnTheBinaryProtocol() throws IOException {
    try (WireClient client = joined("text")) {
      client.text("{\"leave\":{}}");
      assertEnd(client, ErrorCode.ERROR_TEXT_ON_BINARY_PROTOCOL, CloseCode.UNSUPPORTED_DATA);
    }
  }

  @Test
  void binaryOnTheTextProtocol() throws IOException {
    try (WireClient client = WireClient.openJson(server.port())) {
      client.frame(WireClient.BINARY, true, new byte[] {1});
      assertEnd(client, ErrorCode.ERROR_BINARY_ON_TEXT_PROTOCOL, CloseCode.UNSUPPORTED_DATA);
    }
  }

  @Test
  void garbageProtobuf() throws IOException {
    byte[] garbage = new byte[300];
    new Random(5).nextBytes(garbage);
    garbage[0] = (byte) 0xff;
    try (WireClient client = joined("garbage")) {
      client.frame(WireClient.BINARY, true, garbage);
      assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
    }
  }

  @Test
  void garbageJson() throws IOException {
    for (String text : List.of("not json", "{\"join\":{\"room\":", "[]", "{\"join\": 1e999}")) {
      try (WireClient client = WireClient.openJson(server.port())) {
        client.text(text);
        assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
      }
    }
  }

  @Test
  void jsonThatIsNotUtf8() throws IOException {
    try (WireClient client = WireClient.openJson(server.port())) {
      client.frame(WireClient.TEXT, true, new byte[] {'{', (byte) 0xc3, '}'});
      assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
    }
  }

  @Test
  void oversizeFrame() throws IOException {
    try (WireClient client = joined("oversize")) {
      client.frame(WireClient.BINARY, true, new byte[MAX_BYTES + 1]);
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void frameThatAnnouncesGigabytes() throws IOException {
    try (WireClient client = joined("gigabytes")) {
      client.raw(WireClient.header(WireClient.BINARY, true, 3L << 30, true));
      client.raw(new byte[100_000]);
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void fragmentedBeyondTheLimit() throws IOException {
    try (WireClient client = joined("fragments")) {
      client.frame(WireClient.BINARY, false, new byte[3000]);
      client.frame(WireClient.CONTINUATION, false, new byte[1000]);
      client.frame(WireClient.CONTINUATION, true, new byte[1000]);
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void fragmentsWithinTheLimitAreOneMessage() throws IOException {
    try (WireClient client = joined("fragments-ok")) {
      byte[] ping =
          ClientFrame.newBuilder()
              .setPing(Ping.newBuilder().setClientTimeUs(99))
              .build()
              .toByteArray();
      for (int i = 0; i < ping.length; i++) {
        client.frame(
            i == 0 ? WireClient.BINARY : WireClient.CONTINUATION,
            i == ping.length - 1,
            new byte[] {ping[i]});
      }
      assertEquals(99, client.await(ServerFrame::hasPong).getPong().getClientTimeUs());
    }
  }

  @Test
  void bytesThatAreNoWebSocketFrame() throws IOException {
    byte[] reservedBits = {(byte) 0xf2, (byte) 0x80, 0, 0, 0, 0};
    byte[] notMasked = {(byte) 0x82, 1, 0};
    byte[] reservedOpcode = {(byte) 0x8f, (byte) 0x80, 0, 0, 0, 0};
    byte[] continuationOfNothing = {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0};
    for (byte[] bytes : List.of(reservedBits, notMasked, reservedOpcode, continuationOfNothing)) {
      try (WireClient client = joined("no-frame")) {
        client.raw(bytes);
        assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.PROTOCOL_ERROR);
      }
    }
  }

  @Test
  void closeFramesThatNobodyMaySend() throws IOException {
    int[] codes = {0, 999, 1004, 1005, 1006, 1015, 1100, 2999, 5000, 65_535};
    for (int code : codes) {
      try (WireClient client = joined("bad-close")) {
        client.frame(WireClient.CLOSE, true, new byte[] {(byte) (code >> 8), (byte) code});
        assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.PROTOCOL_ERROR);
      }
    }
    try (WireClient client = joined("bad-close")) {
      client.frame(WireClient.CLOSE, true, new byte[] {3});
      assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.PROTOCOL_ERROR);
    }
  }

  @Test
  void textThatCannotBecomeUtf8AnyMoreEndsAtOnce() throws IOException {
    try (WireClient client = WireClient.openJson(server.port())) {
      client.frame(WireClient.TEXT, false, new byte[] {'"', (byte) 0xed});
      client.frame(WireClient.CONTINUATION, false, new byte[] {(byte) 0xa0}); // A surrogate.
      assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
    }
  }
}
