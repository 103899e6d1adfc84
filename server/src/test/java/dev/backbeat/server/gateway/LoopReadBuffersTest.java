package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.concurrent.FastThreadLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopReadBuffersTest {
  private final LoopReadBuffers buffers = new LoopReadBuffers();

  @AfterEach
  void asTheLoopDoesAtItsEnd() {
    FastThreadLocal.removeAll();
  }

  @Test
  void socketsOfOneThreadReadIntoTheSameBufferOneAfterTheOther() {
    ExtendedHandle first = buffers.newHandle();
    ExtendedHandle second = buffers.newHandle();
    ByteBuf buffer = first.allocate(ByteBufAllocator.DEFAULT);
    buffer.writeLong(1).release();
    ByteBuf again = second.allocate(ByteBufAllocator.DEFAULT);
    assertSame(buffer, again);
    assertEquals(0, again.readableBytes());
    again.release();
  }

  @Test
  void whoKeepsBytesKeepsTheBuffer() {
    ExtendedHandle handle = buffers.newHandle();
    ByteBuf kept = handle.allocate(ByteBufAllocator.DEFAULT).writeLong(7);
    ByteBuf next = handle.allocate(ByteBufAllocator.DEFAULT);
    assertNotSame(kept, next);
    next.writeLong(8);
    assertEquals(7, kept.readLong());
    assertEquals(1, kept.refCnt());
    kept.release();
    next.release();
  }

  @Test
  void theLastOneIsFreedWithTheThreadsLocals() {
    ByteBuf buffer = buffers.newHandle().allocate(ByteBufAllocator.DEFAULT);
    buffer.release();
    assertEquals(1, buffer.refCnt());
    FastThreadLocal.removeAll();
    assertEquals(0, buffer.refCnt());
  }
}
