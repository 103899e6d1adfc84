package dev.backbeat.server.overload;

/** Says how hard the work presses. Called by one thread. */
@FunctionalInterface
public interface PressureSource {
  /** The pressure since the call before, as of {@code nowNs}. */
  Pressure take(long nowNs);
}
