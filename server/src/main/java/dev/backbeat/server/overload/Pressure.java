package dev.backbeat.server.overload;

/**
 * How hard the server's work presses, over one sample's time. 1 = as much as there can be.
 *
 * @param tickBusy share of its time that the busiest tick thread spends in ticks
 * @param tickLateness how late ticks start, in periods: the mean of the worst tick thread
 * @param writeAge how long after its commit a gateway loop begins to write a tick, in periods: nine
 *     of ten are younger
 * @param processorShare share of the machine's processors that this process takes; never a reason
 *     to climb, for a full processor is no harm as long as nothing waits
 */
public record Pressure(
    double tickBusy, double tickLateness, double writeAge, double processorShare) {
  /** Nothing to do. */
  public static final Pressure NONE = new Pressure(0, 0, 0, 0);

  /** The worst of what makes the server climb. */
  public double worst() {
    return Math.max(tickBusy, Math.max(tickLateness, writeAge));
  }
}
