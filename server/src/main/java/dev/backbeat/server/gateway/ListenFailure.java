package dev.backbeat.server.gateway;

import java.io.IOException;

/** Why nobody can be listened to, with the option that says where. */
public final class ListenFailure extends IOException {
  private static final long serialVersionUID = 1;

  private ListenFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /**
   * Of an attempt that failed.
   *
   * @param port not positive = any free one
   */
  public static ListenFailure of(String option, int port, Throwable cause) {
    String which = port > 0 ? option + " " + port : option;
    return new ListenFailure(which + ": " + cause.getMessage(), cause);
  }
}
