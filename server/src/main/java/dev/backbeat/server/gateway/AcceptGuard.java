package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of the listening socket: what is accepted passes here before it belongs to a
 * loop, and before TLS. Sockets over the limits are closed without a word, which costs the least.
 * On the acceptor's thread.
 */
@ChannelHandler.Sharable
final class AcceptGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptGuard.class);
  private static final int RETRY_SECONDS = 1;
  private static final long SAY_AGAIN_NS = 60_000_000_000L;

  private final ClientAddresses clients;
  private final Function<InetAddress, String> addressKey;
  private final OpenSockets sockets;
  private final LimitObserver limits;
  private final ServerConfig.Http settings;
  private volatile boolean said;
  private volatile long saidNs;

  /**
   * A guard of one server.
   *
   * @param addressKey what is counted as one address; null = not limited
   */
  AcceptGuard(
      ClientAddresses clients,
      Function<InetAddress, String> addressKey,
      OpenSockets sockets,
      LimitObserver limits,
      ServerConfig.Http settings) {
    this.clients = clients;
    this.addressKey = addressKey;
    this.sockets = sockets;
    this.limits = limits;
    this.settings = settings;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    Channel socket = (Channel) accepted;
    Limit full = sockets.open();
    if (full != null) {
      limits.onLimit(full);
      socket.unsafe().closeForcibly();
      return;
    }
    SocketGuard guard = new SocketGuard(sockets, limits, settings);
    guard.guard(socket);
    InetAddress peer = ClientAddresses.peer(socket);
    if (!clients.trusts(peer)) {
      if (!guard.countFor(addressKey.apply(peer))) {
        guard.release(); // A socket that no loop has says nothing when it closes.
        socket.unsafe().closeForcibly();
        return;
      }
    } else if (clients.expectsProxyHeader(peer)) {
      ProxyHeader.expect(socket.pipeline(), guard, limits, addressKey);
    }
    ctx.fireChannelRead(accepted);
  }

  /**
   * Accepting failed: mostly because no descriptor is left. Whoever waits is accepted when there is
   * one again, which is looked for once per second.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ChannelConfig config = ctx.channel().config();
    if (config.isAutoRead()) {
      config.setAutoRead(false);
      ctx.channel()
          .eventLoop()
          .schedule(() -> config.setAutoRead(true), RETRY_SECONDS, TimeUnit.SECONDS);
    }
    long nowNs = System.nanoTime();
    if (!said || nowNs - saidNs > SAY_AGAIN_NS) {
      said = true;
      saidNs = nowNs;
      LOG.atWarn()
          .addKeyValue("cause", cause.toString())
          .log("newcomers cannot be accepted and have to wait; said once per minute");
    }
  }
}
