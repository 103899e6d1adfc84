package dev.backbeat.load.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  @Test
  void masksPayloadsOfEveryLength() {
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 2, 3, 4, 5, 22, 125, 126, 127, 4096, 65_535}) {
      byte[] payload = new byte[length + 3];
      random.nextBytes(payload);
      int mask = random.nextInt();
      ByteBuffer out = ByteBuffer.allocateDirect(66_000);
      FrameWriter.write(FrameWriter.BINARY, payload, 3, length, mask, out);
      out.flip();

      assertEquals(0x82, out.get() & 0xff);
      int second = out.get() & 0xff;
      assertEquals(0x80, second & 0x80, "clients mask");
      int said = (second & 0x7f) == 126 ? out.getShort() & 0xffff : second & 0x7f;
      assertEquals(length, said);
      byte[] key = new byte[4];
      out.get(key);
      byte[] body = new byte[length];
      out.get(body);
      assertEquals(0, out.remaining());
      for (int i = 0; i < length; i++) {
        body[i] ^= key[i & 3];
      }
      assertArrayEquals(Arrays.copyOfRange(payload, 3, length + 3), body);
    }
  }

  @Test
  void refusesWhatItHasNoHeaderFor() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FrameWriter.write(2, new byte[65_536], 0, 65_536, 1, ByteBuffer.allocate(66_000)));
  }
}
