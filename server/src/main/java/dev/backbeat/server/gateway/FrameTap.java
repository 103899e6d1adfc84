package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Takes WebSocket frames out of the Netty pipeline where Vert.x' own WebSocket was, and gives them
 * to the connection.
 *
 * <p>Vert.x copies each frame into an unpooled buffer, queues it, closes the TCP connection at once
 * on a frame that breaks the protocol (so that no error and no close code can be sent), and answers
 * a ping whatever the rate. The connection needs none of the first and must do the last two by
 * itself. Vert.x keeps HTTP, TLS, the upgrade, and the list of sockets that it closes at its end.
 */
final class FrameTap extends ChannelInboundHandlerAdapter {
  private final Connection connection;
  private final FrameReceiver frames;

  FrameTap(Connection connection) {
    this.connection = connection;
    this.frames = connection.frames();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    connection.onOpen(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof WebSocketFrame frame) {
        frames.onFrame(frame);
      } else if (!(message instanceof ByteBuf)) {
        throw new IllegalStateException("unexpected " + message.getClass().getName());
      }
      // Bytes come here only after the decoder was taken out: the rest of a refused message.
    } catch (RuntimeException e) {
      connection.onBug(e);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      frames.onCorrupt(corrupted.closeStatus().code());
      // What follows cannot be understood, an answer to the close frame included. It is thrown away
      // until the peer, which sees the end of the stream behind the close frame, hangs up.
      ctx.executor().execute(() -> removeDecoder(ctx));
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> shutdownOutput(ctx));
    } else {
      connection.onTransportFailure(cause);
      ctx.close();
    }
  }

  private static void shutdownOutput(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof DuplexChannel socket && socket.isActive()) {
      socket.shutdownOutput();
    }
  }

  private static void removeDecoder(ChannelHandlerContext ctx) {
    if (!ctx.isRemoved() && ctx.pipeline().get("wsdecoder") != null) {
      ctx.pipeline().remove("wsdecoder");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.onClosed();
    ctx.fireChannelInactive();
  }
}
