package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;

/** One of Vert.x' transports, read and written as the gateway wants it. */
final class GatewayTransport implements Transport {
  private final Transport actual;
  private final boolean sharedReadBuffers;
  private final boolean directSockets;
  private final Listeners listeners;
  private volatile ChannelHandler acceptGuard;

  /**
   * A transport.
   *
   * @param sharedReadBuffers whether it reads when a socket is readable, not ahead
   * @param directSockets whether it is epoll, and frames pass its channels by
   * @param listeners where its listening sockets are kept
   */
  GatewayTransport(
      Transport actual, boolean sharedReadBuffers, boolean directSockets, Listeners listeners) {
    this.listeners = listeners;
    this.actual = actual;
    this.sharedReadBuffers = sharedReadBuffers;
    this.directSockets = directSockets;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    IoHandlerFactory factory = actual.ioHandlerFactory();
    return directSockets ? new Direct(factory) : factory;
  }

  /** From now on what the gateway's listening sockets accept passes this handler first. */
  void acceptGuard(ChannelHandler guard) {
    acceptGuard = guard;
  }

  /** Vert.x asks this for every listening socket; the gateway's are those that speak Backbeat. */
  private static boolean isGateway(NetServerOptions options) {
    return options instanceof HttpServerOptions http
        && http.getWebSocketSubProtocols() != null
        && http.getWebSocketSubProtocols().contains(Protocol.SUBPROTOCOL_BINARY);
  }

  private record Direct(IoHandlerFactory factory) implements IoHandlerFactory {
    @Override
    public IoHandler newHandler(ThreadAwareExecutor executor) {
      return new DirectIoHandler(factory.newHandler(executor));
    }
  }

  @Override
  @SuppressWarnings("deprecation") // There is no other way to say it for sockets to come.
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    actual.configure(options, domainSocket, bootstrap);
    ChannelHandler guard = acceptGuard;
    if (guard != null && isGateway(options)) {
      bootstrap.handler(guard);
    }
    if (sharedReadBuffers) {
      bootstrap.childOption(ChannelOption.RCVBUF_ALLOCATOR, new LoopReadBuffers());
    }
  }

  @Override
  public boolean supportsDomainSockets() {
    return actual.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return actual.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return actual.isAvailable();
  }

  @Override
  public Throwable unavailabilityCause() {
    return actual.unavailabilityCause();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return actual.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return actual.convert(address);
  }

  @Override
  public DatagramChannel datagramChannel() {
    return actual.datagramChannel();
  }

  @Override
  @SuppressWarnings("deprecation") // The interface wants it so.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return actual.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return actual.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return listeners.keeping(actual.serverChannelFactory(domainSocket));
  }

  @Override
  public void configure(
      DatagramChannel channel, io.vertx.core.datagram.DatagramSocketOptions options) {
    actual.configure(channel, options);
  }

  @Override
  public void configure(
      io.vertx.core.net.ClientOptionsBase options,
      int connectTimeout,
      boolean domainSocket,
      io.netty.bootstrap.Bootstrap bootstrap) {
    actual.configure(options, connectTimeout, domainSocket, bootstrap);
  }
}
