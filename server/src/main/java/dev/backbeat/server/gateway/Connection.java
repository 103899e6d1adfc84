package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.session.SessionConnection;
import dev.backbeat.server.session.TokenBucket;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket: the frame layer, what is in flight, and the way it ends. What the
 * messages mean is the {@link Participant}'s business. Everything happens on the connection's loop.
 *
 * <p>It ends in two steps: a last frame and a close frame are written and nothing more is accepted;
 * then the TCP connection is closed when the peer answers, or by the sweep some seconds later if it
 * does not (a client that reads nothing never would). Until then what still comes in is read and
 * thrown away: unread bytes would make the close a reset, which may overtake the last frame.
 */
final class Connection implements Outlet, SessionConnection, WholeFrameReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MAX_IN_FLIGHT = 2;

  /** No frame is put behind one that has so much of it left to send. */
  static final int MAX_BYTES_BEFORE_NEXT = 8 * 1024;

  /** What a connection that stalled for so long delivers at once is no flood. */
  private static final double CONTROL_BURST_SECONDS = 5;

  private static final int MAX_CLOSE_REASON_BYTES = 120;

  /** RFC 6455 section 7.4.2 knows no use for codes from here on. */
  private static final int CLOSE_CODES_END = 5_000;

  private final GatewayServices services;
  private final FrameWriter writer;
  private final boolean json;
  private final LoopScratch scratch;
  private final MessageAssembler assembler;
  private final Liveness liveness;
  private final TokenBucket controlFrames;
  private final OutMeter out;
  private final Runnable release;
  private final Participant participant;

  private ChannelHandlerContext ctx;
  private ChannelHandlerContext writerEntry;
  private DirectSocket socket;
  private volatile Executor loop;
  private FramesInFlight inFlight;
  private volatile boolean variableSpans;
  private boolean closing;
  private int closingVisits;
  private boolean closed;
  private boolean released;

  /**
   * A connection that has been upgraded.
   *
   * @param writer for its subprotocol
   * @param scratch of the loop
   * @param release gives back what the upgrade counted, once
   */
  Connection(
      GatewayServices services,
      boolean json,
      FrameWriter writer,
      LoopScratch scratch,
      Admission admission,
      Runnable release,
      long nowNs) {
    this.services = services;
    this.json = json;
    this.writer = writer;
    this.scratch = scratch;
    this.assembler = new MessageAssembler(services.config().limits().maxMessageBytes());
    this.liveness = new Liveness(nowNs);
    int perSecond = services.config().limits().controlFramesPerSecond();
    this.controlFrames = new TokenBucket(perSecond, perSecond * CONTROL_BURST_SECONDS, nowNs);
    this.out = new OutMeter(nowNs);
    this.release = release;
    this.participant = new Participant(services, this, scratch, admission, nowNs);
  }

  Participant participant() {
    return participant;
  }

  OutMeter out() {
    return out;
  }

  /** How it does; only where the participant is in a room. */
  ClientFigures figures(long nowNs) {
    return participant.figures(liveness, out, nowNs);
  }

  Liveness liveness() {
    return liveness;
  }

  ChannelHandlerContext ctx() {
    return ctx;
  }

  boolean json() {
    return json;
  }

  boolean closing() {
    return closing;
  }

  /** The sweep met it closing; says how often that has happened before. */
  int closingVisited() {
    return closingVisits++;
  }

  /** The upgrade is done and the socket is ours. */
  void onOpen(ChannelHandlerContext context) {
    ctx = context;
    writerEntry = writer.entry(context);
    inFlight = new FramesInFlight(context.channel());
    loop = context.channel().eventLoop();
  }

  /** Frames may go past the channel. */
  void direct(DirectSocket directSocket) {
    socket = directSocket;
  }

  /** A frame came in; the caller releases it. */
  void onFrame(WebSocketFrame frame) {
    long nowNs = System.nanoTime();
    services.giveWay().check(nowNs);
    if (frame instanceof CloseWebSocketFrame close) {
      onCloseFrame(close);
      return;
    }
    if (closing || !admits(frame.content().readableBytes(), nowNs)) {
      return;
    }
    boolean data =
        frame instanceof BinaryWebSocketFrame
            || frame instanceof TextWebSocketFrame
            || frame instanceof ContinuationWebSocketFrame;
    if (!data && !controlFrames.tryTake(1, nowNs)) {
      flood(Limit.CONTROL_FRAMES, "too many pings and pongs in too little time");
    } else if (frame instanceof PingWebSocketFrame) {
      if (ctx.channel().isWritable()) {
        ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
      }
    } else if (frame instanceof PongWebSocketFrame) {
      if (liveness.pong(frame.content(), nowNs)) {
        services.metrics().roundTrip(liveness.lastRttNs());
        participant.publishLatency(liveness.rtt());
      }
    } else {
      onDataFrame(frame, nowNs);
    }
  }

  /** Counts a frame; false = it was one too many, and the connection is ending. */
  private boolean admits(int bytes, long nowNs) {
    liveness.received(nowNs);
    Limit met = participant.limitOfMessages(bytes, nowNs);
    if (met == null) {
      return true;
    }
    flood(met, "too many messages in too little time");
    return false;
  }

  private void flood(Limit met, String sentence) {
    services.metrics().onLimit(met);
    end(ErrorCode.ERROR_MESSAGE_FLOOD, CloseCode.POLICY_VIOLATION, sentence);
  }

  // ---- WholeFrameReader.Sink

  @Override
  public boolean accepting() {
    return !closing;
  }

  @Override
  public void onBinary(int length, long nowNs) {
    services.giveWay().check(nowNs);
    if (admits(length, nowNs)) {
      services.metrics().messageReceived(length);
      participant.onMessage(scratch.message(), length, nowNs);
    }
  }

  private void onDataFrame(WebSocketFrame frame, long nowNs) {
    switch (assembler.add(frame, scratch.message())) {
      case INCOMPLETE -> {
        if (assembler.text() != json) {
          wrongType();
        }
      }
      case TOO_BIG -> tooBig();
      case NOT_UTF8 -> {
        if (json) {
          notUtf8();
        } else {
          wrongType();
        }
      }
      case COMPLETE -> {
        services.metrics().messageReceived(assembler.length());
        if (assembler.text() != json) {
          wrongType();
        } else {
          participant.onMessage(scratch.message(), assembler.length(), nowNs);
        }
      }
    }
  }

  private void wrongType() {
    end(
        json ? ErrorCode.ERROR_BINARY_ON_TEXT_PROTOCOL : ErrorCode.ERROR_TEXT_ON_BINARY_PROTOCOL,
        CloseCode.UNSUPPORTED_DATA,
        json
            ? "backbeat.v1.json takes text messages, this one was binary"
            : "backbeat.v1 takes binary messages, this one was text");
  }

  private void tooBig() {
    services.metrics().onLimit(Limit.MESSAGE_BYTES);
    end(
        ErrorCode.ERROR_MESSAGE_TOO_BIG,
        CloseCode.TOO_BIG,
        "a message may have " + services.config().limits().maxMessageBytes() + " bytes at most");
  }

  private void notUtf8() {
    end(ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD, "this text is not UTF-8");
  }

  /** Netty's decoder gave up. */
  void onCorruptFrame(int status) {
    if (status == CloseCode.TOO_BIG.code()) {
      tooBig();
    } else if (status == CloseCode.INVALID_PAYLOAD.code()) {
      notUtf8();
    } else {
      end(
          ErrorCode.ERROR_MALFORMED_MESSAGE,
          CloseCode.PROTOCOL_ERROR,
          "these bytes are not a WebSocket frame");
    }
  }

  /** The socket failed: the peer's reset, TLS. The channel's end follows. */
  void onTransportFailure(Throwable cause) {
    LOG.atDebug()
        .addKeyValue("session", participant.sessionId())
        .addKeyValue("cause", cause.toString())
        .log("socket failed");
  }

  /** Something in the server failed while it handled this connection's frame. */
  @Override
  public void onBug(RuntimeException bug) {
    LOG.atError()
        .addKeyValue("session", participant.sessionId())
        .addKeyValue("room", participant.roomId())
        .setCause(bug)
        .log("handling a message failed");
    end(ErrorCode.ERROR_INTERNAL, CloseCode.INTERNAL_ERROR, "the server failed; its log says why");
  }

  private void onCloseFrame(CloseWebSocketFrame close) {
    if (!closing && close.statusCode() >= CLOSE_CODES_END) {
      onCorruptFrame(CloseCode.PROTOCOL_ERROR.code());
    } else if (!closing) {
      closing = true;
      int code = close.statusCode() < 0 ? CloseCode.NORMAL.code() : close.statusCode();
      ctx.writeAndFlush(new CloseWebSocketFrame(code, ""));
    }
    ctx.close();
  }

  /** The channel is gone. */
  void onClosed() {
    closing = true;
    closed = true;
    try {
      participant.onConnectionLost();
    } finally {
      releaseOnce();
    }
  }

  private void releaseOnce() {
    if (!released) {
      released = true;
      release.run();
    }
  }

  /** Ends the connection with an error. */
  void end(ErrorCode code, CloseCode close, String sentence) {
    end(code, close, sentence, 0);
  }

  /** Ends the connection with an error that says when to try again. */
  void end(ErrorCode code, CloseCode close, String sentence, int retryAfterMs) {
    if (!closing) {
      participant.onFatal(code);
    }
    end(ServerFrames.fatal(code, sentence, close, retryAfterMs), close, sentence);
  }

  /** Ends the connection with a last frame. */
  void end(ServerFrame last, CloseCode close, String sentence) {
    if (closing) {
      return;
    }
    services.metrics().closed(close.code());
    LOG.atDebug()
        .addKeyValue("session", participant.sessionId())
        .addKeyValue("room", participant.roomId())
        .addKeyValue("code", close.code())
        .addKeyValue("reason", sentence)
        .log("closing a connection");
    closing = true;
    // First, so that a client that has read the last frame finds done what it says.
    participant.onEnding(close);
    writeControl(last);
    ctx.writeAndFlush(new CloseWebSocketFrame(close.code(), reasonText(sentence)));
  }

  private static String reasonText(String sentence) {
    // Sentences are short and mostly ASCII; a byte is never less than a character.
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < sentence.length(); ) {
      int c = sentence.codePointAt(i);
      bytes += c < 0x80 ? 1 : 4;
      if (bytes > MAX_CLOSE_REASON_BYTES) {
        break;
      }
      text.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return text.toString();
  }

  /** A small frame of the connection's own. Left out if the client does not read. */
  void send(ServerFrame frame) {
    if (!closing && ctx.channel().isWritable()) {
      writeControl(frame);
    }
  }

  private void writeControl(ServerFrame frame) {
    byte[] bytes = frame.toByteArray();
    ByteBuf buffer = writer.buffer(ctx.alloc(), bytes.length);
    buffer.writeBytes(bytes);
    writer.write(writerEntry, socket, buffer, ctx.newPromise());
  }

  /** Closes the TCP connection without a word. */
  void abort() {
    closing = true;
    ctx.close();
  }

  // ---- Outlet ----

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
    frame.writeBytes(participant.welcome(System.nanoTime()));
  }

  @Override
  public boolean writable() {
    int count = inFlight.count();
    return count < MAX_IN_FLIGHT
        && !closing
        && participant.ready()
        && (count == 0 || pendingBytes() <= MAX_BYTES_BEFORE_NEXT);
  }

  @Override
  public int touch() {
    return inFlight.count() + participant.touch() + (socket == null ? 0 : socket.touch());
  }

  @Override
  public void skipped() {
    out.skipped();
  }

  @Override
  public boolean drained() {
    return inFlight.count() == 0 && !closing && participant.ready();
  }

  /** Bytes that the kernel has not taken yet, and what Netty counts for their bookkeeping. */
  long pendingBytes() {
    ChannelOutboundBuffer out = ctx.channel().unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }

  @Override
  public boolean variableSpans() {
    return variableSpans;
  }

  void variableSpans(boolean takes) {
    variableSpans = takes;
  }

  @Override
  public void write(ByteBuf frame) {
    if (closing) {
      frame.release();
      return;
    }
    services.giveWay().check(System.nanoTime());
    out.sent(frame.readableBytes());
    writer.write(writerEntry, socket, frame, inFlight.add());
  }

  @Override
  public void close(CloseReason reason) {
    if (reason.errorCode().isEmpty()) {
      if (!closing && reason.closeCode() == CloseCode.GOING_AWAY) {
        services.metrics().addSentAway();
      }
      end(
          ServerFrames.goodbye(reason.message(), retryAfterMs(reason)),
          reason.closeCode(),
          reason.message());
    } else {
      end(
          ServerFrames.code(reason.errorCode()),
          reason.closeCode(),
          reason.message(),
          retryAfterMs(reason));
    }
  }

  private static int retryAfterMs(CloseReason reason) {
    int spreadMs = reason.retrySpreadMs();
    return reason.retryAfterMs()
        + (spreadMs > 0 ? ThreadLocalRandom.current().nextInt(spreadMs + 1) : 0);
  }

  // ---- SessionConnection ----

  @Override
  public Outlet outlet() {
    return this;
  }

  @Override
  public void replaced() {
    loop.execute(
        () ->
            end(
                ErrorCode.ERROR_REPLACED,
                CloseCode.REPLACED,
                "the session was resumed on another connection"));
  }

  /** Whether the channel is gone. */
  boolean closed() {
    return closed;
  }
}
