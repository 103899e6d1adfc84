package dev.backbeat.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** One WebSocket of a client. Used on the client's event loop only. */
final class Link {
  /** Takes what comes over a link. */
  interface Receiver {
    void onMessage(Link link, Buffer message);

    void onText(Link link);

    void onLinkClosed(Link link, int closeCode, String reason);
  }

  private final WebSocket socket;
  private boolean closed;

  Link(WebSocket socket, Receiver receiver) {
    this.socket = socket;
    socket.exceptionHandler(
        e -> {
          // The close handler follows, and says all that a client acts on.
        });
    socket.binaryMessageHandler(message -> receiver.onMessage(this, message));
    socket.textMessageHandler(text -> receiver.onText(this));
    socket.closeHandler(
        v -> {
          closed = true;
          Short code = socket.closeStatusCode();
          String reason = socket.closeReason();
          receiver.onLinkClosed(this, code == null ? 1006 : code, reason == null ? "" : reason);
        });
  }

  boolean closed() {
    return closed;
  }

  /** Sends one message as one final frame; false if the socket is closed. */
  boolean send(Buffer message) {
    if (closed || socket.isClosed()) {
      return false;
    }
    socket.writeFinalBinaryFrame(message);
    return true;
  }

  /** Stops reading; the kernel's buffers fill up, then the server's. */
  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  /** Closes as RFC 6455 has it. */
  void close(int code) {
    if (!closed) {
      socket.close((short) code);
    }
  }

  /** Resets the TCP connection, without a close frame: what a lost network looks like. */
  void kill() {
    Channel channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      // Past the pipeline, whose handlers would send a close frame first.
      channel.unsafe().close(channel.voidPromise());
    }
  }
}
