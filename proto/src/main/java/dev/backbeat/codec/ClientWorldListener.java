package dev.backbeat.codec;

import dev.backbeat.v1.Event;

/**
 * Learns what a frame did to a {@link ClientWorld}. Called after the whole frame was applied, so
 * that the world is consistent, in the order of the methods below. Must not apply frames itself.
 */
public interface ClientWorldListener {
  /** Learns nothing. */
  ClientWorldListener NONE = new ClientWorldListener() {};

  /** Everything was forgotten; what there is follows through {@link #onEntered}. */
  default void onReset() {}

  /** An entity is known now. */
  default void onEntered(ClientEntity entity) {}

  /** A known entity went to another cell; it is the same object as before. */
  default void onMoved(ClientEntity entity, int fromCell) {}

  /**
   * An entity is not known any more.
   *
   * @param ceased true if it ceased to exist, false if it went out of view
   */
  default void onRemoved(ClientEntity entity, boolean ceased) {}

  /** The client's own entity is another one now; -1 = none. */
  default void onOwnEntity(int entityId) {}

  /** Something happened. Type and number of arguments are as the schema says. */
  default void onEvent(Event event) {}

  /** So many events were dropped because this client was too slow. */
  default void onEventsLost(int count) {}

  /** The frame of this tick is done. */
  default void onFrame(int tick) {}
}
