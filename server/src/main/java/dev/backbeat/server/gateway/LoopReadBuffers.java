package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Lets all sockets of one loop read into the same buffer, one after the other: for transports that
 * read when a socket is readable (epoll, NIO). Whoever keeps bytes beyond the read (a decoder with
 * a part of a frame) holds the buffer, and the loop goes on with another.
 */
final class LoopReadBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
  /** A client's usual message is a few dozen bytes; a page's request fits, too. */
  private static final int BUFFER_BYTES = 4 * 1024;

  private static final FastThreadLocal<Shared> SHARED =
      new FastThreadLocal<>() {
        @Override
        protected Shared initialValue() {
          return new Shared();
        }

        @Override
        protected void onRemoval(Shared shared) {
          shared.release();
        }
      };

  /** The calling loop's buffer. */
  static Shared ofThisLoop() {
    return SHARED.get();
  }

  @Override
  public ExtendedHandle newHandle() {
    return new ReadHandle();
  }

  private final class ReadHandle extends MaxMessageHandle {
    private final Shared shared = SHARED.get();

    @Override
    public int guess() {
      return BUFFER_BYTES;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return shared.take(allocator);
    }
  }

  /** One loop's buffer. */
  static final class Shared {
    private ByteBuf buffer;

    private Shared() {}

    /** The empty buffer, for one read; whoever gets what was read releases it. */
    ByteBuf take(ByteBufAllocator allocator) {
      if (buffer == null || buffer.refCnt() > 1) {
        release();
        buffer = allocator.ioBuffer(BUFFER_BYTES);
      }
      return buffer.clear().retain();
    }

    private void release() {
      if (buffer != null) {
        buffer.release();
        buffer = null;
      }
    }
  }
}
