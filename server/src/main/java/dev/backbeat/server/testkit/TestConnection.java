package dev.backbeat.server.testkit;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;

/** A connection in memory. */
final class TestConnection implements Outlet {
  private final TestPlayer player;
  private final Executor loop;
  boolean writable = true;
  private boolean closed;

  TestConnection(TestPlayer player, Executor loop) {
    this.player = player;
    this.loop = loop;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public ByteBuf buffer(int expectedBytes) {
    return Unpooled.buffer(expectedBytes);
  }

  @Override
  public void appendWelcome(ByteBuf frame) {
    player.onWelcome();
    Welcome welcome =
        Welcome.newBuilder()
            .setProtocolVersion(Protocol.VERSION)
            .setRoom(player.seat().room().id())
            .setPlayer(player.number())
            .setWatcher(player.seat().watcher())
            .build();
    frame.writeBytes(ServerFrame.newBuilder().setWelcome(welcome).build().toByteArray());
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public boolean variableSpans() {
    return true;
  }

  @Override
  public void write(ByteBuf frame) {
    try {
      if (closed) {
        throw new IllegalStateException("a frame after the close");
      }
      byte[] bytes = new byte[frame.readableBytes()];
      frame.readBytes(bytes);
      player.onFrame(this, bytes);
    } finally {
      frame.release();
    }
  }

  @Override
  public void close(CloseReason reason) {
    closed = true;
    player.onClose(this, reason);
  }
}
