package dev.backbeat.client;

import io.vertx.core.buffer.Buffer;

/**
 * Sees every message of a client that does not decode them: for load generation. Called on the
 * client's event loop.
 */
@FunctionalInterface
public interface FrameListener {
  /**
   * One message.
   *
   * @param frame protobuf bytes of a ServerFrame; valid during the call
   * @param header its header; valid during the call
   */
  void onFrame(GameClient client, Buffer frame, FrameHeader header);
}
