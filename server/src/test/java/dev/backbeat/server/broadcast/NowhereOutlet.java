package dev.backbeat.server.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For tests that do not look at frames: runs its loop on the calling thread, drops frames, and
 * counts them and how it is closed.
 */
public class NowhereOutlet implements Outlet {
  public final AtomicInteger frames = new AtomicInteger();
  public final AtomicInteger closes = new AtomicInteger();
  public volatile CloseReason closed;

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
