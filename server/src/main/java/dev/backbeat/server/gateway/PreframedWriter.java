package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * {@code backbeat.v1}: one final binary frame per message, written below Netty's WebSocket encoder.
 * One per loop.
 *
 * <p>A server's frame is its message behind a header of 2, 4 or 10 bytes (RFC 6455, section 5.2). A
 * message is composed behind room for the longest of them, and the header then goes right in front
 * of it: no frame object, no second buffer, no copy. {@link BinaryFrameWriter} puts the same bytes
 * on the wire through the encoder.
 *
 * <p>Most frames have left when the write returns; then the next one is composed in the same
 * buffer. One that is still waiting keeps it, and the next frame gets another.
 */
final class PreframedWriter implements FrameWriter {
  /** Name of Netty's WebSocket encoder in the pipeline. */
  static final String ENCODER = "wsencoder";

  /** Larger frames (a Welcome, say) get a buffer of their own. */
  static final int SHARED_BYTES = 4 * 1024;

  private static final int MAX_HEADER_BYTES = 10;
  private static final int FINAL_BINARY = 0x82;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;

  private ByteBuf shared;
  private boolean closed;

  PreframedWriter() {}

  /** The encoder's context: what is written there goes to the handler below it, TLS or the head. */
  @Override
  public ChannelHandlerContext entry(ChannelHandlerContext own) {
    return own.pipeline().context(ENCODER);
  }

  @Override
  public ByteBuf buffer(ByteBufAllocator allocator, int expectedBytes) {
    int bytes = MAX_HEADER_BYTES + expectedBytes;
    ByteBuf buffer =
        bytes > SHARED_BYTES || closed ? allocator.directBuffer(bytes) : shared(allocator).retain();
    return buffer.setIndex(MAX_HEADER_BYTES, MAX_HEADER_BYTES);
  }

  private ByteBuf shared(ByteBufAllocator allocator) {
    if (shared == null || shared.refCnt() > 1) {
      if (shared != null) {
        shared.release();
      }
      shared = allocator.directBuffer(SHARED_BYTES);
    }
    return shared;
  }

  /** The loop ends: gives its buffer back. */
  void close() {
    closed = true;
    if (shared != null) {
      shared.release();
      shared = null;
    }
  }

  @Override
  public void write(
      ChannelHandlerContext entry, DirectSocket socket, ByteBuf frame, ChannelPromise written) {
    putHeader(frame);
    if (socket != null && socket.send(frame)) {
      frame.release();
      written.setSuccess();
    } else {
      entry.writeAndFlush(frame, written);
    }
  }

  private static void putHeader(ByteBuf frame) {
    int payload = frame.readerIndex();
    int length = frame.readableBytes();
    int start;
    if (length < LENGTH_IN_2_BYTES) {
      start = payload - 2;
      frame.setShort(start, FINAL_BINARY << 8 | length);
    } else if (length < 1 << 16) {
      start = payload - 4;
      frame.setInt(start, FINAL_BINARY << 24 | LENGTH_IN_2_BYTES << 16 | length);
    } else {
      start = payload - MAX_HEADER_BYTES;
      frame.setShort(start, FINAL_BINARY << 8 | LENGTH_IN_8_BYTES);
      frame.setLong(start + 2, length);
    }
    frame.readerIndex(start);
  }
}
