package dev.backbeat.server.input;

/** Learns how inputs went, for metrics. Called on rooms' threads; must be cheap and thread-safe. */
public interface InputObserver {
  /** Learns nothing. */
  InputObserver NONE = new InputObserver() {};

  /** So many inputs came after their tick. */
  default void onLateInputs(int count) {}

  /**
   * Something was pressed with a stated view, and the world is rewound for it.
   *
   * @param clamped whether less far (or farther, at most to the newest send) than stated
   */
  default void onRewind(boolean clamped) {}
}
