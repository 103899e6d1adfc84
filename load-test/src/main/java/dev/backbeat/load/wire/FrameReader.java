package dev.backbeat.load.wire;

import java.util.Arrays;

/**
 * Takes the bytes of a WebSocket connection as they come and finds the server's frames in them (RFC
 * 6455 section 5.2). Complete messages in one read are handed on where they lie, without a copy;
 * only the tail of a read is kept. One thread.
 */
final class FrameReader {
  /** What is found. Offsets are into the given array, which is valid during the call only. */
  interface Sink {
    void onMessage(boolean text, byte[] data, int offset, int length);

    void onPing(byte[] data, int offset, int length);

    /**
     * @param code 1005 if the frame carries none
     */
    void onClose(int code, String reason);

    /** The connection is useless from here on. */
    void onProtocolError(String what);
  }

  private static final byte[] EMPTY = {};

  private final int maxMessageBytes;
  private byte[] pending = EMPTY;
  private int pendingLength;
  private byte[] fragments = EMPTY;
  private int fragmentsLength;
  private int fragmentsOpcode;
  private boolean failed;

  FrameReader(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** The next bytes of the connection. */
  void feed(byte[] data, int offset, int length, Sink sink) {
    if (failed) {
      return;
    }
    if (pendingLength == 0) {
      int used = parse(data, offset, length, sink);
      keep(data, offset + used, length - used);
    } else {
      ensurePending(pendingLength + length);
      System.arraycopy(data, offset, pending, pendingLength, length);
      pendingLength += length;
      int used = parse(pending, 0, pendingLength, sink);
      System.arraycopy(pending, used, pending, 0, pendingLength - used);
      pendingLength -= used;
    }
  }

  private void keep(byte[] data, int offset, int length) {
    if (length > 0) {
      ensurePending(length);
      System.arraycopy(data, offset, pending, 0, length);
    }
    pendingLength = length;
  }

  private void ensurePending(int length) {
    if (pending.length < length) {
      pending = Arrays.copyOf(pending, Math.max(512, Integer.highestOneBit(length - 1) << 1));
    }
  }

  /** Returns how many bytes were complete frames. */
  private int parse(byte[] data, int offset, int length, Sink sink) {
    int at = offset;
    int end = offset + length;
    while (!failed && end - at >= 2) {
      int first = data[at] & 0xff;
      int second = data[at + 1] & 0xff;
      int header = 2;
      long size = second & 0x7f;
      if (size == 126) {
        header = 4;
      } else if (size == 127) {
        header = 10;
      }
      if (end - at < header) {
        break;
      }
      if (header > 2) {
        size = 0;
        for (int i = 2; i < header; i++) {
          size = size << 8 | (data[at + i] & 0xff);
        }
      }
      if ((first & 0x70) != 0 || (second & 0x80) != 0) {
        fail(sink, "a reserved bit or a masked frame from the server");
        return length;
      }
      if (size < 0 || size > maxMessageBytes) {
        fail(sink, "a frame of " + size + " bytes");
        return length;
      }
      if (end - at - header < size) {
        break;
      }
      frame((first & 0x80) != 0, first & 0x0f, data, at + header, (int) size, sink);
      at += header + (int) size;
    }
    return failed ? length : at - offset;
  }

  private void frame(boolean fin, int opcode, byte[] data, int offset, int length, Sink sink) {
    switch (opcode) {
      case 0 -> continuation(fin, data, offset, length, sink);
      case 1, 2 -> {
        if (fragmentsOpcode != 0) {
          fail(sink, "a new message inside a fragmented one");
        } else if (fin) {
          sink.onMessage(opcode == 1, data, offset, length);
        } else {
          fragmentsOpcode = opcode;
          append(data, offset, length, sink);
        }
      }
      case 8 -> {
        int code = length >= 2 ? (data[offset] & 0xff) << 8 | (data[offset + 1] & 0xff) : 1005;
        String reason =
            length > 2
                ? new String(data, offset + 2, length - 2, java.nio.charset.StandardCharsets.UTF_8)
                : "";
        sink.onClose(code, reason);
      }
      case 9 -> sink.onPing(data, offset, length);
      case 10 -> {
        // A pong that nobody asked for: allowed, means nothing.
      }
      default -> fail(sink, "a frame with opcode " + opcode);
    }
  }

  private void continuation(boolean fin, byte[] data, int offset, int length, Sink sink) {
    if (fragmentsOpcode == 0) {
      fail(sink, "a continuation of nothing");
      return;
    }
    append(data, offset, length, sink);
    if (fin && !failed) {
      boolean text = fragmentsOpcode == 1;
      int size = fragmentsLength;
      fragmentsOpcode = 0;
      fragmentsLength = 0;
      sink.onMessage(text, fragments, 0, size);
    }
  }

  private void append(byte[] data, int offset, int length, Sink sink) {
    int size = fragmentsLength + length;
    if (size > maxMessageBytes) {
      fail(sink, "a fragmented message of " + size + " bytes");
      return;
    }
    if (fragments.length < size) {
      fragments = Arrays.copyOf(fragments, Math.max(512, size * 2));
    }
    System.arraycopy(data, offset, fragments, fragmentsLength, length);
    fragmentsLength = size;
  }

  private void fail(Sink sink, String what) {
    failed = true;
    sink.onProtocolError(what);
  }
}
