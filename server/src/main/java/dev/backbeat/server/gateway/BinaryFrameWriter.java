package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;

/**
 * {@code backbeat.v1}: one final binary frame per message.
 *
 * <p>The pooled buffer goes to Netty's WebSocket encoder as it is. Vert.x's own {@code writeFrame}
 * would copy it into an unpooled one first and add a future and a queue entry per frame.
 */
final class BinaryFrameWriter implements FrameWriter {
  static final BinaryFrameWriter INSTANCE = new BinaryFrameWriter();

  private BinaryFrameWriter() {}

  @Override
  public void write(
      ChannelHandlerContext entry, DirectSocket socket, ByteBuf frame, ChannelPromise written) {
    entry.writeAndFlush(new BinaryWebSocketFrame(frame), written);
  }
}
