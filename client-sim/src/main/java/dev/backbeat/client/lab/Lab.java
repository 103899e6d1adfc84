package dev.backbeat.client.lab;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy with a network inside. All connections share the network's time, which is zero when
 * the first one is accepted: stalls and the script count from there.
 *
 * <p>Everything runs on one event loop of the lab's own. The public methods may be called from any
 * thread; those that change something return when it is done.
 */
public final class Lab implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lab.class);
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int BACKLOG = 1024;
  private static final int MAX_READ_BYTES = 16 * 1024;

  /** What the kernel holds would come on top of the lab's own bound. */
  private static final int LIMITED_RECEIVE_BUFFER_BYTES = 16 * 1024;

  private final Sockets sockets = Sockets.best();
  private final LabSettings settings;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final PathMeter upMeter = new PathMeter();
  private final PathMeter downMeter = new PathMeter();
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder resets = new LongAdder();
  private volatile NetworkSettings network;
  private Channel listener;

  // Of the loop.
  private final Set<LabConnection> connections = new LinkedHashSet<>();
  private final Map<Direction, Long> stalledUntilNs = new EnumMap<>(Direction.class);
  private long zeroNs;
  private long count;

  private Lab(LabSettings settings) {
    this.settings = settings;
    this.network = settings.network();
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("lab", true), sockets.handler());
    this.loop = (EventLoop) group.next();
  }

  /**
   * Opens the port.
   *
   * @throws IOException if it is not to be had
   */
  public static Lab start(LabSettings settings) throws IOException {
    Lab lab = new Lab(settings);
    try {
      lab.listen();
    } catch (IOException e) {
      lab.close();
      throw e;
    }
    return lab;
  }

  private void listen() throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(sockets.listening())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    accept(client);
                  }
                })
            .bind(new InetSocketAddress(settings.listenHost(), settings.listenPort()));
    if (!bound.awaitUninterruptibly(CONNECT_TIMEOUT_MS) || !bound.isSuccess()) {
      Throwable cause = bound.cause();
      String where = settings.listenHost() + ":" + settings.listenPort();
      String why = cause == null ? "no answer in time" : cause.getMessage();
      throw new IOException("cannot listen on " + where + ": " + why, cause);
    }
    listener = bound.channel();
  }

  /** The port that clients connect to. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** The settings that it was started with. */
  public LabSettings settings() {
    return settings;
  }

  /** How the network behaves at this moment. */
  public NetworkSettings network() {
    return network;
  }

  /** The network behaves so from now on; bytes under way keep their delay. */
  public void change(NetworkSettings other) {
    onLoop(() -> setNetwork(n -> other));
  }

  /** Nothing arrives that way for a while, on all connections, from now on. */
  public void stall(Direction direction, long lengthNs) {
    onLoop(() -> stallNow(Set.of(direction), lengthNs));
  }

  /** Resets all connections, at both ends at once. */
  public void resetAll() {
    onLoop(this::resetNow);
  }

  /** What it did so far. */
  public LabStats stats() {
    long ends = closed.sum();
    long begins = opened.sum();
    return new LabStats(
        begins, begins - ends, refused.sum(), resets.sum(), upMeter.stats(), downMeter.stats());
  }

  /** Closes the port and all connections, and waits until that is done. */
  @Override
  public void close() {
    if (!loop.isShuttingDown()) {
      onLoop(
          () -> {
            if (listener != null) {
              listener.close();
            }
            Set.copyOf(connections).forEach(LabConnection::close);
          });
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  private void onLoop(Runnable action) {
    loop.submit(action).syncUninterruptibly();
  }

  private void accept(SocketChannel client) {
    if (count == 0) {
      begin(System.nanoTime());
    }
    long index = count++;
    NetworkSettings now = network;
    narrow(client, now.up());
    LabConnection connection =
        new LabConnection(
            client,
            now,
            zeroNs,
            LabPath.mix(settings.seed()) + 2 * index,
            upMeter,
            downMeter,
            this::resetByLab,
            this::forget);
    // A stall that others are in holds this one, too.
    stalledUntilNs.forEach(
        (direction, untilNs) -> {
          long nowNs = System.nanoTime();
          connection.relay(direction).path().stall(nowNs, untilNs - nowNs);
        });
    connections.add(connection);
    opened.increment();
    // The handler is called before the channel is registered; reading begins after that.
    loop.execute(() -> connection.open(now));
    loop.schedule(() -> connect(connection), now.up().delayNs(), TimeUnit.NANOSECONDS);
  }

  /** The first connection: the network's time begins. */
  private void begin(long nowNs) {
    zeroNs = nowNs;
    for (LabScript.Step step : settings.script().steps()) {
      loop.schedule(() -> play(step), step.atNs(), TimeUnit.NANOSECONDS);
    }
  }

  private void play(LabScript.Step step) {
    setNetwork(n -> LabScript.changed(n, step));
    for (LabScript.Action action : step.actions()) {
      if (action instanceof LabScript.Action.Stall stall) {
        stallNow(stall.directions(), stall.lengthNs());
      } else if (action instanceof LabScript.Action.Reset) {
        resetNow();
      }
    }
  }

  private void setNetwork(UnaryOperator<NetworkSettings> change) {
    network = change.apply(network);
    Set.copyOf(connections).forEach(c -> c.change(network));
  }

  private void stallNow(Set<Direction> directions, long lengthNs) {
    long nowNs = System.nanoTime();
    for (Direction direction : directions) {
      stalledUntilNs.merge(direction, nowNs + lengthNs, Math::max);
      connections.forEach(c -> c.relay(direction).path().stall(nowNs, lengthNs));
    }
  }

  private void resetNow() {
    Set.copyOf(connections).forEach(this::resetByLab);
  }

  private void resetByLab(LabConnection connection) {
    resets.increment();
    connection.reset();
  }

  private void forget(LabConnection connection) {
    if (connections.remove(connection)) {
      closed.increment();
    }
  }

  private void connect(LabConnection connection) {
    if (!connections.contains(connection)) {
      return;
    }
    NetworkSettings now = network;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(sockets.connected())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel server) {
                    narrow(server, now.down());
                  }
                });
    ChannelFuture connecting =
        bootstrap.connect(new InetSocketAddress(settings.targetHost(), settings.targetPort()));
    connection.connecting(connecting.channel());
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            connection.connected();
          } else if (connections.contains(connection)) {
            LOG.atWarn()
                .addKeyValue("target", settings.targetHost() + ":" + settings.targetPort())
                .addKeyValue("reason", done.cause().getMessage())
                .log("the target did not accept");
            refused.increment();
            loop.schedule(connection::reset, now.down().delayNs(), TimeUnit.NANOSECONDS);
          }
        });
  }

  /** Reads small pieces, and leaves little to the kernel's own buffer. */
  private static void narrow(SocketChannel channel, PathSettings path) {
    int readBytes =
        (int) Math.max(PathSettings.SEGMENT_BYTES, Math.min(MAX_READ_BYTES, path.window()));
    channel
        .config()
        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(readBytes).maxMessagesPerRead(1));
    if (path.bytesPerSecond() > 0) {
      channel.config().setReceiveBufferSize(LIMITED_RECEIVE_BUFFER_BYTES);
    }
  }
}
