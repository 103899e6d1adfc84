package dev.backbeat.server.admission;

/** A ticket is not accepted. Without a stack trace: it is an answer, not a fault. */
public final class BadTicketException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence for whoever showed it. */
  public BadTicketException(String sentence) {
    super(sentence, null, false, false);
  }
}
