package dev.backbeat.load.attack;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What a server answered, in the words of the catalogue: {@code HTTP 426 ERROR_UPGRADE_REQUIRED},
 * {@code close 1002 ERROR_MALFORMED_MESSAGE}, {@code plays on}, {@code closed} (the TCP connection,
 * without a word), {@code nothing} (and the connection stays open).
 */
record Answer(String text) {
  static final Answer PLAYS_ON = new Answer("plays on");
  static final Answer CLOSED = new Answer("closed");
  static final Answer NOTHING = new Answer("nothing");

  /**
   * An HTTP response.
   *
   * @param code the server's name for the error; "" = none
   */
  static Answer http(int status, String code) {
    return new Answer(code.isEmpty() ? "HTTP " + status : "HTTP " + status + " " + code);
  }

  /**
   * A WebSocket close frame.
   *
   * @param code 1005 = none in it
   * @param error the error that came before it; "" = none
   */
  static Answer close(int code, String error) {
    return new Answer(error.isEmpty() ? "close " + code : "close " + code + " " + error);
  }

  /** The client plays on and was told errors. */
  static Answer playsOn(Collection<String> errors) {
    return errors.isEmpty() ? PLAYS_ON : new Answer("plays on, " + String.join(" ", errors));
  }

  /** One answer for many tries: theirs if all agree, or else each one's. */
  static Answer all(List<Answer> answers) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    answers.forEach(answer -> counts.merge(answer.text, 1, Integer::sum));
    if (counts.size() == 1) {
      return answers.get(0);
    }
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (answer, n) -> text.append(text.isEmpty() ? "" : "; ").append(n + " x " + answer));
    return new Answer(text.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
