package dev.backbeat.server.broadcast;

/**
 * What one seat gets of one committed tick: a few values of its own, and references to shared parts
 * of {@link CommittedTick}. Filled by the room's thread, read by one gateway loop; recycled.
 */
public final class SeatFrame {
  final IntList cells = new IntList();
  final IntList events = new IntList();
  final IntList lines = new IntList();
  int seat;
  boolean reset;
  int inputTick;
  int inputLeadQ8;
  int lateInputs;
  int ownEntity;
  int eventsLost;
  int changedPrivate;
  int[] privateValues = new int[0];
  int privateCount;
  int rttMs;
  int rttMinMs;
  int jitterMs;
  int ownPlayer;
  int ownScore;

  SeatFrame() {}

  void begin(int seatIndex, boolean isReset) {
    seat = seatIndex;
    reset = isReset;
    cells.clear();
    events.clear();
    lines.clear();
    eventsLost = 0;
    changedPrivate = 0;
    privateCount = 0;
  }

  /** The newest input received, how early it came, and how many have come too late. */
  public void input(int newestTick, int leadQ8, int late) {
    inputTick = newestTick;
    inputLeadQ8 = leadQ8;
    lateInputs = late;
  }

  /** The entity that the seat controls, -1 = none. */
  public void ownEntity(int entityId) {
    ownEntity = entityId;
  }

  /** All private fields as they are (copied), and which changed since the last committed tick. */
  public void privateFields(int changed, int[] values) {
    if (privateValues.length < values.length) {
      privateValues = new int[values.length];
    }
    System.arraycopy(values, 0, privateValues, 0, values.length);
    privateCount = values.length;
    changedPrivate = changed;
  }

  /** The seat's own latency, for the scoreboard. */
  public void latency(int smoothedRttMs, int minRttMs, int ownJitterMs) {
    rttMs = smoothedRttMs;
    rttMinMs = minRttMs;
    jitterMs = ownJitterMs;
  }

  /** The seat's own entry of a scoreboard that has room for some only; player 0 = it is there. */
  public void ownEntry(int player, int score) {
    ownPlayer = player;
    ownScore = score;
  }

  /** Adds a part: a delta, a keyframe, or dropped cells. */
  public void addCells(int part) {
    cells.add(part);
  }

  /** Adds a part that holds events. */
  public void addEvents(int part) {
    events.add(part);
  }

  /** Adds a part that holds chats and notices. */
  public void addLines(int part) {
    lines.add(part);
  }

  /** Counts events that never reached a part. */
  public void addEventsLost(int count) {
    eventsLost += count;
  }
}
