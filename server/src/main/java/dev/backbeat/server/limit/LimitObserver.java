package dev.backbeat.server.limit;

/** Counts bounds that are met. Any thread. */
@FunctionalInterface
public interface LimitObserver {
  /** Counts nothing. */
  LimitObserver NONE = limit -> {};

  /** A bound was met once. */
  void onLimit(Limit limit);
}
