package dev.backbeat.load.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final int LIMIT = 100_000;

  private final List<String> seen = new ArrayList<>();

  private final FrameReader.Sink sink =
      new FrameReader.Sink() {
        @Override
        public void onMessage(boolean text, byte[] data, int offset, int length) {
          int hash = Arrays.hashCode(Arrays.copyOfRange(data, offset, offset + length));
          seen.add((text ? "text " : "binary ") + length + " " + hash);
        }

        @Override
        public void onPing(byte[] data, int offset, int length) {
          seen.add("ping " + new String(data, offset, length));
        }

        @Override
        public void onClose(int code, String reason) {
          seen.add("close " + code + " " + reason);
        }

        @Override
        public void onProtocolError(String what) {
          seen.add("error");
        }
      };

  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length < 65_536) {
      out.write(126);
      out.write(payload.length >>> 8);
      out.write(payload.length);
    } else {
      out.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >>> shift));
      }
    }
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static String binary(byte[] payload) {
    return "binary " + payload.length + " " + Arrays.hashCode(payload);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] b = new byte[length];
    new Random(seed).nextBytes(b);
    return b;
  }

  @Test
  void findsAllFramesHoweverTheBytesAreCut() {
    byte[][] payloads = {bytes(0, 1), bytes(125, 2), bytes(126, 3), bytes(70_000, 4), bytes(5, 5)};
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    for (byte[] p : payloads) {
      stream.writeBytes(frame(0x82, p));
      expected.add(binary(p));
      stream.writeBytes(frame(0x89, "hi".getBytes()));
      expected.add("ping hi");
    }
    byte[] all = stream.toByteArray();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      seen.clear();
      FrameReader reader = new FrameReader(LIMIT);
      int most = round == 0 ? 1 : round == 1 ? all.length : 1 + random.nextInt(4000);
      for (int at = 0; at < all.length; ) {
        int n = Math.min(all.length - at, round < 2 ? most : 1 + random.nextInt(most));
        // Elsewhere in a larger array, which is overwritten afterwards as a reused one is.
        byte[] scratch = new byte[n + 7];
        System.arraycopy(all, at, scratch, 7, n);
        reader.feed(scratch, 7, n, sink);
        Arrays.fill(scratch, (byte) 0x55);
        at += n;
      }
      assertEquals(expected, seen, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void assemblesFragmentsAroundAPing() {
    FrameReader reader = new FrameReader(LIMIT);
    byte[] whole = bytes(3000, 6);
    for (byte[] part :
        new byte[][] {
          frame(0x02, Arrays.copyOfRange(whole, 0, 1000)),
          frame(0x89, "p".getBytes()),
          frame(0x00, Arrays.copyOfRange(whole, 1000, 1001)),
          frame(0x80, Arrays.copyOfRange(whole, 1001, 3000))
        }) {
      reader.feed(part, 0, part.length, sink);
    }
    assertEquals(List.of("ping p", binary(whole)), seen);
  }

  @Test
  void readsCloseWithAndWithoutCode() {
    byte[] with = frame(0x88, new byte[] {0x03, (byte) 0xe9, 'b', 'y', 'e'});
    new FrameReader(LIMIT).feed(with, 0, with.length, sink);
    byte[] without = frame(0x88, new byte[0]);
    new FrameReader(LIMIT).feed(without, 0, without.length, sink);
    assertEquals(List.of("close 1001 bye", "close 1005 "), seen);
  }

  @Test
  void refusesWhatAServerMustNotSend() {
    byte[][] wrong = {
      {(byte) 0x82, (byte) 0x81, 1, 2, 3, 4, 5}, // masked
      {(byte) 0xc2, 0}, // a reserved bit
      {(byte) 0x83, 0}, // an unknown opcode
      {(byte) 0x80, 0}, // a continuation of nothing
      {(byte) 0x82, 127, 0, 0, 0, 0, 0, 1, (byte) 0x86, (byte) 0xa1}, // 100,001 bytes
      {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1},
      {0x02, 0, 0x02, 0} // a message inside a fragmented one
    };
    for (byte[] w : wrong) {
      seen.clear();
      FrameReader reader = new FrameReader(LIMIT);
      reader.feed(w, 0, w.length, sink);
      byte[] good = frame(0x82, bytes(1, 1));
      reader.feed(good, 0, good.length, sink);
      assertEquals(List.of("error"), seen, Arrays.toString(w));
    }
  }

  @Test
  void boundsFragmentedMessages() {
    FrameReader reader = new FrameReader(1000);
    byte[] first = frame(0x02, bytes(600, 1));
    byte[] second = frame(0x80, bytes(600, 2));
    reader.feed(first, 0, first.length, sink);
    assertTrue(seen.isEmpty());
    reader.feed(second, 0, second.length, sink);
    assertEquals(List.of("error"), seen);
  }
}
