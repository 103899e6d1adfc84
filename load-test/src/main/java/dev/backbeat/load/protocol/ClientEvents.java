package dev.backbeat.load.protocol;

/** What a conversation does and reports; on the client's loop. */
public interface ClientEvents {
  /** Sends a message that is no input. */
  void send(boolean text, byte[] payload, int length);

  /** Sends a message with an input; the array can be used again at once. */
  default void sendInput(boolean text, byte[] payload, int length) {
    sendInputs(text, payload, length, 1);
  }

  /** Sends a message with so many inputs; the array can be used again at once. */
  void sendInputs(boolean text, byte[] payload, int length, int inputs);

  /**
   * An input that was just sent will be acknowledged.
   *
   * @param key above that of every earlier input: its tick or its sequence number
   * @param dueNs the moment at which it should have been sent
   */
  void awaitAck(long key, long dueNs);

  /** The client is in its room. */
  void onJoined(int tickHz, int spanTicks, long nowNs);

  /**
   * A message carries the state of a tick.
   *
   * @param tick above that of every earlier one
   * @param reset whether it replaces everything that came before
   */
  void onTick(long tick, boolean reset, long nowNs);

  /** The server has all inputs up to this key. */
  void onAck(long key, long nowNs);

  /** The server says how early (or, below 0, how late) an input came. */
  void onInputLead(int leadQ8);

  /** The server dropped events for this client. */
  void onEventsLost(long events);

  /** Something went wrong, the connection lives on. */
  void onError(String kind, String detail);

  /** Something went wrong, the connection is useless. */
  void fail(String kind, String detail);

  /** A frame is impossible. */
  void onViolation(String what);
}
