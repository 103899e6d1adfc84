package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.load.protocol.ProtocolOptions;
import dev.backbeat.load.protocol.Seat;
import dev.backbeat.load.wire.IoLoop;
import dev.backbeat.protocol.Protocol;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Those who just want to play while others attack: in a process of their own ({@link
 * HonestProgram}), on one loop, ten to an address. What they notice is gathered in windows. Methods
 * are called by one thread.
 */
final class HonestPlayers implements AutoCloseable {
  private static final CompletionStage<String> NO_TICKET = CompletableFuture.completedFuture("");
  private static final int PER_ADDRESS = 10;
  private static final int INPUT_HZ = 20;
  private static final long JOIN_SECONDS = 30;
  private static final long ANSWER_SECONDS = 30;
  private static final long MAX_US = 60_000_000;

  private final IoLoop io = new IoLoop("honest-players", this::turn);
  private final List<HonestPlayer> players = new ArrayList<>();
  private final TreeMap<String, Integer> complaints = new TreeMap<>();
  private Histogram ackUs = new Histogram(MAX_US, 3);
  private Histogram lateUs = new Histogram(MAX_US, 3);
  private long roundNs;
  private int nextSlot;
  private boolean playing;

  /**
   * @param rooms where they play, in equal numbers
   */
  HonestPlayers(Target target, List<String> rooms, int count, int tickHz, long seed) {
    URI url = URI.create("ws://127.0.0.1:" + target.port() + Protocol.PATH);
    LoadProtocol protocol =
        LoadProtocol.of(
            LoadProtocol.Kind.BACKBEAT,
            new ProtocolOptions(url, "", tickHz, INPUT_HZ, 3, false, seed, i -> NO_TICKET));
    InetAddress from = null;
    for (int i = 0; i < count; i++) {
      if (i % PER_ADDRESS == 0) {
        from = target.newAddress();
      }
      Seat seat = new Seat(i, rooms.get(i % rooms.size()), false);
      players.add(new HonestPlayer(io, target.server(), from, protocol, seat, this));
    }
  }

  /**
   * Everybody joins, ten at a time.
   *
   * @throws CompareException if somebody cannot
   */
  void join() throws InterruptedException {
    io.start();
    for (int i = 0; i < players.size(); i++) {
      HonestPlayer player = players.get(i);
      io.execute(player::connect);
      if (i % PER_ADDRESS == PER_ADDRESS - 1 || i == players.size() - 1) {
        awaitJoined(i + 1);
      }
    }
    onLoop(
        () -> {
          roundNs = System.nanoTime();
          playing = true;
          return true;
        });
  }

  private void awaitJoined(int count) throws InterruptedException {
    long untilNs = System.nanoTime() + JOIN_SECONDS * 1_000_000_000L;
    while (onLoop(() -> players.stream().filter(HonestPlayer::joined).count()) < count) {
      if (System.nanoTime() - untilNs > 0) {
        throw new CompareException("not all honest players could join: " + complaints());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Ends a window and begins the next; what was noticed in it, as {@link Window} reads it. */
  JsonObject window() throws InterruptedException {
    return onLoop(
        () -> {
          Histogram ack = ackUs;
          Histogram late = lateUs;
          ackUs = new Histogram(MAX_US, 3);
          lateUs = new Histogram(MAX_US, 3);
          long nowNs = System.nanoTime();
          double gapMs = 0;
          long ticks = Long.MAX_VALUE;
          for (HonestPlayer player : players) {
            gapMs = Math.max(gapMs, player.takeMaxGapNs(nowNs) / 1e6);
            ticks = Math.min(ticks, player.takeTicks());
          }
          return new JsonObject()
              .put("inputs", ack.getTotalCount())
              .put("p50_ms", ack.getValueAtPercentile(50) / 1_000.0)
              .put("p99_ms", ack.getValueAtPercentile(99) / 1_000.0)
              .put("late_ms", late.getValueAtPercentile(99) / 1_000.0)
              .put("max_gap_ms", gapMs)
              .put("ticks", ticks);
        });
  }

  /** What went wrong for them, with how often; empty if nothing did. */
  TreeMap<String, Integer> complaints() throws InterruptedException {
    return onLoop(() -> new TreeMap<>(complaints));
  }

  /** How many still play. */
  long still() throws InterruptedException {
    return onLoop(() -> players.stream().filter(HonestPlayer::joined).count());
  }

  private <T> T onLoop(Supplier<T> question) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    io.execute(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the honest players failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the honest players' thread does not answer", e);
    }
  }

  // ---- On the loop ----

  private void turn() {
    if (!playing) {
      return;
    }
    long nowNs = System.nanoTime();
    long intervalNs = 1_000_000_000L / INPUT_HZ;
    if (nowNs - roundNs > 4 * intervalNs) {
      lateUs.recordValueWithCount(
          Math.min(MAX_US, (nowNs - roundNs) / 1_000),
          Math.min(MAX_US, (nowNs - roundNs) / intervalNs * players.size()));
      roundNs = nowNs; // This process stood still; what was missed is not made up for.
      nextSlot = 0;
    }
    while (true) {
      long dueNs = roundNs + nextSlot * intervalNs / players.size();
      if (dueNs - nowNs > 0) {
        return;
      }
      lateUs.recordValue(Math.min(MAX_US, (nowNs - dueNs) / 1_000));
      players.get(nextSlot).input(dueNs, nowNs);
      if (++nextSlot == players.size()) {
        nextSlot = 0;
        roundNs += intervalNs;
      }
    }
  }

  void onAck(long dueNs, long nowNs) {
    ackUs.recordValue(Math.min(MAX_US, Math.max(0, nowNs - dueNs) / 1_000));
  }

  void complain(String what) {
    complaints.merge(what, 1, Integer::sum);
  }

  /** They leave. */
  void leave() throws InterruptedException {
    onLoop(
        () -> {
          playing = false;
          players.forEach(HonestPlayer::leave);
          return true;
        });
  }

  @Override
  public void close() {
    boolean interrupted = false;
    try {
      io.stop();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
