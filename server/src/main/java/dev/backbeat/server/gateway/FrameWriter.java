package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Puts one ServerFrame on the wire as the connection's subprotocol wants it. On its loop. */
interface FrameWriter {
  /**
   * Where this writer's writes enter the pipeline.
   *
   * @param own the context of the handler that the connection has there
   */
  default ChannelHandlerContext entry(ChannelHandlerContext own) {
    return own;
  }

  /** An empty pooled buffer to compose a message in; its first index is the writer's affair. */
  default ByteBuf buffer(ByteBufAllocator allocator, int expectedBytes) {
    return allocator.directBuffer(expectedBytes);
  }

  /**
   * Writes and flushes.
   *
   * @param entry what {@link #entry} gave
   * @param socket what {@link #socket} gave
   * @param frame protobuf bytes in a buffer of this writer's own; taken over in any case
   * @param written succeeds when the kernel has taken the last byte
   */
  void write(
      ChannelHandlerContext entry, DirectSocket socket, ByteBuf frame, ChannelPromise written);
}
