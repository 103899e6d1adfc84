package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.session.SessionConnection;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket, and the way it ends. What comes in as frames goes through the {@link
 * FrameReceiver}, what goes out through the {@link ClientOutlet}; what the messages do is the
 * {@link ClientMessages}' business, and who plays the {@link Participant}'s. Everything happens on
 * the connection's loop.
 *
 * <p>It ends in two steps: a last frame and a close frame are written and nothing more is accepted;
 * then the TCP connection is closed when the peer answers, or by the sweep some seconds later if it
 * does not (a client that reads nothing never would). Until then what still comes in is read and
 * thrown away: unread bytes would make the close a reset, which may overtake the last frame.
 */
final class Connection implements SessionConnection, WholeFrameReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final GatewayServices services;
  private final boolean json;
  private final LoopScratch scratch;
  private final Liveness liveness;
  private final Runnable release;
  private final MessageRates rates;
  private final FrameReceiver frames;
  private final ClientMessages messages;
  private final ClientOutlet outlet;
  private final Participant participant;

  private ChannelHandlerContext ctx;
  private boolean closing;
  private boolean closingSeen;
  private long closingSeenNs;
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
    this.scratch = scratch;
    this.liveness = new Liveness(nowNs);
    this.release = release;
    this.rates = new MessageRates(admission.messages(), admission.quota(), nowNs);
    this.frames = new FrameReceiver(services, this, scratch, nowNs);
    this.messages = new ClientMessages(services, this, scratch, admission, nowNs);
    this.outlet = new ClientOutlet(services, this, writer, nowNs);
    this.participant = new Participant(services, this, admission);
  }

  Participant participant() {
    return participant;
  }

  ClientMessages messages() {
    return messages;
  }

  FrameReceiver frames() {
    return frames;
  }

  /** Any thread. */
  @Override
  public ClientOutlet outlet() {
    return outlet;
  }

  /** How it does; only where the participant is in a room. */
  ClientFigures figures(long nowNs) {
    return participant.figures(liveness, outlet.meter(), nowNs);
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

  /** For how long it has been closing since the first call, which is the sweep's. */
  long closingNs(long nowNs) {
    if (!closingSeen) {
      closingSeen = true;
      closingSeenNs = nowNs;
    }
    return nowNs - closingSeenNs;
  }

  /** Whether the channel is gone. */
  boolean closed() {
    return closed;
  }

  /** The upgrade is done and the socket is ours. */
  void onOpen(ChannelHandlerContext context) {
    ctx = context;
    outlet.opened(context);
  }

  /** The client has a session: what it plays, and its room's frames, may come. */
  void begin(HeldSession session, long nowNs) {
    rates.tickHz(session.seat().room().options().tickHz(), nowNs);
    messages.begin(session, nowNs);
    outlet.begin();
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
      messages.onMessage(scratch.message(), length, nowNs);
    }
  }

  /** Counts a frame; false = it was one too many, and the connection is ending. */
  boolean admits(int bytes, long nowNs) {
    liveness.received(nowNs);
    Limit met = rates.count(bytes, nowNs);
    if (met == null) {
      return true;
    }
    endFlood(met, "too many messages in too little time");
    return false;
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

  // ---- The end

  /** More came than a rate allows. */
  void endFlood(Limit met, String sentence) {
    services.metrics().onLimit(met);
    end(ErrorCode.ERROR_MESSAGE_FLOOD, CloseCode.POLICY_VIOLATION, sentence);
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
    acceptNoMore();
    // First, so that a client that has read the last frame finds done what it says.
    participant.onEnding(close);
    outlet.sendAlways(last);
    ctx.writeAndFlush(CloseFrames.of(close, sentence));
  }

  /** The room, or the server, sends the client away. */
  void close(CloseReason reason) {
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

  @Override
  public void replaced() {
    outlet
        .loop()
        .execute(
            () ->
                end(
                    ErrorCode.ERROR_REPLACED,
                    CloseCode.REPLACED,
                    "the session was resumed on another connection"));
  }

  /** The peer's close frame: answered if it came first; negative = it had no code. */
  void onPeerClose(int statusCode) {
    if (!closing) {
      acceptNoMore();
      int code = statusCode < 0 ? CloseCode.NORMAL.code() : statusCode;
      ctx.writeAndFlush(new CloseWebSocketFrame(code, ""));
    }
    ctx.close();
  }

  /** Closes the TCP connection without a word. */
  void abort() {
    acceptNoMore();
    ctx.close();
  }

  private void acceptNoMore() {
    closing = true;
    outlet.shut();
  }

  /** The socket failed: the peer's reset, TLS. The channel's end follows. */
  void onTransportFailure(Throwable cause) {
    LOG.atDebug()
        .addKeyValue("session", participant.sessionId())
        .addKeyValue("cause", cause.toString())
        .log("socket failed");
  }

  /** The channel is gone. */
  void onClosed() {
    acceptNoMore();
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
}
