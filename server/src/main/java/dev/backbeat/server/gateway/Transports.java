package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.ServerConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import io.vertx.core.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how the gateway's loops talk to the kernel. */
public final class Transports {
  private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

  private Transports() {}

  /**
   * The transport that is wanted, or where it is not to be had the best of the others; says which.
   *
   * @param listeners where its listening sockets are kept
   */
  public static Transport choose(ServerConfig.Listen listen, Listeners listeners) {
    Transport chosen =
        switch (listen.transport()) {
          case NIO -> Transport.NIO;
          case IO_URING -> available(Transport.IO_URING, "io_uring") ? Transport.IO_URING : epoll();
          case EPOLL, AUTO -> epoll();
        };
    if (listeners.shared() && chosen == Transport.NIO) {
      throw new IllegalStateException(
          "--reuse-port on needs the transport epoll or io_uring, and neither is to be had here or"
              + " --transport nio was asked for");
    }
    LOG.atInfo()
        .addKeyValue("transport", chosen.name())
        .addKeyValue("loops", listen.gatewayLoops())
        .log("transport chosen");
    return new Chosen(
        chosen.name(),
        new GatewayTransport(
            chosen.implementation(),
            chosen != Transport.IO_URING,
            chosen == Transport.EPOLL && listen.framePath() == ServerConfig.FramePath.DIRECT,
            listeners));
  }

  /** Sets TCP_NOTSENT_LOWAT where the transport can. */
  static void limitUnsent(Channel channel, long bytes) {
    ChannelConfig config = channel.config();
    if (channel instanceof EpollSocketChannel) {
      config.setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, bytes);
    } else if (channel instanceof IoUringSocketChannel) {
      config.setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, bytes);
    }
  }

  private static Transport epoll() {
    return available(Transport.EPOLL, "epoll") ? Transport.EPOLL : Transport.NIO;
  }

  private static boolean available(Transport transport, String name) {
    if (transport != null && transport.available()) {
      return true;
    }
    LOG.atWarn()
        .addKeyValue("transport", name)
        .addKeyValue("cause", transport == null ? "not built in" : transport.unavailabilityCause())
        .log("transport not available");
    return false;
  }

  private record Chosen(String name, io.vertx.core.spi.transport.Transport implementation)
      implements Transport {
    @Override
    public boolean available() {
      return true;
    }

    @Override
    public Throwable unavailabilityCause() {
      return null;
    }
  }
}
