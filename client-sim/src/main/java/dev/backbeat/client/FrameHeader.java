package dev.backbeat.client;

import dev.backbeat.v1.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The few fields of a ServerFrame that a client must see of every frame, read without decoding the
 * rest: tags at the top level are scanned, everything else is skipped by its length. Fields may
 * come in any order; the last of two wins, as in protobuf. One object is used for many frames, and
 * parsing allocates nothing. Not thread-safe.
 */
public final class FrameHeader {
  private static final int CELLS = ServerFrame.CELLS_FIELD_NUMBER;
  private static final long CONTROL =
      bit(ServerFrame.WELCOME_FIELD_NUMBER)
          | bit(ServerFrame.PONG_FIELD_NUMBER)
          | bit(ServerFrame.ERROR_FIELD_NUMBER)
          | bit(ServerFrame.GOODBYE_FIELD_NUMBER);

  private int tick;
  private int inputTick;
  private int inputLeadQ8;
  private boolean reset;
  private int eventsLost;
  private int inputBatchTicks;
  private int lateInputs;
  private int cellSlices;
  private long present;

  /** For buffers that are no arrays; grows to the largest frame seen. */
  private byte[] copy = new byte[0];

  // The parser's place in the frame; valid while parse runs.
  private byte[] bytes;
  private int at;
  private int end;

  /**
   * Reads a whole frame's header.
   *
   * @return false if the bytes are no protobuf message; the fields mean nothing then
   */
  public boolean parse(Buffer frame) {
    return parse(((BufferInternal) frame).getByteBuf());
  }

  /** Reads the header of the frame in the readable bytes, which stay readable. */
  public boolean parse(ByteBuf frame) {
    int length = frame.readableBytes();
    if (frame.hasArray()) {
      return parse(frame.array(), frame.arrayOffset() + frame.readerIndex(), length);
    }
    if (copy.length < length) {
      copy = new byte[Math.max(length, 2 * copy.length)];
    }
    frame.getBytes(frame.readerIndex(), copy, 0, length);
    return parse(copy, 0, length);
  }

  /** Reads the header of the frame in {@code length} bytes of an array. */
  public boolean parse(byte[] frame, int offset, int length) {
    tick = 0;
    inputTick = 0;
    inputLeadQ8 = 0;
    reset = false;
    eventsLost = 0;
    inputBatchTicks = 0;
    lateInputs = 0;
    cellSlices = 0;
    present = 0;
    bytes = frame;
    at = offset;
    end = offset + length;
    boolean whole = scan();
    bytes = null;
    return whole;
  }

  private boolean scan() {
    while (at < end) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      if (at < 0 || field == 0 || tag >>> 32 != 0) {
        return false;
      }
      if (field < 64) {
        present |= bit(field);
      }
      switch ((int) tag & 7) {
        case 0 -> {
          long value = varint();
          if (at < 0) {
            return false;
          }
          scalar(field, value);
        }
        case 1 -> at += 8;
        case 2 -> {
          long length = varint();
          if (at < 0 || length < 0 || length > end - at) {
            return false;
          }
          if (field == CELLS) {
            cellSlices++;
          }
          at += (int) length;
        }
        case 5 -> at += 4;
        default -> {
          return false;
        }
      }
    }
    return at == end;
  }

  private void scalar(int field, long value) {
    switch (field) {
      case ServerFrame.TICK_FIELD_NUMBER -> tick = (int) value;
      case ServerFrame.INPUT_TICK_FIELD_NUMBER -> inputTick = (int) value;
      case ServerFrame.INPUT_LEAD_Q8_FIELD_NUMBER ->
          inputLeadQ8 = (int) value >>> 1 ^ -((int) value & 1);
      case ServerFrame.RESET_FIELD_NUMBER -> reset = value != 0;
      case ServerFrame.EVENTS_LOST_FIELD_NUMBER -> eventsLost = (int) value;
      case ServerFrame.INPUT_BATCH_TICKS_FIELD_NUMBER -> inputBatchTicks = (int) value;
      case ServerFrame.LATE_INPUTS_FIELD_NUMBER -> lateInputs = (int) value;
      default -> {
        // Of no interest here.
      }
    }
  }

  /** Sets {@code at} to -1 where the bytes end within a varint. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        break;
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    at = -1;
    end = -1;
    return 0;
  }

  private static long bit(int field) {
    return 1L << field;
  }

  /** The tick whose end the frame describes; 0 = no tick frame. Unsigned. */
  public int tick() {
    return tick;
  }

  /** The newest input that the server received; 0 = none. Unsigned. */
  public int inputTick() {
    return inputTick;
  }

  /** How early that input came, in 1/256 tick. */
  public int inputLeadQ8() {
    return inputLeadQ8;
  }

  /** Whether the frame replaces everything. */
  public boolean reset() {
    return reset;
  }

  /** How many events were dropped for this client since the frame before. Unsigned. */
  public int eventsLost() {
    return eventsLost;
  }

  /** How many inputs the server wants in one message from now on; 0 = as before. */
  public int inputBatchTicks() {
    return inputBatchTicks;
  }

  /** How many inputs of this connection came after their tick; 0 = as before. Unsigned. */
  public int lateInputs() {
    return lateInputs;
  }

  /** How many cell slices the frame carries. */
  public int cellSlices() {
    return cellSlices;
  }

  /** Whether the frame carries this field of ServerFrame (number below 64). */
  public boolean has(int fieldNumber) {
    return (present & bit(fieldNumber)) != 0;
  }

  /** Whether the frame carries a Welcome. */
  public boolean hasWelcome() {
    return has(ServerFrame.WELCOME_FIELD_NUMBER);
  }

  /** Whether the frame carries what even a client that decodes nothing must act on. */
  public boolean hasControl() {
    return (present & CONTROL) != 0;
  }
}
