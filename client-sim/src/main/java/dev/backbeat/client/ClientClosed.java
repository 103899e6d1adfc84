package dev.backbeat.client;

/**
 * Why a client is at its end.
 *
 * @param why the kind of end
 * @param closeCode the WebSocket's, 1006 = lost without one, 0 = there was no WebSocket
 * @param errorCode name of the protocol's ErrorCode, or empty
 * @param message one sentence for people
 */
public record ClientClosed(Why why, int closeCode, String errorCode, String message) {
  /** Kinds of end. */
  public enum Why {
    /** {@link GameClient#leave} or {@link GameClient#disconnect} was called. */
    LEFT,
    /** The server did not let the client in. */
    REFUSED,
    /** The server ended the session: kicked, room closed, replaced, a rule broken. */
    ENDED_BY_SERVER,
    /** The connection was lost, and the session did not come back within its grace period. */
    SESSION_LOST,
    /** The server sent what the protocol rules out, again and again. */
    PROTOCOL_VIOLATION,
    /** The program's own callback failed. */
    CALLBACK_FAILED
  }
}
