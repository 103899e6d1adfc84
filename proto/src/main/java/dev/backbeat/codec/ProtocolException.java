package dev.backbeat.codec;

/** Something from the network does not say what the protocol allows it to say. */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The sentence says what was wrong. */
  public ProtocolException(String message) {
    super(message);
  }

  /** The sentence says what was wrong. */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
