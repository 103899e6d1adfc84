package dev.backbeat.load.protocol;

import dev.backbeat.load.wire.Upgrade;
import java.util.concurrent.CompletionStage;

/**
 * What one client says and understands. All calls but {@link #upgrade} come on the client's loop.
 */
public interface Conversation {
  /** What to ask for in the upgrade; a server may have to be asked for that first. Any thread. */
  CompletionStage<Upgrade> upgrade();

  /** The WebSocket is open. */
  void onOpen();

  /**
   * A message came.
   *
   * @param data valid during the call only
   */
  void onMessage(boolean text, byte[] data, int offset, int length, long nowNs);

  /**
   * An input is due; called only between {@link ClientEvents#onJoined} and the end. Sends it by
   * {@link ClientEvents#sendInput}, or nothing if there is nothing to say.
   *
   * @param dueNs the moment at which it should have been sent
   */
  void onInputDue(long dueNs, long nowNs);

  /**
   * Says goodbye.
   *
   * @return false if the protocol has no word for it: the connection is just closed
   */
  boolean leave();

  /** What this client sees; null unless it decodes everything and all of it made sense so far. */
  ViewCount view();
}
