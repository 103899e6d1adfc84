package dev.backbeat.load.compare;

/** The comparison, or a part of it, cannot be done; the message is a sentence for people. */
public final class CompareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** It cannot be done. */
  public CompareException(String sentence) {
    super(sentence);
  }

  /** It cannot be done, for a cause. */
  public CompareException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
