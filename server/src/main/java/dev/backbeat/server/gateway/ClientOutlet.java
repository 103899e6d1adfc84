package dev.backbeat.server.gateway;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.v1.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.Executor;

/**
 * What one client is sent: its room's frames, two in flight at the most, and small ones of the
 * connection's own. The room's are taken from when the client plays until the connection closes. On
 * the connection's loop, unless said otherwise.
 */
final class ClientOutlet implements Outlet {
  private static final int MAX_IN_FLIGHT = 2;

  /** No frame is put behind one that has so much of it left to send. */
  static final int MAX_BYTES_BEFORE_NEXT = 8 * 1024;

  private final GatewayServices services;
  private final Connection connection;
  private final FrameWriter writer;
  private final OutMeter meter;

  private ChannelHandlerContext ctx;
  private ChannelHandlerContext writerEntry;
  private DirectSocket socket;
  private volatile Executor loop;
  private FramesInFlight inFlight;
  private volatile boolean variableSpans;
  private State state = State.BEFORE;

  private enum State {
    /** The room may be quicker with its first frame than the join's answer: it has to wait. */
    BEFORE,
    OPEN,
    SHUT
  }

  /**
   * The outlet of a connection that is about to be opened.
   *
   * @param writer for its subprotocol
   */
  ClientOutlet(GatewayServices services, Connection connection, FrameWriter writer, long nowNs) {
    this.services = services;
    this.connection = connection;
    this.writer = writer;
    this.meter = new OutMeter(nowNs);
  }

  /** The socket is ours; {@code context} is of the connection's handler. */
  void opened(ChannelHandlerContext context) {
    ctx = context;
    writerEntry = writer.entry(context);
    inFlight = new FramesInFlight(context.channel());
    loop = context.channel().eventLoop();
  }

  /** Frames may go past the channel. */
  void direct(DirectSocket directSocket) {
    socket = directSocket;
  }

  /** The client plays: the room's frames may come. */
  void begin() {
    if (state == State.BEFORE) {
      state = State.OPEN;
    }
  }

  /** Nothing of the room's is taken any more. */
  void shut() {
    state = State.SHUT;
  }

  /** What it was sent and what it missed. */
  OutMeter meter() {
    return meter;
  }

  /** Bytes that the kernel has not taken yet, and what Netty counts for their bookkeeping. */
  long pendingBytes() {
    ChannelOutboundBuffer out = ctx.channel().unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }

  /** A small frame of the connection's own. Left out if the client does not read. */
  void send(ServerFrame frame) {
    if (state != State.SHUT && ctx.channel().isWritable()) {
      sendAlways(frame);
    }
  }

  /** The same whatever waits, and if nothing else is taken any more. */
  void sendAlways(ServerFrame frame) {
    byte[] bytes = frame.toByteArray();
    ByteBuf buffer = writer.buffer(ctx.alloc(), bytes.length);
    buffer.writeBytes(bytes);
    writer.write(writerEntry, socket, buffer, ctx.newPromise());
  }

  void variableSpans(boolean takes) {
    variableSpans = takes;
  }

  @Override
  public boolean variableSpans() {
    return variableSpans;
  }

  /** Any thread. */
  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public ByteBuf buffer(int expectedBytes) {
    return writer.buffer(ctx.alloc(), expectedBytes);
  }

  @Override
  public void appendWelcome(ByteBuf frame) {
    frame.writeBytes(connection.participant().welcome(System.nanoTime()));
  }

  @Override
  public boolean writable() {
    int count = inFlight.count();
    return count < MAX_IN_FLIGHT
        && state == State.OPEN
        && (count == 0 || pendingBytes() <= MAX_BYTES_BEFORE_NEXT);
  }

  @Override
  public boolean drained() {
    return inFlight.count() == 0 && state == State.OPEN;
  }

  @Override
  public int touch() {
    return inFlight.count() + (socket == null ? 0 : socket.touch());
  }

  @Override
  public void skipped() {
    meter.skipped();
  }

  @Override
  public void write(ByteBuf frame) {
    if (state == State.SHUT) {
      frame.release();
      return;
    }
    services.giveWay().check(System.nanoTime());
    meter.sent(frame.readableBytes());
    writer.write(writerEntry, socket, frame, inFlight.add());
  }

  @Override
  public void close(CloseReason reason) {
    connection.close(reason);
  }
}
