package dev.backbeat.load.compare;

/** The comparison, or a part of it, cannot be done; the message is a sentence for people. */
final class CompareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CompareException(String sentence) {
    super(sentence);
  }

  CompareException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
