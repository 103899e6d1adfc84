package dev.backbeat.client;

/** {@link GameClient#connect} did not lead to a session. */
public final class ClientClosedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ClientClosed closed;

  /** With the end that the client came to. */
  public ClientClosedException(ClientClosed closed) {
    super(
        closed.errorCode().isEmpty()
            ? closed.message()
            : closed.errorCode() + ": " + closed.message(),
        null,
        false,
        false);
    this.closed = closed;
  }

  /** What happened. */
  public ClientClosed closed() {
    return closed;
  }
}
