package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.util.function.Function;

/**
 * Stands in front of the listening socket: what is accepted passes here before it belongs to a
 * loop, and before TLS. Sockets over the limits are closed without a word, which costs the least.
 * On the acceptor's thread.
 */
@ChannelHandler.Sharable
final class AcceptGuard extends ChannelInboundHandlerAdapter {
  private final ClientAddresses clients;
  private final Function<InetAddress, String> addressKey;
  private final OpenSockets sockets;
  private final LimitObserver limits;
  private final ServerConfig.Http settings;

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
}
