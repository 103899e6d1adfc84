package dev.backbeat.server.broadcast;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;

/**
 * One client's connection as the broadcaster sees it. Implemented by the gateway (and by tests). A
 * connection belongs to one gateway loop for its life; every method but {@link #loop()} is called
 * on that loop.
 */
public interface Outlet {
  /** The gateway loop: the same object for all connections of that loop. */
  Executor loop();

  /** An empty buffer to compose a frame in; pooled. */
  ByteBuf buffer(int expectedBytes);

  /**
   * Appends what the first frame on this connection carries before everything else: the Welcome, as
   * a field of ServerFrame. Called once, right before the connection's first {@link #write}.
   */
  void appendWelcome(ByteBuf frame);

  /**
   * Whether the client takes cells that come less often than frames: it has said so in its Join.
   * Room's thread.
   */
  default boolean variableSpans() {
    return false;
  }

  /**
   * Whether fewer than two frames are in flight, and little of the one that is; if not, this
   * connection gets nothing this time.
   */
  boolean writable();

  /** Whether nothing is in flight: what was held back may follow now. */
  default boolean drained() {
    return writable();
  }

  /**
   * Loads what a write is going to look at, so that it is in the processor's caches by then.
   *
   * @return anything that depends on what was loaded
   */
  default int touch() {
    return 0;
  }

  /** A frame was due, and was left out because the connection takes nothing. */
  default void skipped() {}

  /**
   * Sends one ServerFrame (protobuf bytes, no WebSocket header). Takes over the buffer in any case.
   */
  void write(ByteBuf frame);

  /**
   * The room ends this connection: send the error or goodbye, close. Nothing is written afterwards.
   */
  void close(CloseReason reason);
}
