package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's strict decoder says what UTF-8 is. */
class Utf8Test {
  private static final int[] EDGES = {
    0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean accepts(byte[] bytes, int... cuts) {
    Utf8 utf8 = new Utf8();
    utf8.begin();
    int from = 0;
    for (int cut : cuts) {
      if (!utf8.accepts(Unpooled.wrappedBuffer(bytes, from, cut - from), false)) {
        return false;
      }
      from = cut;
    }
    return utf8.accepts(Unpooled.wrappedBuffer(bytes, from, bytes.length - from), true);
  }

  @Test
  void everyEdgeInEveryPlaceAgreesWithTheStrictDecoder() {
    for (int a : EDGES) {
      for (int b : EDGES) {
        for (int c : EDGES) {
          for (int d : EDGES) {
            byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
            assertEquals(isUtf8(bytes), accepts(bytes), () -> Arrays.toString(bytes));
          }
        }
      }
    }
  }

  @Test
  void splitsChangeNothing() {
    long seed = 11;
    Random random = new Random(seed);
    for (int n = 0; n < 20_000; n++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) EDGES[random.nextInt(EDGES.length)];
      }
      int cut = random.nextInt(bytes.length + 1);
      assertEquals(
          isUtf8(bytes), accepts(bytes, cut), () -> Arrays.toString(bytes) + " seed " + seed);
    }
    byte[] all = "κόσμε 😀 €".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i <= all.length; i++) {
      for (int j = i; j <= all.length; j++) {
        assertEquals(true, accepts(all, i, j));
      }
    }
  }
}
