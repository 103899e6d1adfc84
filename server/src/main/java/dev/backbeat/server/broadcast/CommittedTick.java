package dev.backbeat.server.broadcast;

import dev.backbeat.codec.WireBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One committed tick on its way to the gateway loops: bytes that were encoded once, cut into parts,
 * and for each seat the list of its parts.
 *
 * <p>The room's thread fills it between {@link #begin} and handing it to the {@link
 * LoopBroadcaster}s; from then on it is read only. Each of them {@linkplain #release releases} it;
 * when all have, the room fills it again.
 */
public final class CommittedTick {
  /** "No such part." */
  public static final int NONE = -1;

  private static final int PART_INTS = 3;

  private final AtomicInteger holders = new AtomicInteger();
  private final WireBuffer bytes = new WireBuffer();
  private int[] parts = new int[64 * PART_INTS];
  private int partCount;
  private SeatFrame[] seats = new SeatFrame[0];
  private int seatCount;
  private int tick;
  private int spanTicks;
  private int rosterChange;
  private int rosterFull;
  private int scoreboard;
  private int inputBatchTicks;
  private long committedNs;
  private long periodNs;

  /** An empty one. */
  public CommittedTick() {}

  /** Whether nobody holds it. Room's thread. */
  public boolean free() {
    return holders.getAcquire() == 0;
  }

  /** Starts anew. Room's thread; must be {@link #free}. */
  public void begin(int committedTick, int span) {
    tick = committedTick;
    spanTicks = span;
    bytes.clear();
    partCount = 0;
    seatCount = 0;
    rosterChange = NONE;
    rosterFull = NONE;
    scoreboard = NONE;
    inputBatchTicks = 1;
  }

  /** Where shared bytes are written; {@link #part} then names what was written. */
  public WireBuffer bytes() {
    return bytes;
  }

  /**
   * Makes a part of everything written since {@code from}: whole fields of ServerFrame (or the
   * columns of a scoreboard).
   *
   * @param items events or lines in it; 0 for others
   */
  public int part(int from, int items) {
    int at = partCount * PART_INTS;
    if (at == parts.length) {
      parts = Arrays.copyOf(parts, at * 2);
    }
    parts[at] = from;
    parts[at + 1] = bytes.size() - from;
    parts[at + 2] = items;
    return partCount++;
  }

  /** Adds a seat's frame. Frames for one loop are added one after the other. */
  public SeatFrame addSeat(int seat, boolean reset) {
    if (seatCount == seats.length) {
      seats = Arrays.copyOf(seats, Math.max(8, seatCount * 2));
    }
    if (seats[seatCount] == null) {
      seats[seatCount] = new SeatFrame();
    }
    SeatFrame frame = seats[seatCount++];
    frame.begin(seat, reset);
    return frame;
  }

  /** Number of seats' frames. */
  public int seatCount() {
    return seatCount;
  }

  /** What changed in the roster, for seats that know the rest. */
  public void rosterChange(int part) {
    rosterChange = part;
  }

  /** Whether {@link #rosterFull} was not called yet. */
  public boolean needsFullRoster() {
    return rosterFull == NONE;
  }

  /** The whole roster, for seats that get a reset. */
  public void rosterFull(int part) {
    rosterFull = part;
  }

  /** The shared columns of the scoreboard: its payload without what is each client's own. */
  public void scoreboard(int part) {
    scoreboard = part;
  }

  /** How many inputs every client is to put into one message; 1 at first. */
  public void inputBatchTicks(int ticks) {
    inputBatchTicks = ticks;
  }

  /** When the tick began, and the period of the room's ticks: so old is it when it is written. */
  public void clock(long tickBeganNs, long tickPeriodNs) {
    committedNs = tickBeganNs;
    periodNs = tickPeriodNs;
  }

  /** Hands it to so many holders. Room's thread, before the first of them gets it. */
  public void share(int holderCount) {
    holders.setRelease(holderCount);
  }

  /** A holder is done with it. */
  void release() {
    holders.decrementAndGet();
  }

  int tick() {
    return tick;
  }

  int spanTicks() {
    return spanTicks;
  }

  SeatFrame seat(int index) {
    return seats[index];
  }

  byte[] array() {
    return bytes.array();
  }

  int offset(int part) {
    return parts[part * PART_INTS];
  }

  int length(int part) {
    return parts[part * PART_INTS + 1];
  }

  int items(int part) {
    return parts[part * PART_INTS + 2];
  }

  int roster(boolean full) {
    return full ? rosterFull : rosterChange;
  }

  int scoreboard() {
    return scoreboard;
  }

  long committedNs() {
    return committedNs;
  }

  long periodNs() {
    return periodNs;
  }

  int inputBatchTicks() {
    return inputBatchTicks;
  }
}
