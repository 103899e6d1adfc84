package dev.backbeat.client.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection through the lab: the client's socket, the server's, and a relay each way. On the
 * lab's loop alone.
 */
final class LabConnection {
  private final Channel client;
  private final long openedNs;
  private final Relay up;
  private final Relay down;
  private final Runnable onOldAge;
  private final Consumer<LabConnection> onClosed;
  private Channel server;
  private Future<?> oldAge;
  private boolean upEnded;
  private boolean downEnded;
  private boolean closed;

  /**
   * Takes a client's socket.
   *
   * @param zeroNs the network's time zero
   * @param seed of this connection
   */
  LabConnection(
      Channel client,
      NetworkSettings network,
      long zeroNs,
      long seed,
      PathMeter upMeter,
      PathMeter downMeter,
      Consumer<LabConnection> onOldAge,
      Consumer<LabConnection> onClosed) {
    this.client = client;
    this.onOldAge = () -> onOldAge.accept(this);
    this.onClosed = onClosed;
    this.openedNs = System.nanoTime();
    LabPath upPath = new LabPath(network.up(), LabPath.mix(seed), zeroNs);
    LabPath downPath = new LabPath(network.down(), LabPath.mix(seed + 1), zeroNs);
    this.up =
        new Relay(client.eventLoop(), upPath, upMeter, () -> ended(Direction.UP), this::reset);
    this.down =
        new Relay(
            client.eventLoop(), downPath, downMeter, () -> ended(Direction.DOWN), this::reset);
  }

  Relay relay(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  /**
   * Begins to listen to the client. The kernel has shaken hands at once, which takes a round trip
   * on the network that this stands for: what the client says before that waits for it.
   */
  void open(NetworkSettings network) {
    client.pipeline().addLast(new Socket(up, down));
    up.readFrom(client, openedNs + network.roundTripNs());
    growOld(network);
  }

  /** This will be the server's socket; it has to be closed with the rest already. */
  void connecting(Channel channel) {
    server = channel;
  }

  /** The server has accepted. */
  void connected() {
    if (closed) {
      return;
    }
    server.pipeline().addLast(new Socket(down, up));
    up.writeTo(server);
    down.writeTo(client);
    down.readFrom(server, Long.MIN_VALUE);
  }

  /** Other figures from now on. */
  void change(NetworkSettings network) {
    up.path().change(network.up());
    down.path().change(network.down());
    growOld(network);
    up.pump();
    down.pump();
    up.readMore();
    down.readMore();
  }

  private void growOld(NetworkSettings network) {
    if (oldAge != null) {
      oldAge.cancel(false);
      oldAge = null;
    }
    if (network.resetAfterNs() > 0) {
      long leftNs = openedNs + network.resetAfterNs() - System.nanoTime();
      oldAge = client.eventLoop().schedule(onOldAge, Math.max(0, leftNs), TimeUnit.NANOSECONDS);
    }
  }

  private void ended(Direction direction) {
    upEnded |= direction == Direction.UP;
    downEnded |= direction == Direction.DOWN;
    if (upEnded && downEnded) {
      close();
    }
  }

  /** Ends both sockets with a reset. */
  void reset() {
    if (!closed) {
      resetSocket(client);
      if (server != null) {
        resetSocket(server);
      }
      close();
    }
  }

  private static void resetSocket(Channel channel) {
    if (channel.isOpen()) {
      try {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
      } catch (ChannelException e) {
        // Some systems refuse this for a socket that its peer has reset: there is nothing to reset.
      }
      channel.close();
    }
  }

  /** Ends both sockets. */
  void close() {
    if (!closed) {
      closed = true;
      up.stop();
      down.stop();
      if (oldAge != null) {
        oldAge.cancel(false);
      }
      onClosed.accept(this);
      client.close();
      if (server != null) {
        server.close();
      }
    }
  }

  /** One of the two sockets: what it says goes into one relay, what it takes frees the other. */
  private final class Socket extends ChannelInboundHandlerAdapter {
    private final Relay said;
    private final Relay heard;
    private boolean broken;

    Socket(Relay said, Relay heard) {
      this.said = said;
      this.heard = heard;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      try {
        if (!closed) {
          said.onBytes(bytes, System.nanoTime());
        }
      } finally {
        bytes.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      if (!closed) {
        said.readMore();
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (!closed && ctx.channel().isWritable()) {
        heard.pump();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent && !closed && !broken) {
        said.onEnd(System.nanoTime());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // The peer reset the connection, while we read or wrote: the other side hears of it later.
      broken = true;
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (!closed) {
        said.onReset(System.nanoTime());
      }
    }
  }
}
