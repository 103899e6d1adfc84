package dev.backbeat.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Starts the server: {@code PORT} (0 = any free one) and {@code TRANSPORT} (epoll, io_uring or nio)
 * from the environment, one event loop. Prints {@code READY port} when it listens.
 */
public final class RawNettyServer {
  private static final int MAX_REQUEST_BYTES = 8192;
  private static final int BACKLOG = 4096;

  /** Far above what a room's frame takes, so that a slow reader shows as such and not here. */
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(1 << 20, 4 << 20);

  private record Transport(IoHandlerFactory handlers, Class<? extends ServerChannel> channel) {
    static Transport named(String name) {
      return switch (name) {
        case "epoll" -> new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
        case "io_uring" ->
            new Transport(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
        case "nio" -> new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
        default -> throw new IllegalArgumentException("TRANSPORT is epoll, io_uring or nio");
      };
    }
  }

  private RawNettyServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    int port = Integer.parseInt(environment.getOrDefault("PORT", "2567"));
    Transport transport = Transport.named(environment.getOrDefault("TRANSPORT", "epoll"));
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport.handlers());
    // One loop, so one map without locks.
    Map<String, Room> rooms = new HashMap<>();
    Channel server =
        new ServerBootstrap()
            .group(loop)
            .channel(transport.channel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_REQUEST_BYTES),
                            new Upgrade(rooms));
                  }
                })
            .bind("127.0.0.1", port)
            .sync()
            .channel();
    System.out.println("READY " + ((InetSocketAddress) server.localAddress()).getPort());
    server.closeFuture().sync();
  }
}
