package dev.backbeat.load;

import dev.backbeat.client.FrameHeader;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * One event loop of the generator: its clients, whose inputs it sends evenly spread over the input
 * interval whenever the {@link Ticker} says so, and the measurements of all of them. Runs on the
 * loop's thread; the counters and recorders that the sampler reads once per second are the only
 * shared state.
 */
final class LoadLoop {
  /** Highest value that the histograms hold, us. */
  static final long MAX_US = 60_000_000;

  static final int DIGITS = 3;

  /** A gap between two turns of the ticker that counts as a stall. */
  static final long STALL_NS = 250_000_000;

  private static final int SCRATCH_BYTES = 65_536;
  private static final int READ_BYTES = 8_192;

  private final LoadSettings settings;
  private final EventLoop eventLoop;
  private final SslContext tls;
  private final RunListener listener;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final FrameHeader header = new FrameHeader();
  private final List<LoadClient> clients = new ArrayList<>();

  private long tickerBaseNs;
  private long nextSlot;
  private long lastTurnNs;
  private boolean ticking;

  /** Whether the ticker asked for a turn that has not begun; so that at most one is queued. */
  private final AtomicBoolean turnQueued = new AtomicBoolean();

  private final Runnable turn = this::turn;

  private boolean measuring;
  private boolean measured;
  private long beginNs;
  private long endNs;
  private final LoopStats stats = new LoopStats();

  private final SingleWriterRecorder ackRecorder = new SingleWriterRecorder(MAX_US, DIGITS);
  private final SingleWriterRecorder lateRecorder = new SingleWriterRecorder(MAX_US, DIGITS);
  private final AtomicLong framesTotal = new AtomicLong();
  private final AtomicLong bytesTotal = new AtomicLong();

  LoadLoop(LoadSettings settings, EventLoop eventLoop, SslContext tls, RunListener listener) {
    this.settings = settings;
    this.eventLoop = eventLoop;
    this.tls = tls;
    this.listener = listener;
  }

  /** Before the ticker starts. */
  LoadClient addClient(int index, String room, boolean decodes) {
    LoadClient client = new LoadClient(settings, this, index, room, decodes);
    clients.add(client);
    return client;
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  /** Opens one client's connection. Any thread. */
  void connect(LoadClient client) {
    new Bootstrap()
        .group(eventLoop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.joinTimeoutSeconds() * 1000)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel
                      .pipeline()
                      .addLast(
                          tls.newHandler(
                              channel.alloc(), settings.url().getHost(), settings.port()));
                }
                channel.pipeline().addLast(client.open(System.nanoTime()));
              }
            })
        .connect(settings.url().getHost(), settings.port())
        .addListener(
            future -> {
              if (!future.isSuccess()) {
                client.onConnectFailed(future.cause());
              }
            });
    eventLoop.schedule(client::onJoinTimeout, settings.joinTimeoutSeconds(), TimeUnit.SECONDS);
  }

  // ---- The ticker ----

  /** Starts sending inputs for the clients that have joined by then and later. On the loop. */
  void startSending() {
    tickerBaseNs = System.nanoTime();
    lastTurnNs = tickerBaseNs;
    ticking = !clients.isEmpty();
  }

  /** On the loop. */
  void stopSending() {
    ticking = false;
  }

  /** Sends soon what is due by then. Called every millisecond by the {@link Ticker}. */
  void requestTurn() {
    if (turnQueued.compareAndSet(false, true)) {
      eventLoop.execute(turn);
    }
  }

  private long slotNs(long slot) {
    int n = clients.size();
    return tickerBaseNs
        + slot / n * settings.inputIntervalNs()
        + slot % n * settings.inputIntervalNs() / n;
  }

  private void turn() {
    turnQueued.set(false);
    if (!ticking) {
      return;
    }
    long turnNs = System.nanoTime();
    if (turnNs - lastTurnNs >= STALL_NS && measuring) {
      stats.stalls++;
    }
    lastTurnNs = turnNs;
    skipHopeless(turnNs);
    // What falls due meanwhile is the next turn's: on a busy machine this must not keep from
    // reading.
    for (long dueNs = slotNs(nextSlot); dueNs - turnNs <= 0; dueNs = slotNs(nextSlot)) {
      long nowNs = System.nanoTime();
      clients.get((int) (nextSlot % clients.size())).sendInput(dueNs, nowNs);
      long lateUs = Math.min(MAX_US, (nowNs - dueNs) / 1000);
      lateRecorder.recordValue(lateUs);
      if (measuring) {
        stats.late.recordValue(lateUs);
      }
      nextSlot++;
    }
  }

  /** After a stall of more than two intervals the oldest sends are given up, and counted. */
  private void skipHopeless(long nowNs) {
    long behindNs = nowNs - slotNs(nextSlot);
    long intervals = behindNs / settings.inputIntervalNs() - 2;
    if (intervals > 0) {
      long slots = intervals * clients.size();
      onInputSkipped(slots);
      if (measuring) {
        stats.late.recordValueWithCount(Math.min(MAX_US, behindNs / 1000), slots);
      }
      nextSlot += slots;
    }
  }

  // ---- The measured time ----

  /** On the loop. */
  void begin() {
    beginNs = System.nanoTime();
    measuring = true;
    measured = false;
    for (LoadClient client : clients) {
      client.begin();
    }
  }

  /** On the loop. Acknowledgements of inputs sent before are still waited for. */
  void end() {
    endNs = System.nanoTime();
    measuring = false;
    measured = true;
    for (LoadClient client : clients) {
      client.end();
    }
  }

  /** Inputs of the measured time that are not acknowledged yet. On the loop. */
  int unacknowledged() {
    int n = 0;
    for (LoadClient client : clients) {
      n += client.unacknowledged(beginNs, endNs);
    }
    return n;
  }

  /** What was measured. On the loop, after {@link #end}. */
  LoopStats collect() {
    stats.collect(clients, beginNs, endNs);
    return stats;
  }

  void leaveAll() {
    clients.forEach(LoadClient::leave);
  }

  void abortAll() {
    clients.forEach(LoadClient::abort);
  }

  boolean allClosed() {
    return clients.stream().allMatch(LoadClient::closed);
  }

  // ---- What the clients report ----

  byte[] scratch() {
    return scratch;
  }

  FrameHeader header() {
    return header;
  }

  boolean measuring() {
    return measuring;
  }

  void onMessage(int length, boolean tickFrame) {
    bytesTotal.lazySet(bytesTotal.get() + length);
    if (tickFrame) {
      framesTotal.lazySet(framesTotal.get() + 1);
    }
  }

  void onAck(long dueNs, long nowNs) {
    long us = Math.max(0, Math.min(MAX_US, (nowNs - dueNs) / 1000));
    ackRecorder.recordValue(us);
    boolean sentInTime =
        measuring && dueNs - beginNs >= 0 || measured && dueNs - beginNs >= 0 && dueNs - endNs < 0;
    if (sentInTime) {
      stats.ack.recordValue(us);
    }
  }

  void onJitter(long ns) {
    if (measuring) {
      stats.jitter.recordValue(Math.min(MAX_US, ns / 1000));
    }
  }

  void onLead(int leadQ8) {
    if (measuring) {
      stats.leads++;
      stats.lateInputs += leadQ8 < 0 ? 1 : 0;
    }
  }

  void onReset() {
    if (measuring) {
      stats.resets++;
    }
  }

  void onEventsLost(long n) {
    if (measuring) {
      stats.eventsLost += n;
    }
  }

  void onInputSent() {
    if (measuring) {
      stats.inputsSent++;
    }
  }

  void onInputSkipped(long n) {
    if (measuring) {
      stats.inputsSkipped += n;
    }
  }

  void onViolation(String what) {
    listener.onViolation(what);
  }

  void error(String kind, String detail) {
    listener.onError(kind, detail);
  }

  void onJoined(long joinNs) {
    listener.onJoined(joinNs);
  }

  void onJoinFailed() {
    listener.onJoinFailed();
  }

  // ---- For the sampler, any thread ----

  long framesTotal() {
    return framesTotal.get();
  }

  long bytesTotal() {
    return bytesTotal.get();
  }

  /** Acknowledgement times since the last call. */
  Histogram takeAcks() {
    return ackRecorder.getIntervalHistogram();
  }

  /** Lateness of sends since the last call. */
  Histogram takeLateness() {
    return lateRecorder.getIntervalHistogram();
  }
}
