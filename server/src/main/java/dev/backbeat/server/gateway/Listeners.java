package dev.backbeat.server.gateway;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets of the process, so that one can be closed without the connections that came
 * through it, which is all that Vert.x offers. Any thread.
 *
 * <p>Where two processes share a port, the kernel gives each new connection to one of the listening
 * sockets by a hash of its addresses. A connection whose handshake is under way, or that waits to
 * be accepted, belongs to its socket and is reset when that is closed. So a socket is closed in
 * three steps: it takes no more first packets ({@link SynFilter}); for a moment shorter than the
 * second after which a client's kernel sends that packet again, handshakes come to their end and
 * are accepted; then, when nobody waits, it is closed. The packet that was sent again finds the
 * other process. Nobody is reset, and who came in that moment is a second late.
 */
public final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** A handshake takes a round trip; more than this and less than the second of RFC 6298. */
  private static final long HANDSHAKES_MS = 500;

  /** The process may be too busy to accept quickly; not for ever. */
  private static final long MAX_WAIT_MS = 3_000;

  private static final long LOOK_MS = 10;

  private final boolean shared;
  private final List<ServerChannel> channels = new CopyOnWriteArrayList<>();

  /** None yet; {@code shared} = another process may listen on the same port. */
  public Listeners(boolean shared) {
    this.shared = shared;
  }

  boolean shared() {
    return shared;
  }

  /** The factory, whose channels are kept here as long as they are open. */
  <T extends ServerChannel> ChannelFactory<T> keeping(ChannelFactory<T> factory) {
    return () -> {
      T channel = factory.newChannel();
      channels.add(channel);
      channel.closeFuture().addListener(closed -> channels.remove(channel));
      return channel;
    };
  }

  /** Closes what listens on the port; completes when it is done. */
  Future<Void> close(Vertx vertx, int port) {
    List<Future<Void>> closed =
        channels.stream().filter(c -> port(c) == port).map(c -> close(vertx, c)).toList();
    return Future.all(closed).mapEmpty();
  }

  private static int port(ServerChannel channel) {
    return channel.localAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
  }

  private Future<Void> close(Vertx vertx, ServerChannel channel) {
    Promise<Void> closed = Promise.promise();
    channel.closeFuture().addListener(done -> closed.tryComplete());
    boolean filtered = shared && SynFilter.attach(channel);
    LOG.atInfo()
        .addKeyValue("port", port(channel))
        .addKeyValue("synFilter", filtered)
        .log("leaving the port");
    if (filtered) {
      vertx.setTimer(HANDSHAKES_MS, timer -> closeWhenNobodyWaits(vertx, channel, HANDSHAKES_MS));
    } else {
      channel.close();
    }
    return closed.future();
  }

  private static void closeWhenNobodyWaits(Vertx vertx, ServerChannel channel, long waitedMs) {
    // On the accepting loop: nothing that it has not accepted comes between the look and the close.
    channel
        .eventLoop()
        .execute(
            () -> {
              if (waitedMs >= MAX_WAIT_MS || SynFilter.waiting(channel) <= 0) {
                channel.close();
              } else {
                vertx.setTimer(
                    LOOK_MS, timer -> closeWhenNobodyWaits(vertx, channel, waitedMs + LOOK_MS));
              }
            });
  }
}
