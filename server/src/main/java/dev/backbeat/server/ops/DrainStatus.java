package dev.backbeat.server.ops;

/**
 * How far a server is with stopping.
 *
 * @param phase where it is
 * @param instance the server's id
 * @param remainingMs until the deadline; 0 before a drain and after the deadline
 * @param message what players were told; empty before a drain
 * @param connections WebSocket connections now
 * @param rooms rooms now
 * @param told seats whose client was told
 * @param roomsEnded rooms that ended before the deadline: empty, or by their game's wish
 * @param roomsClosed rooms that the deadline ended
 * @param moved connections that were closed with 1001 and a hint when to come back
 * @param cutOff of those, the ones that did not take their close frame
 * @param tookMs since the first request; 0 before a drain
 */
public record DrainStatus(
    Phase phase,
    String instance,
    long remainingMs,
    String message,
    int connections,
    int rooms,
    long told,
    long roomsEnded,
    long roomsClosed,
    long moved,
    long cutOff,
    long tookMs) {
  /** Where it is. */
  public enum Phase {
    /** Nobody asked for a drain. */
    SERVING,
    /**
     * Not ready any more, no new rooms; players who come anyway are let into the rooms there are.
     */
    LEAVING,
    /** Nobody new gets in; rooms play on until the deadline. */
    DRAINING,
    /** The deadline is over: everybody is being disconnected. */
    CLOSING,
    /** It is over. */
    CLOSED
  }
}
