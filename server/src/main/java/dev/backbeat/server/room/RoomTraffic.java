package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.limit.Limit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what one room sends, and hands everything on. Called once per tick and gateway loop, not
 * per client.
 */
final class RoomTraffic implements BroadcastObserver {
  private final BroadcastObserver next;
  private final LongAdder frames = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  RoomTraffic(BroadcastObserver next) {
    this.next = next;
  }

  /** Frames written since the start. Any thread. */
  long frames() {
    return frames.sum();
  }

  /** Payload bytes of them. Any thread. */
  long bytes() {
    return bytes.sum();
  }

  /** Frames that slow clients did not get. Any thread. */
  long skipped() {
    return skipped.sum();
  }

  @Override
  public void onBroadcast(int written, long payloadBytes, int skippedClients) {
    frames.add(written);
    bytes.add(payloadBytes);
    if (skippedClients > 0) {
      skipped.add(skippedClients);
    }
    next.onBroadcast(written, payloadBytes, skippedClients);
  }

  @Override
  public void onLimit(Limit limit) {
    next.onLimit(limit);
  }

  @Override
  public void onWriteStart(long committedNs, long periodNs) {
    next.onWriteStart(committedNs, periodNs);
  }

  @Override
  public void onSlowerCells(int everySecond, int everyFourth, int everyEighth) {
    next.onSlowerCells(everySecond, everyFourth, everyEighth);
  }

  @Override
  public void onOverBudget(int clients) {
    next.onOverBudget(clients);
  }

  @Override
  public void onRepair() {
    next.onRepair();
  }

  @Override
  public void onLoopOverrun() {
    next.onLoopOverrun();
  }
}
