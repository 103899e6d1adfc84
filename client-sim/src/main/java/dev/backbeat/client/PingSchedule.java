package dev.backbeat.client;

/** When to ask the server for its clock: quickly at first, then once per second. */
final class PingSchedule {
  private static final int QUICK_PINGS = 5;
  private static final long QUICK_NS = 100_000_000;
  private static final long STEADY_NS = 1_000_000_000;

  private long dueNs;
  private int sent;

  void restart(long nowNs) {
    sent = 0;
    dueNs = nowNs;
  }

  /** Whether to send a Ping now; if so, it counts as sent. */
  boolean due(long nowNs) {
    if (nowNs - dueNs < 0) {
      return false;
    }
    sent++;
    dueNs = nowNs + (sent < QUICK_PINGS ? QUICK_NS : STEADY_NS);
    return true;
  }

  long dueNs() {
    return dueNs;
  }
}
