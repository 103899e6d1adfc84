package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the PROXY header, version 1 or 2, with which a trusted proxy's connection begins, in front
 * of TLS. A connection without one, or with a broken one, is closed, as the protocol wants it. How
 * long it may take is the {@link SocketGuard}'s business. On the socket's loop.
 */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

  /** Beside the addresses a header of version 2 may have so many bytes of extensions. */
  private static final int MAX_EXTENSION_BYTES = 1_024;

  private final SocketGuard guard;
  private final LimitObserver limits;
  private final Function<InetAddress, String> addressKey;
  private boolean refused;

  private ProxyHeader(
      SocketGuard guard, LimitObserver limits, Function<InetAddress, String> addressKey) {
    this.guard = guard;
    this.limits = limits;
    this.addressKey = addressKey;
  }

  /** Expects a header at the beginning of a socket. */
  static void expect(
      ChannelPipeline pipeline,
      SocketGuard guard,
      LimitObserver limits,
      Function<InetAddress, String> addressKey) {
    pipeline.addLast("backbeat-proxy-decoder", new HAProxyMessageDecoder(MAX_EXTENSION_BYTES));
    pipeline.addLast("backbeat-proxy", new ProxyHeader(guard, limits, addressKey));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
    InetAddress source =
        header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null
            ? null // The proxy's own, or it does not know.
            : NetUtil.createInetAddressFromIpAddressString(header.sourceAddress());
    if (source != null) {
      ctx.channel().attr(ClientAddresses.PROXIED).set(source);
      if (!guard.countFor(addressKey.apply(source))) {
        ctx.close();
        return;
      }
    }
    ctx.pipeline().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (refused) {
      return; // The decoder says so again when the socket closes.
    }
    refused = true;
    limits.onLimit(Limit.PROXY_HEADER);
    LOG.atDebug()
        .addKeyValue("peer", ctx.channel().remoteAddress())
        .addKeyValue("cause", String.valueOf(cause.getMessage()))
        .log("no PROXY header");
    ctx.close();
  }
}
