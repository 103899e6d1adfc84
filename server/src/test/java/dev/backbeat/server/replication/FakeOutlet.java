package dev.backbeat.server.replication;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A connection in memory: parses what it is given and keeps it. */
class FakeOutlet implements Outlet {
  private final Executor loop;
  private final Consumer<ServerFrame> onFrame;
  private final List<ServerFrame> frames = new ArrayList<>();
  private volatile boolean writable = true;
  private volatile boolean drained = true;
  private volatile boolean variableSpans = true;
  private CloseReason closed;
  private int welcomes;
  private long bytes;
  private int lastBytes;

  FakeOutlet(Executor loop) {
    this(loop, frame -> {});
  }

  FakeOutlet(Executor loop, Consumer<ServerFrame> onFrame) {
    this.loop = loop;
    this.onFrame = onFrame;
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
    welcomes++;
    Welcome welcome = Welcome.newBuilder().setProtocolVersion(1).setRoom("test").build();
    frame.writeBytes(ServerFrame.newBuilder().setWelcome(welcome).build().toByteArray());
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public boolean drained() {
    return writable && drained;
  }

  @Override
  public void write(ByteBuf buffer) {
    if (closed != null) {
      throw new AssertionError("written after close");
    }
    byte[] content = new byte[buffer.readableBytes()];
    buffer.readBytes(content);
    buffer.release();
    bytes += content.length;
    lastBytes = content.length;
    try {
      ServerFrame frame = ServerFrame.parseFrom(content);
      frames.add(frame);
      onFrame.accept(frame);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // An Error, because the broadcaster takes an exception for a connection that failed.
      throw new AssertionError(e);
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (closed != null) {
      throw new AssertionError("closed twice");
    }
    closed = reason;
  }

  @Override
  public boolean variableSpans() {
    return variableSpans;
  }

  void variableSpans(boolean takes) {
    variableSpans = takes;
  }

  void writable(boolean isWritable) {
    writable = isWritable;
  }

  void drained(boolean isDrained) {
    drained = isDrained;
  }

  CloseReason closed() {
    return closed;
  }

  int welcomes() {
    return welcomes;
  }

  long bytes() {
    return bytes;
  }

  int lastBytes() {
    return lastBytes;
  }

  /** All frames so far. */
  List<ServerFrame> frames() {
    return frames;
  }

  /** The newest frame. */
  ServerFrame last() {
    return frames.get(frames.size() - 1);
  }

  /** The frames since the last call. */
  List<ServerFrame> take() {
    List<ServerFrame> result = List.copyOf(frames);
    frames.clear();
    return result;
  }
}
