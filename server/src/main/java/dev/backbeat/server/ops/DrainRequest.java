package dev.backbeat.server.ops;

/**
 * How a server is to stop.
 *
 * @param seconds until players are disconnected at the latest, 0 to {@value #MAX_SECONDS}; 0 = now
 * @param message one sentence for players, at most {@value #MAX_MESSAGE_CHARACTERS} characters;
 *     empty = the usual one
 * @param retryAfterMs for how long after the disconnection coming back is useless, at most {@value
 *     #MAX_RETRY_AFTER_MS}; on top of it each client is told a random bit more
 */
public record DrainRequest(int seconds, String message, int retryAfterMs) {
  /** The longest drain: an hour. */
  public static final int MAX_SECONDS = 3_600;

  /** The longest hint: ten minutes. */
  public static final int MAX_RETRY_AFTER_MS = 600_000;

  /** The longest sentence. */
  public static final int MAX_MESSAGE_CHARACTERS = 200;

  /** What clients are told if nobody says otherwise, ms. */
  public static final int DEFAULT_RETRY_AFTER_MS = 500;

  private static final String DEFAULT_MESSAGE =
      "the server is shutting down; come back in a moment";

  /** Checks the bounds. */
  public DrainRequest {
    range("seconds", seconds, MAX_SECONDS);
    range("retryAfterMs", retryAfterMs, MAX_RETRY_AFTER_MS);
    message = message == null || message.isBlank() ? DEFAULT_MESSAGE : message.strip();
    if (message.codePointCount(0, message.length()) > MAX_MESSAGE_CHARACTERS) {
      throw new IllegalArgumentException(
          "message has at most " + MAX_MESSAGE_CHARACTERS + " characters");
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("message has control characters");
    }
  }

  private static void range(String name, int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(name + " must be 0 to " + max + ", is " + value);
    }
  }

  /** With the usual sentence and hint. */
  public static DrainRequest of(int seconds) {
    return new DrainRequest(seconds, "", DEFAULT_RETRY_AFTER_MS);
  }

  /** At once. */
  public static DrainRequest now() {
    return of(0);
  }
}
