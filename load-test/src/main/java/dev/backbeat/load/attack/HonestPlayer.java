package dev.backbeat.load.attack;

import dev.backbeat.load.protocol.ClientEvents;
import dev.backbeat.load.protocol.Conversation;
import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.load.protocol.Seat;
import dev.backbeat.load.wire.Connection;
import dev.backbeat.load.wire.IoLoop;
import dev.backbeat.load.wire.Upgrade;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/** One of the {@link HonestPlayers}, on their loop. */
final class HonestPlayer implements Connection.Listener, ClientEvents {
  private static final int MAX_WAITING = 256;

  private record Sent(long key, long dueNs) {}

  private final IoLoop io;
  private final InetSocketAddress server;
  private final InetAddress from;
  private final Seat seat;
  private final HonestPlayers all;
  private final Conversation conversation;
  private final Queue<Sent> waiting = new ArrayDeque<>();
  private Connection connection;
  private boolean joined;
  private boolean leaving;
  private long lastTickNs;
  private long maxGapNs;
  private long ticks;
  private long newestTick;

  HonestPlayer(
      IoLoop io,
      InetSocketAddress server,
      InetAddress from,
      LoadProtocol protocol,
      Seat seat,
      HonestPlayers all) {
    this.io = io;
    this.server = server;
    this.from = from;
    this.seat = seat;
    this.all = all;
    this.conversation = protocol.converse(seat, this);
  }

  void connect() {
    // The conversation has its upgrade ready: nobody has to be asked for it.
    Upgrade upgrade = conversation.upgrade().toCompletableFuture().join();
    connection = io.connectFrom(from, server, upgrade, seat.index() + 1, this);
  }

  boolean joined() {
    return joined;
  }

  void input(long dueNs, long nowNs) {
    if (joined && connection.writable()) {
      conversation.onInputDue(dueNs, nowNs);
    }
  }

  long takeMaxGapNs(long nowNs) {
    long gapNs = joined ? Math.max(maxGapNs, nowNs - lastTickNs) : maxGapNs;
    maxGapNs = 0;
    return gapNs;
  }

  long takeTicks() {
    long taken = ticks;
    ticks = 0;
    return taken;
  }

  void leave() {
    leaving = true;
    if (joined) {
      conversation.leave();
    }
  }

  @Override
  public void onOpen() {
    conversation.onOpen();
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    conversation.onMessage(text, data, offset, length, nowNs);
  }

  @Override
  public void onClosed(String kind, String detail) {
    joined = false;
    if (!leaving) {
      all.complain("disconnected: " + kind + " " + detail);
    }
  }

  @Override
  public void send(boolean text, byte[] payload, int length) {
    connection.write(text, payload, length);
  }

  @Override
  public void sendInputs(boolean text, byte[] payload, int length, int inputs) {
    connection.write(text, payload, length);
  }

  @Override
  public void awaitAck(long key, long dueNs) {
    if (waiting.size() >= MAX_WAITING) {
      waiting.remove();
    }
    waiting.add(new Sent(key, dueNs));
  }

  @Override
  public void onAck(long key, long nowNs) {
    while (!waiting.isEmpty() && waiting.element().key <= key) {
      all.onAck(waiting.remove().dueNs, nowNs);
    }
  }

  @Override
  public void onJoined(int tickHz, int spanTicks, long nowNs) {
    joined = true;
    lastTickNs = nowNs;
  }

  @Override
  public void onTick(long tick, boolean reset, long nowNs) {
    maxGapNs = Math.max(maxGapNs, nowNs - lastTickNs);
    lastTickNs = nowNs;
    if (newestTick != 0) {
      ticks += tick - newestTick;
    }
    newestTick = tick;
  }

  @Override
  public void onInputLead(int leadQ8) {
    // Not judged here: whether inputs come in time depends on this machine.
  }

  @Override
  public void onEventsLost(long events) {
    // No error: it says that this process was too slow to read.
  }

  @Override
  public void onError(String kind, String detail) {
    // Too far ahead is who sends on time while the room stands still: no offence, no harm.
    if (!leaving && !kind.equals("error_INPUT_TOO_FAR_AHEAD")) {
      all.complain(kind);
    }
  }

  @Override
  public void fail(String kind, String detail) {
    all.complain(kind + ": " + detail);
    connection.abort();
  }

  @Override
  public void onViolation(String what) {
    all.complain("violation: " + what);
  }
}
