package dev.backbeat.load;

/**
 * Reads from the bytes of a ServerFrame what a light client needs, without decoding the rest and
 * without allocation: walks the top-level tags in whatever order and skips everything by its
 * length. One thread; the fields hold what the last {@link #scan} found.
 */
final class FrameScan {
  private static final int WELCOME = 16;
  private static final int ERROR = 18;
  private static final int GOODBYE = 19;

  private long tick;
  private long inputTick;
  private int inputLeadQ8;
  private boolean reset;
  private long eventsLost;
  private boolean control;

  private byte[] data;
  private int at;
  private int end;

  /**
   * Returns false if the bytes are not a protobuf message with the fields of a ServerFrame; the
   * fields then mean nothing.
   */
  boolean scan(byte[] bytes, int offset, int length) {
    data = bytes;
    at = offset;
    end = offset + length;
    tick = 0;
    inputTick = 0;
    inputLeadQ8 = 0;
    reset = false;
    eventsLost = 0;
    control = false;
    while (at < end) {
      long tag = varint();
      if (tag < 8 || !field((int) (tag >>> 3), (int) tag & 7)) {
        return false;
      }
    }
    return at == end;
  }

  private boolean field(int number, int wireType) {
    switch (wireType) {
      case 0 -> {
        long value = varint();
        switch (number) {
          case 1 -> tick = value & 0xffffffffL;
          case 2 -> inputTick = value & 0xffffffffL;
          case 3 -> inputLeadQ8 = (int) value >>> 1 ^ -((int) value & 1);
          case 4 -> reset = value != 0;
          case 10 -> eventsLost = value & 0xffffffffL;
          default -> {
            // A field for clients that decode.
          }
        }
      }
      case 1 -> at += 8;
      case 2 -> {
        long length = varint();
        if (length < 0 || length > end - at) {
          return false;
        }
        control |= number == WELCOME || number == ERROR || number == GOODBYE;
        at += (int) length;
      }
      case 5 -> at += 4;
      default -> {
        return false;
      }
    }
    return at <= end;
  }

  /** Runs past the end (and so makes the scan fail) if the bytes stop inside of it. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        at = end + 1;
        return 0;
      }
      byte b = data[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    at = end + 1;
    return 0;
  }

  /** 0 = not a tick frame. */
  long tick() {
    return tick;
  }

  long inputTick() {
    return inputTick;
  }

  int inputLeadQ8() {
    return inputLeadQ8;
  }

  boolean reset() {
    return reset;
  }

  long eventsLost() {
    return eventsLost;
  }

  /** Whether there is a welcome, an error or a goodbye, for which the frame must be decoded. */
  boolean control() {
    return control;
  }
}
