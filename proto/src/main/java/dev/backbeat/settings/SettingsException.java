package dev.backbeat.settings;

/** A setting cannot be used; the message is a sentence for people. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence for people. */
  public SettingsException(String message) {
    super(message);
  }

  /** With a sentence for people and what caused it. */
  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
