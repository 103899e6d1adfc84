package dev.backbeat.server.session;

import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;

/** A connection that takes nothing. */
final class DeafOutlet implements Outlet {
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
    return false;
  }

  @Override
  public void write(ByteBuf frame) {
    frame.release();
  }

  @Override
  public void close(CloseReason reason) {}
}
