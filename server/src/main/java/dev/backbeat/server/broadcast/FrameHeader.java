package dev.backbeat.server.broadcast;

import dev.backbeat.codec.WireBuffer;

/** Writes the few fields of a ServerFrame that are one client's own. */
final class FrameHeader {
  // Field numbers of ServerFrame and Scoreboard; a test compares them with the generated classes.
  static final int TICK = 1;
  static final int INPUT_TICK = 2;
  static final int INPUT_LEAD_Q8 = 3;
  static final int RESET = 4;
  static final int PRIVATE_MASK = 5;
  static final int PRIVATE_VALUES = 6;
  static final int EVENTS_LOST = 10;
  static final int OWN_ENTITY = 11;
  static final int INPUT_BATCH_TICKS = 12;
  static final int LATE_INPUTS = 13;
  static final int SCOREBOARD = 23;
  static final int SCOREBOARD_PLAYERS = 1;
  static final int SCOREBOARD_SCORES = 2;
  static final int SCOREBOARD_RTT_MS = 3;
  static final int SCOREBOARD_OWN_RTT_MS = 4;
  static final int SCOREBOARD_OWN_RTT_MIN_MS = 5;
  static final int SCOREBOARD_OWN_JITTER_MS = 6;

  private FrameHeader() {}

  static void clock(WireBuffer out, int tick, SeatFrame frame) {
    out.putUint32Field(TICK, tick);
    out.putUint32Field(INPUT_TICK, frame.inputTick);
    out.putSint32Field(INPUT_LEAD_Q8, frame.inputLeadQ8);
    out.putUint32Field(RESET, frame.reset ? 1 : 0);
  }

  /** The private fields in {@code mask}, absolute. */
  static void privateFields(WireBuffer out, int mask, int[] values) {
    if (mask == 0) {
      return;
    }
    int length = 0;
    for (int m = mask; m != 0; m &= m - 1) {
      length += WireBuffer.varintSize(WireBuffer.zigZag(value(values, m)));
    }
    out.putUint32Field(PRIVATE_MASK, mask);
    out.putTag(PRIVATE_VALUES, WireBuffer.LENGTH_DELIMITED);
    out.putVarint(length);
    for (int m = mask; m != 0; m &= m - 1) {
      out.putZigZag(value(values, m));
    }
  }

  static void eventsLost(WireBuffer out, int count) {
    out.putUint32Field(EVENTS_LOST, count);
  }

  /** Has explicit presence: 0 is an entity. */
  static void ownEntity(WireBuffer out, int entityId) {
    out.putTag(OWN_ENTITY, WireBuffer.VARINT);
    out.putZigZag(entityId);
  }

  /** How many inputs are wanted in one message. */
  static void inputBatchTicks(WireBuffer out, int ticks) {
    out.putUint32Field(INPUT_BATCH_TICKS, ticks);
  }

  /** How many inputs have come after their tick. */
  static void lateInputs(WireBuffer out, int count) {
    out.putUint32Field(LATE_INPUTS, count);
  }

  /** The scoreboard is one message, so shared columns and own latency share one length. */
  static void scoreboard(WireBuffer out, CommittedTick tick, SeatFrame frame) {
    int columns = tick.scoreboard();
    int length =
        tick.length(columns)
            + fieldSize(frame.rttMs)
            + fieldSize(frame.rttMinMs)
            + fieldSize(frame.jitterMs)
            + ownEntrySize(frame);
    out.putTag(SCOREBOARD, WireBuffer.LENGTH_DELIMITED);
    out.putVarint(length);
    out.putBytes(tick.array(), tick.offset(columns), tick.length(columns));
    out.putUint32Field(SCOREBOARD_OWN_RTT_MS, frame.rttMs);
    out.putUint32Field(SCOREBOARD_OWN_RTT_MIN_MS, frame.rttMinMs);
    out.putUint32Field(SCOREBOARD_OWN_JITTER_MS, frame.jitterMs);
    if (frame.ownPlayer != 0) {
      column(out, SCOREBOARD_PLAYERS, frame.ownPlayer);
      column(out, SCOREBOARD_SCORES, WireBuffer.zigZag(frame.ownScore));
      column(out, SCOREBOARD_RTT_MS, frame.rttMs);
    }
  }

  /** One more item of a packed field: its chunks are read as one list. */
  private static void column(WireBuffer out, int field, int item) {
    out.putTag(field, WireBuffer.LENGTH_DELIMITED);
    out.putVarint(WireBuffer.varintSize(item));
    out.putVarint(item);
  }

  private static int ownEntrySize(SeatFrame frame) {
    return frame.ownPlayer == 0
        ? 0
        : 3 * 2
            + WireBuffer.varintSize(frame.ownPlayer)
            + WireBuffer.varintSize(WireBuffer.zigZag(frame.ownScore))
            + WireBuffer.varintSize(frame.rttMs);
  }

  private static int fieldSize(int value) {
    return value == 0 ? 0 : 1 + WireBuffer.varintSize(value);
  }

  private static int value(int[] values, int mask) {
    return values[Integer.numberOfTrailingZeros(mask)];
  }
}
