package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.TokenBucket;
import dev.backbeat.v1.ErrorCode;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * What Netty's decoder makes of one client's bytes: pings, pongs, the close frame, messages in
 * pieces or as text, and what breaks a rule. Whole binary messages, the usual case, come past it by
 * the {@link WholeFrameReader}. On the connection's loop.
 */
final class FrameReceiver {
  /** What a connection that stalled for so long delivers at once is no flood. */
  private static final double CONTROL_BURST_SECONDS = 5;

  /** RFC 6455 section 7.4.2 knows no use for codes from here on. */
  private static final int CLOSE_CODES_END = 5_000;

  private final GatewayServices services;
  private final Connection connection;
  private final LoopScratch scratch;
  private final MessageAssembler assembler;
  private final TokenBucket controlFrames;

  /**
   * The receiver of a connection that is about to be opened.
   *
   * @param scratch of the loop
   */
  FrameReceiver(GatewayServices services, Connection connection, LoopScratch scratch, long nowNs) {
    this.services = services;
    this.connection = connection;
    this.scratch = scratch;
    this.assembler = new MessageAssembler(services.config().limits().maxMessageBytes());
    int perSecond = services.config().limits().controlFramesPerSecond();
    this.controlFrames = new TokenBucket(perSecond, perSecond * CONTROL_BURST_SECONDS, nowNs);
  }

  /** A frame came in; the caller releases it. */
  void onFrame(WebSocketFrame frame) {
    long nowNs = System.nanoTime();
    services.giveWay().check(nowNs);
    if (frame instanceof CloseWebSocketFrame close) {
      onClose(close.statusCode());
      return;
    }
    if (connection.closing() || !connection.admits(frame.content().readableBytes(), nowNs)) {
      return;
    }
    boolean data =
        frame instanceof BinaryWebSocketFrame
            || frame instanceof TextWebSocketFrame
            || frame instanceof ContinuationWebSocketFrame;
    if (!data && !controlFrames.tryTake(1, nowNs)) {
      connection.endFlood(Limit.CONTROL_FRAMES, "too many pings and pongs in too little time");
    } else if (frame instanceof PingWebSocketFrame) {
      if (connection.ctx().channel().isWritable()) {
        connection.ctx().writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
      }
    } else if (frame instanceof PongWebSocketFrame) {
      onPong(frame, nowNs);
    } else {
      onData(frame, nowNs);
    }
  }

  private void onPong(WebSocketFrame frame, long nowNs) {
    Liveness liveness = connection.liveness();
    if (liveness.pong(frame.content(), nowNs)) {
      services.metrics().roundTrip(liveness.lastRttNs());
      connection.participant().publishLatency(liveness.rtt());
    }
  }

  private void onData(WebSocketFrame frame, long nowNs) {
    switch (assembler.add(frame, scratch.message())) {
      case INCOMPLETE -> {
        if (assembler.text() != connection.json()) {
          wrongType();
        }
      }
      case TOO_BIG -> tooBig();
      case NOT_UTF8 -> {
        if (connection.json()) {
          notUtf8();
        } else {
          wrongType();
        }
      }
      case COMPLETE -> {
        services.metrics().messageReceived(assembler.length());
        if (assembler.text() != connection.json()) {
          wrongType();
        } else {
          connection.messages().onMessage(scratch.message(), assembler.length(), nowNs);
        }
      }
    }
  }

  private void onClose(int statusCode) {
    if (!connection.closing() && statusCode >= CLOSE_CODES_END) {
      onCorrupt(CloseCode.PROTOCOL_ERROR.code());
    }
    connection.onPeerClose(statusCode);
  }

  /** Netty's decoder gave up, with this close code. */
  void onCorrupt(int status) {
    if (status == CloseCode.TOO_BIG.code()) {
      tooBig();
    } else if (status == CloseCode.INVALID_PAYLOAD.code()) {
      notUtf8();
    } else {
      connection.end(
          ErrorCode.ERROR_MALFORMED_MESSAGE,
          CloseCode.PROTOCOL_ERROR,
          "these bytes are not a WebSocket frame");
    }
  }

  private void wrongType() {
    boolean json = connection.json();
    connection.end(
        json ? ErrorCode.ERROR_BINARY_ON_TEXT_PROTOCOL : ErrorCode.ERROR_TEXT_ON_BINARY_PROTOCOL,
        CloseCode.UNSUPPORTED_DATA,
        json
            ? "backbeat.v1.json takes text messages, this one was binary"
            : "backbeat.v1 takes binary messages, this one was text");
  }

  private void tooBig() {
    services.metrics().onLimit(Limit.MESSAGE_BYTES);
    connection.end(
        ErrorCode.ERROR_MESSAGE_TOO_BIG,
        CloseCode.TOO_BIG,
        "a message may have " + services.config().limits().maxMessageBytes() + " bytes at most");
  }

  private void notUtf8() {
    connection.end(
        ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD, "this text is not UTF-8");
  }
}
