package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Puts one ServerFrame on the wire as the connection's subprotocol wants it. On its loop. */
interface FrameWriter {
  /**
   * Writes and flushes.
   *
   * @param frame protobuf bytes; taken over in any case
   * @param written succeeds when the kernel has taken the last byte
   */
  void write(ChannelHandlerContext ctx, ByteBuf frame, ChannelPromise written);
}
