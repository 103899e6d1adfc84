package dev.backbeat.client;

/** Where a client is in its life. */
public enum ClientState {
  /** Not connected yet. */
  NEW,
  /** Connecting, or connected and waiting for the Welcome. */
  JOINING,
  /** In a room. */
  PLAYING,
  /** The connection is lost; the client tries to come back. */
  LOST,
  /** At its end. */
  CLOSED
}
