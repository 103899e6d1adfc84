package dev.backbeat.load;

import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.load.protocol.Seat;
import dev.backbeat.load.wire.Connection;
import dev.backbeat.load.wire.IoLoop;
import dev.backbeat.load.wire.Tls;
import dev.backbeat.load.wire.Upgrade;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * One thread of the generator: its clients, whose inputs it sends evenly spread over the input
 * interval, and the meter of all of them. What is not said to be for any thread runs on the loop's.
 */
final class LoadLoop {
  /** A gap between two turns that counts as a stall. */
  static final long STALL_NS = 250_000_000;

  private record Joining(LoadClient client, long deadlineNs) {}

  private final LoadSettings settings;
  private final LoadProtocol protocol;
  private final InetSocketAddress address;
  private final Tls tls;
  private final RunListener listener;
  private final IoLoop io;
  private final LoopMeter meter = new LoopMeter();
  private final LoopMeter slowMeter = new LoopMeter();
  private final SlowStats slow = new SlowStats();
  private final Map<String, RoomTick> rooms = new HashMap<>();
  private final List<LoadClient> faulty = new ArrayList<>();
  private final List<LoadClient> clients = new ArrayList<>();
  private final Queue<Joining> joining = new ArrayDeque<>();

  /** The clients in the order in which they send: at random, so that rooms mix. */
  private LoadClient[] order = {};

  private long roundNs;
  private int nextSlot;
  private long nextDueNs;
  private long lastTurnNs;
  private boolean sending;
  private long busyAtBeginNs;
  private double busyShare;

  /**
   * @param tls null for ws://
   */
  LoadLoop(
      String threadName,
      LoadSettings settings,
      LoadProtocol protocol,
      InetSocketAddress address,
      Tls tls,
      RunListener listener) {
    this.settings = settings;
    this.protocol = protocol;
    this.address = address;
    this.tls = tls;
    this.listener = listener;
    this.io = new IoLoop(threadName, this::turn);
  }

  /** Before {@link #start}. */
  LoadClient addClient(Seat seat) {
    LoadClient client = new LoadClient(settings, this, protocol, seat);
    clients.add(client);
    if (client.faulty()) {
      faulty.add(client);
    }
    return client;
  }

  /** Starts the thread, which sends inputs for the clients that have joined. Any thread. */
  void start() {
    List<LoadClient> mixed = new ArrayList<>(clients);
    Collections.shuffle(mixed, new Random(settings.seed()));
    order = mixed.toArray(new LoadClient[0]);
    roundNs = System.nanoTime();
    nextDueNs = roundNs;
    lastTurnNs = roundNs;
    sending = order.length > 0;
    io.start();
  }

  /** Ends the thread and all connections. Any thread. */
  void stop() throws InterruptedException {
    io.stop();
  }

  /** Runs an action on the loop with its next turn. Any thread. */
  <T> CompletableFuture<T> submit(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    io.execute(
        () -> {
          try {
            result.complete(action.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Opens one client's connection. Any thread. */
  void connect(LoadClient client) {
    client
        .upgrade()
        .whenComplete(
            (upgrade, failure) ->
                io.execute(
                    () -> {
                      if (failure != null) {
                        client.onNoUpgrade(failure);
                      } else {
                        connectNow(client, upgrade);
                      }
                    }));
  }

  private void connectNow(LoadClient client, Upgrade upgrade) {
    long timeoutNs = settings.joinTimeoutSeconds() * 1_000_000_000L;
    joining.add(new Joining(client, System.nanoTime() + timeoutNs));
    client.connect(upgrade);
  }

  Connection open(Upgrade upgrade, int receiveBufferBytes, long seed, Connection.Listener client) {
    return io.connect(address, upgrade, tls, receiveBufferBytes, seed, client);
  }

  /** What the clients of a room have seen of its ticks. */
  RoomTick room(String id) {
    return rooms.computeIfAbsent(id, key -> new RoomTick());
  }

  // ---- Sending ----

  void stopSending() {
    sending = false;
  }

  private void turn() {
    long turnNs = System.nanoTime();
    giveUpJoining(turnNs);
    for (LoadClient client : faulty) {
      client.readAtItsPace(turnNs);
    }
    if (!sending) {
      return;
    }
    if (turnNs - lastTurnNs >= STALL_NS) {
      meter.onStall();
    }
    lastTurnNs = turnNs;
    skipHopeless(turnNs);
    // What falls due meanwhile is the next turn's: on a busy machine this must not keep from
    // reading.
    while (nextDueNs - turnNs <= 0) {
      long nowNs = System.nanoTime();
      meter.onTurn(nowNs - nextDueNs);
      order[nextSlot].sendInput(nextDueNs, nowNs);
      nextSlot();
    }
  }

  private void nextSlot() {
    if (++nextSlot == order.length) {
      nextSlot = 0;
      roundNs += settings.inputIntervalNs();
    }
    nextDueNs = roundNs + nextSlot * settings.inputIntervalNs() / order.length;
  }

  /** After a stall of more than two intervals the oldest sends are given up, and counted. */
  private void skipHopeless(long nowNs) {
    long behindNs = nowNs - nextDueNs;
    long intervals = behindNs / settings.inputIntervalNs() - 2;
    if (intervals > 0) {
      meter.onHopeless(intervals * order.length, behindNs);
      roundNs += intervals * settings.inputIntervalNs();
      nextDueNs += intervals * settings.inputIntervalNs();
    }
  }

  private void giveUpJoining(long nowNs) {
    for (Joining j = joining.peek(); j != null && j.deadlineNs() - nowNs <= 0; j = joining.peek()) {
      joining.remove();
      j.client().onJoinTimeout();
    }
  }

  // ---- The measured time ----

  void begin() {
    meter.begin(System.nanoTime());
    slowMeter.begin(meter.beginNs());
    busyAtBeginNs = io.busyNs();
    for (LoadClient client : clients) {
      client.begin();
    }
  }

  /** Acknowledgements of inputs sent before are still waited for. */
  void end() {
    meter.end(System.nanoTime());
    slowMeter.end(meter.endNs());
    busyShare = (double) (io.busyNs() - busyAtBeginNs) / (meter.endNs() - meter.beginNs());
    for (LoadClient client : clients) {
      client.end();
    }
  }

  /** Inputs of the measured time that are not acknowledged yet. */
  int unacknowledged() {
    int n = 0;
    for (LoadClient client : clients) {
      n += client.unacknowledged(meter.beginNs(), meter.endNs());
    }
    return n;
  }

  /** What was measured, after {@link #end}. */
  LoopStats collect() {
    for (LoadClient client : faulty) {
      client.countIn(slow);
    }
    LoopStats slowOnes = slowMeter.collect(faulty, busyShare);
    slow.frames = slowOnes.frames;
    slow.bytes = slowOnes.bytes;
    slow.resets = slowOnes.resets;
    List<LoadClient> others = clients.stream().filter(client -> !client.faulty()).toList();
    LoopStats stats = meter.collect(others, busyShare);
    stats.slow.add(slow);
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

  RunListener listener() {
    return listener;
  }

  LoopMeter meter() {
    return meter;
  }

  /** Of slow and stuck clients. */
  LoopMeter slowMeter() {
    return slowMeter;
  }

  /** Of slow and stuck clients. */
  SlowStats slow() {
    return slow;
  }
}
