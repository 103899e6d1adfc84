package dev.backbeat.server.game;

/**
 * Takes the result of {@link GameContext#async} on the room's thread, at the start of a later tick.
 */
@FunctionalInterface
public interface AsyncResult {
  /**
   * The call is over.
   *
   * @param result what it returned, or null if it failed
   * @param error one sentence, or null if it succeeded
   */
  void onResult(byte[] result, String error);
}
