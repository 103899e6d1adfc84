package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.replication.Replicator;

/** Tells nobody anything: a replay has no clients. */
final class SilentReplicator implements Replicator {
  private final int spanTicks;

  /** One that would send every {@code spanTicks} ticks. */
  SilentReplicator(int spanTicks) {
    this.spanTicks = spanTicks;
  }

  @Override
  public void addSeat(int seat, int player, String name, boolean watcher) {}

  @Override
  public void removeSeat(int seat, CloseReason reason) {}

  @Override
  public void outlet(int seat, Outlet outlet) {}

  @Override
  public void ownEntity(int seat, int entityId) {}

  @Override
  public void viewEntity(int seat, int entityId) {}

  @Override
  public void viewPoint(int seat, int x, int y) {}

  @Override
  public void audience(int seat, int audience) {}

  @Override
  public void input(int seat, int newestTick, int leadQ8, int lateInputs) {}

  @Override
  public void privateField(int seat, int field, int value) {}

  @Override
  public void emit(int type, int x, int y, int[] args, String... texts) {}

  @Override
  public void emitToAll(int type, int[] args, String... texts) {}

  @Override
  public void emitTo(int seat, int type, int[] args, String... texts) {}

  @Override
  public void away(int seat, boolean away) {}

  @Override
  public void chat(int player, String name, String text) {}

  @Override
  public void notice(boolean warning, String text) {}

  @Override
  public void noticeTo(int seat, boolean warning, String text) {}

  @Override
  public void drainTo(int seat, int remainingMs, int endTick, String message) {}

  @Override
  public void score(int seat, int score, int smoothedRttMs, int minRttMs, int jitterMs) {}

  @Override
  public void scoreboard(int tickLatenessUs) {}

  @Override
  public void span(int ticks) {}

  @Override
  public void inputBatchTicks(int ticks) {}

  @Override
  public void byteBudget(int bytesPerSecond) {}

  @Override
  public void viewPercent(int percent) {}

  @Override
  public void overloadStep(int step) {}

  @Override
  public void tickPeriodNs(long ns) {}

  @Override
  public boolean commit(int tick, long nowNs) {
    return tick % spanTicks == 0;
  }

  @Override
  public void close(CloseReason reason) {}
}
