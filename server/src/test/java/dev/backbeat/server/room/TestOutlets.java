package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Outlets for tests that do not look at frames. */
final class TestOutlets {
  private TestOutlets() {}

  /** Runs its loop on the calling thread, drops frames, and counts how it is closed. */
  static class Nowhere implements Outlet {
    final AtomicInteger frames = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    volatile CloseReason closed;

    @Override
    public Executor loop() {
      return Runnable::run;
    }

    @Override
    public ByteBuf buffer(int expectedBytes) {
      return Unpooled.buffer(expectedBytes);
    }

    @Override
    public void appendWelcome(ByteBuf frame) {}

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void write(ByteBuf frame) {
      frames.incrementAndGet();
      frame.release();
    }

    @Override
    public void close(CloseReason reason) {
      closed = reason;
      closes.incrementAndGet();
    }
  }
}
