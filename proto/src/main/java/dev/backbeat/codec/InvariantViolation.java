package dev.backbeat.codec;

/**
 * A frame that cannot be true: it contradicts the schema, the protocol or the frames before it. The
 * world that threw it is in no defined state until a frame marked {@code reset}.
 */
public final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The sentence says which rule was broken, with the numbers. */
  public InvariantViolation(String message) {
    super(message);
  }
}
