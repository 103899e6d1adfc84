package dev.backbeat.server;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.gateway.Gateway;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.DrainStatus;
import dev.backbeat.server.ops.DrainStatus.Phase;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.room.RoomDrain;
import dev.backbeat.server.room.Rooms;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server without hurting its players; {@link #run} is the table of contents, on a thread of
 * its own, so that it comes to its end even if every event loop is stuck. The other methods from
 * any thread.
 */
final class ServerDrain {
  private static final Logger LOG = LoggerFactory.getLogger(ServerDrain.class);
  private static final long NS_PER_MS = 1_000_000;

  /** Who was accepted before the port was left is let in for so long. */
  private static final long LATECOMERS_MS = 2_000;

  /** Rooms end at their next tick; one that is stuck is not waited for longer. */
  private static final long ROOMS_END_MS = 3_000;

  private static final long CLOSE_FRAMES_MS = 1_500;
  private static final long LEAVE_PORT_MS = 4_000;
  private static final long LOOK_MS = 20;

  /** The hints are spread so that about so many come back per second. */
  private static final int RETURNS_PER_SECOND = 500;

  private static final int MIN_SPREAD_MS = 500;
  private static final int MAX_SPREAD_MS = 10_000;

  private final LiveConfig live;
  private final String instance;
  private final Rooms rooms;
  private final Gateway gateway;
  private final Health health;
  private final Runnable afterwards;
  private final RoomDrain.Tally tally = new RoomDrain.Tally();

  // Guarded by this.
  private Phase phase = Phase.SERVING;
  private RoomDrain order;
  private long startNs;
  private long endNs;
  private long cutOff;
  private long roomsEndMs = ROOMS_END_MS;
  private Future<Void> portLeft;

  /**
   * Nothing to stop yet.
   *
   * @param afterwards closes everything, when nobody is connected any more
   */
  ServerDrain(
      LiveConfig live,
      String instance,
      Rooms rooms,
      Gateway gateway,
      Health health,
      Runnable afterwards) {
    this.live = live;
    this.instance = instance;
    this.rooms = rooms;
    this.gateway = gateway;
    this.health = health;
    this.afterwards = afterwards;
  }

  /**
   * Begins, or moves the deadline forward; a later deadline than the one there is changes nothing.
   */
  synchronized void begin(DrainRequest request, long nowNs) {
    RoomDrain wanted = order(request, nowNs);
    if (order == null) {
      startNs = nowNs;
      order = wanted;
      phase = Phase.LEAVING;
      health.drain();
      LOG.atInfo()
          .addKeyValue("instance", instance)
          .addKeyValue("seconds", request.seconds())
          .addKeyValue("connections", gateway.connections())
          .addKeyValue("rooms", rooms.list().size())
          .addKeyValue("text", request.message())
          .log("draining");
      try {
        tellRooms();
      } finally { // There is no second try.
        if (request.seconds() == 0) {
          health.closing();
        }
        Thread thread = new Thread(this::run, "backbeat-drain");
        thread.setDaemon(true);
        thread.start();
      }
    } else if (phase != Phase.CLOSED && wanted.deadlineNs() - order.deadlineNs() < 0) {
      order = wanted;
      LOG.atInfo().addKeyValue("seconds", request.seconds()).log("the drain's end comes earlier");
      rooms.drain(order);
      notifyAll();
    }
  }

  private void tellRooms() {
    rooms.drain(order);
    ServerConfig.Drain settings = live.current().drain();
    if (settings.reusePort()) {
      rooms.door(RoomDrain.Door.LATECOMERS);
    } else if (settings.graceSeconds() == 0) {
      closeDoor(RoomDrain.Door.RESUMES); // Whoever asks next shall not get in.
    }
  }

  /** How long rooms are waited for after the deadline. Before {@link #begin}. */
  synchronized void roomsEndMs(long ms) {
    roomsEndMs = ms;
  }

  private RoomDrain order(DrainRequest request, long nowNs) {
    long perSecond = 1_000L * gateway.connections() / RETURNS_PER_SECOND;
    int spreadMs = (int) Math.max(MIN_SPREAD_MS, Math.min(MAX_SPREAD_MS, perSecond));
    return new RoomDrain(
        nowNs + TimeUnit.SECONDS.toNanos(request.seconds()),
        request.message(),
        request.retryAfterMs(),
        spreadMs,
        tally);
  }

  /** How far it is. */
  synchronized DrainStatus status(long nowNs) {
    boolean begun = order != null;
    long leftMs = begun ? Math.max(0, order.deadlineNs() - nowNs) / NS_PER_MS : 0;
    boolean over = phase == Phase.CLOSED;
    return new DrainStatus(
        phase,
        instance,
        over ? 0 : leftMs,
        begun ? order.message() : "",
        gateway.connections(),
        rooms.list().size(),
        tally.told(),
        tally.ended(),
        tally.closed(),
        Math.max(0, gateway.sentAway() - cutOff),
        cutOff,
        begun ? ((over ? endNs : nowNs) - startNs) / NS_PER_MS : 0);
  }

  // ---- The drain's own thread

  private void run() {
    try {
      ServerConfig.Drain settings = live.current().drain();
      await(startNs + TimeUnit.SECONDS.toNanos(settings.graceSeconds()), false);
      if (settings.reusePort()) {
        leavePort();
        await(System.nanoTime() + LATECOMERS_MS * NS_PER_MS, false);
      }
      closeDoor(settings.reusePort() ? RoomDrain.Door.SHUT : RoomDrain.Door.RESUMES);
      await(Long.MAX_VALUE, true);
      disconnect(settings.reusePort());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("the drain failed; the server is closed as it is", e);
    } finally {
      try {
        summarize();
      } finally {
        afterwards.run();
      }
    }
  }

  /** Until then, but never beyond the deadline; with {@code orEmpty}, until there is no room. */
  private synchronized void await(long untilNs, boolean orEmpty) throws InterruptedException {
    while (!(orEmpty && rooms.list().isEmpty())) {
      long nowNs = System.nanoTime();
      long leftNs = order.deadlineNs() - nowNs;
      if (untilNs != Long.MAX_VALUE) {
        leftNs = Math.min(leftNs, untilNs - nowNs);
      }
      if (leftNs <= 0) {
        return;
      }
      wait(Math.min(LOOK_MS, 1 + leftNs / NS_PER_MS));
    }
  }

  private void leavePort() throws InterruptedException {
    portLeft = gateway.stopListening();
    settle(portLeft, LEAVE_PORT_MS, "the port was not left in time");
  }

  private synchronized void closeDoor(RoomDrain.Door door) {
    phase = Phase.DRAINING;
    health.closeDoor();
    rooms.door(door);
    gateway.goodbyeToUnjoined(order.reason());
  }

  private void disconnect(boolean reusePort) throws InterruptedException {
    CloseReason reason;
    long waitMs;
    synchronized (this) {
      phase = Phase.CLOSING;
      reason = order.reason();
      waitMs = roomsEndMs;
    }
    health.closing();
    settle(rooms.drain(reason), waitMs, "rooms did not end in time");
    settle(gateway.goodbye(reason), CLOSE_FRAMES_MS, "gateway loops do not turn");
    long deadlineNs = System.nanoTime() + CLOSE_FRAMES_MS * NS_PER_MS;
    // Clients answer a close frame; those who do not are not waited for.
    while (gateway.connections() > 0 && System.nanoTime() - deadlineNs < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS / 2);
    }
    if (reusePort && portLeft == null) {
      leavePort();
    }
  }

  private static void settle(Future<?> future, long ms, String otherwise)
      throws InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get(ms, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().addKeyValue("cause", e.toString()).log(otherwise);
    }
  }

  private void summarize() {
    DrainStatus end;
    synchronized (this) {
      cutOff = gateway.connections();
      phase = Phase.CLOSED;
      endNs = System.nanoTime();
      end = status(endNs);
    }
    LOG.atInfo()
        .addKeyValue("instance", end.instance())
        .addKeyValue("told", end.told())
        .addKeyValue("moved", end.moved())
        .addKeyValue("cutOff", end.cutOff())
        .addKeyValue("roomsEnded", end.roomsEnded())
        .addKeyValue("roomsClosed", end.roomsClosed())
        .addKeyValue("tookMs", end.tookMs())
        .log("drained");
  }
}
