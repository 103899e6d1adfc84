package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
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

  /** Behind the signature of version 2; in version 1 no such byte can be. */
  private static final int VERSION_AT = 12;

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
    HAProxyMessageDecoder decoder = new HAProxyMessageDecoder(MAX_EXTENSION_BYTES);
    decoder.setCumulator((allocator, held, more) -> hold(held, more));
    pipeline.addLast("backbeat-proxy-decoder", decoder);
    pipeline.addLast("backbeat-proxy", new ProxyHeader(guard, limits, addressKey));
  }

  /**
   * Holds a header until it is complete, so that two errors of Netty 4.2.12 do no harm: it forgets
   * extensions that it has read of a header that turns out to be broken, or that are nested (its
   * pull requests 16866 and 16881), which on the heap the collector frees; and it takes version
   * 0xff for one that has not come yet, and would wait for it and keep everything.
   */
  private static ByteBuf hold(ByteBuf held, ByteBuf more) {
    try {
      ByteBuf all = Unpooled.buffer(held.readableBytes() + more.readableBytes());
      all.writeBytes(held).writeBytes(more);
      if (all.writerIndex() > VERSION_AT && all.getByte(VERSION_AT) == -1) {
        all.setByte(VERSION_AT, 0); // As wrong, and seen.
      }
      return all;
    } finally {
      held.release();
      more.release();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (refused) {
      ReferenceCountUtil.release(message); // What came with the header is not to be answered.
    } else {
      super.channelRead(ctx, message);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
    if (namesSource(header)) {
      InetAddress source = NetUtil.createInetAddressFromIpAddressString(header.sourceAddress());
      if (source == null) { // Otherwise it would be the proxy itself.
        throw new DecoderException("an address that cannot be read");
      }
      ctx.channel().attr(ClientAddresses.PROXIED).set(source);
      if (!guard.countFor(addressKey.apply(source))) {
        refused = true;
        ctx.close();
        return;
      }
    }
    ctx.pipeline().remove(this);
  }

  /** Whether there is an IP address in it; else it is the proxy's own, or it does not know. */
  private static boolean namesSource(HAProxyMessage header) {
    return header.command() == HAProxyCommand.PROXY
        && switch (header.proxiedProtocol().addressFamily()) {
          case AF_IPv4, AF_IPv6 -> true;
          case AF_UNSPEC, AF_UNIX -> false;
        };
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
