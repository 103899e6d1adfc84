package dev.backbeat.server.gateway;

import dev.backbeat.codec.InputBatches;
import dev.backbeat.codec.InputCheck;
import dev.backbeat.codec.InputFrameReader;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.TokenBucket;
import dev.backbeat.server.room.Seat;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.InputBatch;

/**
 * Reads and checks a client's inputs and puts them into its seat's inbox. On the connection's loop.
 * Allocates nothing per message.
 */
final class InputReceiver {
  /** Sustained inputs per tick; above that somebody floods. */
  private static final double INPUTS_PER_TICK = 2.5;

  /** What a connection that stalled for so long delivers at once is no flood. */
  private static final int TOLERATED_STALL_SECONDS = 5;

  private final Seat seat;
  private final InputInbox inbox;
  private final InputBatches batches;
  private final InputFrameReader reader;
  private final int tickHz;
  private final TokenBucket rate;
  private int lastCount;

  /**
   * A receiver for one connection.
   *
   * @param inbox the connection's own: the seat's newest one may belong to its successor already
   * @param scratch of the connection's loop
   */
  InputReceiver(Seat seat, InputInbox inbox, LoopScratch scratch, long nowNs) {
    LoopScratch.InputDecoding decoding = scratch.inputs(seat.room().spec().schema().input());
    this.seat = seat;
    this.inbox = inbox;
    this.batches = decoding.batches();
    this.tickHz = seat.room().options().tickHz();
    this.reader = decoding.reader();
    double perSecond = INPUTS_PER_TICK * tickHz;
    this.rate = new TokenBucket(perSecond, perSecond * TOLERATED_STALL_SECONDS, nowNs);
  }

  /** Reads a binary message; false if it is not of inputs alone, or is broken. */
  boolean reads(byte[] bytes, int length) {
    return reader.read(bytes, 0, length);
  }

  /** Takes a batch that was parsed elsewhere; as {@link #takeRead}. */
  Refused take(InputBatch batch, long nowNs) {
    return reader.load(batch) ? takeRead(nowNs) : refused(batches.notLoaded(batch));
  }

  /**
   * Takes what {@link #reads} has read as a whole or not at all; null = taken, otherwise why not.
   */
  Refused takeRead(long nowNs) {
    InputCheck check = batches.check(reader);
    if (check != InputCheck.OK) {
      return refused(check);
    }
    int count = batches.count(reader);
    int first = reader.firstTick();
    if (first != 0 && (long) first + count - 1 > (long) seat.tick() + tickHz) {
      return Refused.TOO_FAR_AHEAD;
    }
    if (!rate.tryTake(count, nowNs)) {
      return Refused.FLOOD;
    }
    for (int i = 0; i < count; i++) {
      int tick = first == 0 ? 0 : first + i;
      int viewLagQ8 = reader.viewLagQ8(i);
      if (!inbox.offer(tick, reader.values(), reader.presses(), i, count, viewLagQ8, nowNs)) {
        return Refused.FLOOD;
      }
    }
    lastCount = count;
    return null;
  }

  private static Refused refused(InputCheck check) {
    return switch (check) {
      case TOO_MANY -> Refused.TOO_MANY;
      case OUT_OF_RANGE -> Refused.OUT_OF_RANGE;
      case TICK_OUT_OF_RANGE -> Refused.TOO_FAR_AHEAD;
      default -> Refused.MALFORMED;
    };
  }

  /** Inputs in the newest batch that was taken. */
  int lastCount() {
    return lastCount;
  }

  /** Why a batch was not taken. */
  enum Refused {
    MALFORMED(
        ErrorCode.ERROR_INPUT_MALFORMED,
        "an input batch whose columns do not fit the game's input schema"),
    TOO_MANY(
        ErrorCode.ERROR_INPUT_FLOOD,
        "an input batch may hold " + InputBatches.MAX_INPUTS + " inputs at most"),
    OUT_OF_RANGE(ErrorCode.ERROR_INPUT_OUT_OF_RANGE, "an input value is out of its axis' bounds"),
    TOO_FAR_AHEAD(
        ErrorCode.ERROR_INPUT_TOO_FAR_AHEAD,
        "an input is for a tick that is more than one second ahead"),
    FLOOD(ErrorCode.ERROR_INPUT_FLOOD, "more inputs than the room has ticks");

    private final ErrorCode code;
    private final String sentence;

    Refused(ErrorCode code, String sentence) {
      this.code = code;
      this.sentence = sentence;
    }

    /** The limit that was met, or null: it is no matter of how much. */
    Limit limit() {
      return switch (this) {
        case TOO_MANY -> Limit.INPUTS_PER_MESSAGE;
        case FLOOD -> Limit.INPUTS_PER_TICK;
        default -> null;
      };
    }

    ErrorCode code() {
      return code;
    }

    String sentence() {
      return sentence;
    }
  }
}
