package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.tick.GiveWay;
import dev.backbeat.server.tick.TickHealth;
import dev.backbeat.server.tick.TickLoad;
import dev.backbeat.server.tick.TickThread;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The control face of the simulation: owns the tick threads, and the threads that make rooms and do
 * games' asynchronous work. Deploy one.
 */
public final class SimulationVerticle extends VerticleBase {
  private static final int WORKERS = 4;
  private static final int MAX_WAITING_TASKS = 10_000;
  private static final int STOP_SECONDS = 5;

  private final List<TickThread> threads = new ArrayList<>();
  private final ThreadPoolExecutor control = pool("backbeat-control", 1);
  private final ThreadPoolExecutor worker = pool("backbeat-worker", WORKERS);
  private final RoomDirectory rooms;

  /** Not started yet; {@link #rooms()} may be handed on already. */
  public SimulationVerticle(GameRegistry games, SimulationSettings settings) {
    for (int i = 1; i <= settings.tickThreads(); i++) {
      threads.add(new TickThread("backbeat-tick-" + i, settings.tickObserver()));
    }
    RoomConfig config =
        new RoomConfig(
            settings.resumeGraceMs(),
            worker,
            allListeners(settings),
            settings.broadcastObserver(),
            (world, spec, span, seats, observer) -> {
              Replicator made = Replicator.create(world, spec, span, seats, observer);
              made.byteBudget(settings.clientBytesPerSecond());
              return made;
            },
            0,
            settings.overload(),
            settings.rewindCapMs(),
            settings.inputObserver(),
            settings.maxRoomEntities(),
            TickThread.CLOCK_NS);
    rooms = new RoomDirectory(games, settings, config, threads, control);
  }

  /** All rooms. */
  public Rooms rooms() {
    return rooms;
  }

  /** How each tick thread does at {@code nowNs} (System.nanoTime). Any thread. */
  public List<TickHealth> health(long nowNs) {
    return threads.stream().map(t -> t.health(nowNs)).toList();
  }

  /** What each tick thread has done so far. Any thread. */
  public List<TickLoad> load() {
    return threads.stream().map(TickThread::load).toList();
  }

  /** How other threads give way to the tick threads. */
  public GiveWay giveWay() {
    return new GiveWay(threads);
  }

  @Override
  public Future<?> start() {
    threads.forEach(TickThread::start);
    return Future.succeededFuture();
  }

  /** Drains if nobody has done so yet, then ends the threads. */
  @Override
  public Future<?> stop() {
    CloseReason reason =
        CloseReason.goodbye(CloseCode.GOING_AWAY, "the server is shutting down", 0);
    return rooms
        .drain(reason)
        .timeout(STOP_SECONDS, TimeUnit.SECONDS)
        .transform(drained -> vertx.executeBlocking(this::endThreads));
  }

  private static List<MatchListener> allListeners(SimulationSettings settings) {
    List<MatchListener> listeners = new ArrayList<>(settings.matchListeners());
    ServiceLoader.load(MatchListener.class).forEach(listeners::add);
    return listeners;
  }

  private Void endThreads() {
    threads.forEach(TickThread::close);
    control.shutdown();
    worker.shutdownNow();
    return null;
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    AtomicInteger last = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return new ThreadPoolExecutor(
        size, size, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_TASKS), factory);
  }
}
