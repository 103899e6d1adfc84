package dev.backbeat.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Map;

/**
 * Makes a WebSocket of a connection, puts it into the room that its path names and takes Netty's
 * HTTP and WebSocket handlers out of its way.
 */
final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int MAX_FRAME_BYTES = 1024;
  private static final int MESSAGE_WELCOME = 0;
  private static final int WELCOME_BYTES = 3;

  private final Map<String, Room> rooms;

  /**
   * @param rooms by path, of this connection's event loop
   */
  Upgrade(Map<String, Room> rooms) {
    this.rooms = rooms;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    String path = request.uri();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory("ws://localhost/", null, false, MAX_FRAME_BYTES)
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
      return;
    }
    handshaker
        .handshake(ctx.channel(), request)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                join(ctx, path);
              } else {
                ctx.close();
              }
            });
  }

  private void join(ChannelHandlerContext ctx, String path) {
    Channel channel = ctx.channel();
    Room room = rooms.computeIfAbsent(path, p -> new Room(channel.eventLoop()));
    Player player = room.join(channel);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              if (room.leave(player)) {
                rooms.remove(path);
              }
            });
    for (String name : ctx.pipeline().names()) {
      ChannelHandler handler = ctx.pipeline().get(name);
      if (handler != null && handler != this) {
        ctx.pipeline().remove(handler);
      }
    }
    ctx.pipeline().addLast(new WebSocketFrames(player), new CloseOnError());
    ctx.pipeline().remove(this);
    ByteBuf welcome = channel.alloc().directBuffer(WELCOME_BYTES + 2);
    WebSocketFrames.writeBinaryHeader(welcome, WELCOME_BYTES);
    welcome.writeByte(MESSAGE_WELCOME).writeShortLE(player.id());
    channel.writeAndFlush(welcome, channel.voidPromise());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
