package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import java.util.concurrent.atomic.LongAdder;

/**
 * All rooms are to end, because the server stops.
 *
 * @param deadlineNs when at the latest, on the clock of the rooms' ticks
 * @param message one sentence for players
 * @param retryAfterMs when they may come back after that
 * @param retrySpreadMs each is told up to so much more
 * @param tally counts what comes of it
 */
public record RoomDrain(
    long deadlineNs, String message, int retryAfterMs, int retrySpreadMs, Tally tally) {

  /** What players are told last. */
  public CloseReason reason() {
    return reason(message);
  }

  CloseReason reason(String sentence) {
    return CloseReason.goodbye(CloseCode.GOING_AWAY, sentence, retryAfterMs, retrySpreadMs);
  }

  /** The earlier one; of two at once, the one that was there. */
  static RoomDrain earlier(RoomDrain one, RoomDrain other) {
    return one != null && one.deadlineNs - other.deadlineNs <= 0 ? one : other;
  }

  /** Who may still come into the rooms. */
  public enum Door {
    /**
     * Everybody, if need be into a new room: whom the server has accepted before it left its port
     * to another one is not to be refused.
     */
    LATECOMERS,
    /** Everybody, as far as there are seats. */
    OPEN,
    /** Those who come back to their seats. */
    RESUMES,
    /** Nobody: the server does not listen any more. */
    SHUT
  }

  /** Counts, over all rooms. Any thread. */
  public static final class Tally {
    private final LongAdder told = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder closed = new LongAdder();

    /** Seats whose client was told. */
    public long told() {
      return told.sum();
    }

    /** Rooms that ended before the deadline: empty, or by their game's wish. */
    public long ended() {
      return ended.sum();
    }

    /** Rooms that were ended by the deadline. */
    public long closed() {
      return closed.sum();
    }

    void addTold() {
      told.increment();
    }

    void addRoom(boolean byItself) {
      (byItself ? ended : closed).increment();
    }
  }
}
