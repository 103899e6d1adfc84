package dev.backbeat.client;

/** The server sent what the protocol rules out. */
public final class ProtocolViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that says what. */
  public ProtocolViolationException(String message) {
    super(message);
  }
}
