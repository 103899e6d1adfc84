package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.flight.Flight;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.room.JoinException.Code;
import dev.backbeat.server.tick.TickHost;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms of this process.
 *
 * <p>Taking a seat in a room that exists happens on the caller's thread, under that room's own lock
 * alone. What makes rooms, or ends all of them, runs on the control executor, one thing at a time:
 * of many joins that find no seat, the first makes a room and the others find it.
 */
public final class RoomDirectory implements Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(RoomDirectory.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String ANY = "any";

  private final GameRegistry games;
  private final SimulationSettings settings;
  private final RoomConfig config;
  private final LimitObserver limits;
  private final List<? extends TickHost> hosts;
  private final Executor control;
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private final Map<String, Integer> lastNumbers = new HashMap<>(); // Control executor only.
  private final AtomicReference<RoomDrain> draining = new AtomicReference<>();
  private volatile RoomDrain.Door door = RoomDrain.Door.OPEN;
  private final AtomicReference<Future<Void>> drained = new AtomicReference<>();

  /**
   * An empty directory.
   *
   * @param hosts where rooms are put to run; the least loaded one gets the next
   * @param control runs one task at a time
   */
  public RoomDirectory(
      GameRegistry games,
      SimulationSettings settings,
      RoomConfig config,
      List<? extends TickHost> hosts,
      Executor control) {
    this.games = games;
    this.settings = settings;
    this.config = config;
    this.limits = config.broadcastObserver();
    this.hosts = List.copyOf(hosts);
    this.control = control;
  }

  @Override
  public Future<RoomInfo> create(RoomSpec spec) {
    return onControl(
        () -> {
          if (draining.get() != null) {
            throw drainingNow();
          }
          return open(spec).info();
        });
  }

  @Override
  public List<RoomInfo> list() {
    return rooms.values().stream()
        .map(Room::info)
        .sorted(Comparator.comparing(RoomInfo::id))
        .toList();
  }

  @Override
  public Optional<RoomInfo> find(String id) {
    return Optional.ofNullable(rooms.get(id)).map(Room::info);
  }

  @Override
  public Future<Seat> join(JoinRequest request, Outlet outlet) {
    try {
      checkOpen();
      checkAdmitting();
      String wanted = request.room();
      if (wanted != null && !wanted.isEmpty() && !wanted.equals(ANY)) {
        return Future.succeededFuture(joinRoom(wanted, request, outlet));
      }
      GameFactory game = game(request.game());
      Seat seat = joinFullest(game, request, outlet);
      return seat != null
          ? Future.succeededFuture(seat)
          : onControl(() -> joinAny(game, request, outlet));
    } catch (JoinException refused) {
      return Future.failedFuture(refused);
    }
  }

  @Override
  public void announce(String text) {
    for (Room room : rooms.values()) {
      room.command(new RoomCommand.Announce(text));
    }
  }

  @Override
  public boolean announce(String id, String text) {
    Room room = rooms.get(id);
    if (room != null) {
      room.command(new RoomCommand.Announce(text));
    }
    return room != null;
  }

  @Override
  public List<RoomFigures> figures() {
    return rooms.values().stream()
        .map(Room::figures)
        .sorted(Comparator.comparing(figures -> figures.info().id()))
        .toList();
  }

  @Override
  public Optional<RoomFigures> figures(String id) {
    return Optional.ofNullable(rooms.get(id)).map(Room::figures);
  }

  @Override
  public List<PlayerInfo> players(String id) {
    Room room = rooms.get(id);
    return room == null ? List.of() : room.ledger().seats().stream().map(RoomSeat::info).toList();
  }

  @Override
  public Optional<String> kick(String session, String reason) {
    for (Room room : rooms.values()) {
      for (RoomSeat seat : room.ledger().seats()) {
        if (seat.session.equals(session)) {
          seat.kick(CloseReason.error(CloseCode.KICKED, "ERROR_KICKED", reason));
          return Optional.of(room.id());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Future<Void> close(String id, String reason) {
    Room room = rooms.get(id);
    if (room == null) {
      return Future.failedFuture(unknownRoom(id));
    }
    return answer(room.close(Endings.roomClosed(reason)));
  }

  @Override
  public void drain(RoomDrain order) {
    draining.accumulateAndGet(order, RoomDrain::earlier);
    // On the control executor, so that no room is being made meanwhile.
    onControl(
        () -> {
          rooms.values().forEach(room -> room.draining().order(order));
          return null;
        });
  }

  @Override
  public void door(RoomDrain.Door newDoor) {
    door = newDoor;
    onControl(
        () -> {
          rooms.values().forEach(room -> room.draining().door(newDoor));
          return null;
        });
  }

  @Override
  public Future<Void> drain(CloseReason reason) {
    Promise<Void> promise = Promise.promise();
    if (!drained.compareAndSet(null, promise.future())) {
      return drained.get();
    }
    LOG.atInfo()
        .addKeyValue("rooms", rooms.size())
        .addKeyValue("reason", reason.message())
        .log("draining");
    // On the control executor, so that no room is being made meanwhile.
    Future<CompletableFuture<Void>> closing =
        onControl(
            () ->
                CompletableFuture.allOf(
                    rooms.values().stream()
                        .map(room -> room.close(reason))
                        .toArray(CompletableFuture<?>[]::new)));
    closing.compose(this::answer).onComplete(promise);
    return promise.future();
  }

  private Seat joinRoom(String id, JoinRequest request, Outlet outlet) throws JoinException {
    Room room = rooms.get(id);
    if (room == null) {
      throw unknownRoom(id);
    }
    Seat seat = room.join(request, outlet);
    if (seat != null) {
      return seat;
    }
    if (room.ledger().isClosed()) {
      throw unknownRoom(id);
    }
    limits.onLimit(request.watcher() ? Limit.ROOM_WATCHERS : Limit.ROOM_PLAYERS);
    throw new JoinException(
        Code.ROOM_FULL,
        "room " + id + " has no seat left for a " + (request.watcher() ? "watcher" : "player"));
  }

  /** A seat in the fullest room of the game that has one, or null. */
  private Seat joinFullest(GameFactory game, JoinRequest request, Outlet outlet) {
    while (true) {
      Room fullest = null;
      int most = -1;
      for (Room room : rooms.values()) {
        int players = room.ledger().players();
        boolean better = players > most || players == most && room.id().compareTo(fullest.id()) < 0;
        if (better && room.kind().equals(game.name()) && room.ledger().free(request.watcher())) {
          fullest = room;
          most = players;
        }
      }
      if (fullest == null) {
        return null;
      }
      Seat seat = fullest.join(request, outlet);
      if (seat != null) {
        return seat;
      } // Somebody else was quicker: look again.
    }
  }

  // ---- On the control executor

  private Seat joinAny(GameFactory game, JoinRequest request, Outlet outlet) throws JoinException {
    checkOpen();
    Seat seat = joinFullest(game, request, outlet);
    if (seat != null) {
      return seat;
    }
    if (draining.get() != null && door != RoomDrain.Door.LATECOMERS) {
      throw drainingNow();
    }
    Room room = make(RoomSpec.of(game.name()));
    seat = room.join(request, outlet);
    if (seat == null) {
      throw new JoinException(
          Code.ROOM_FULL, "rooms of " + game.name() + " have no seats for watchers");
    }
    start(room);
    return seat;
  }

  private Room open(RoomSpec spec) throws JoinException {
    checkOpen();
    Room room = make(spec);
    start(room);
    return room;
  }

  private Room make(RoomSpec spec) throws JoinException {
    GameFactory factory = game(spec.game());
    if (rooms.size() >= settings.maxRooms()) {
      limits.onLimit(Limit.ROOMS);
      throw new JoinException(
          Code.SERVER_FULL, "the server's limit of " + settings.maxRooms() + " rooms is reached");
    }
    String id = spec.id() != null ? checkedId(spec.id()) : nextId(factory.name());
    RoomOptions options = OptionsResolver.resolve(spec, settings, factory);
    try {
      GameSpec gameSpec = factory.spec(options);
      return new Room(id, factory, gameSpec, options, config);
    } catch (IllegalArgumentException e) {
      throw new JoinException(Code.BAD_OPTIONS, e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.atError().addKeyValue("game", factory.name()).setCause(e).log("no room could be made");
      throw new JoinException(Code.BAD_OPTIONS, "the game failed to make a room");
    }
  }

  private void start(Room room) throws JoinException {
    TickHost host = hosts.get(0);
    for (TickHost other : hosts) {
      if (other.weight() < host.weight()) {
        host = other;
      }
    }
    RoomDrain order = draining.get();
    if (order != null) {
      room.draining().order(order);
      room.draining().door(door);
    }
    rooms.put(room.id(), room);
    room.ended().whenComplete((done, failure) -> rooms.remove(room.id(), room));
    try {
      host.add(room);
    } catch (RejectedExecutionException e) {
      rooms.remove(room.id(), room);
      throw new JoinException(Code.SERVER_FULL, e.getMessage());
    }
    LOG.atInfo()
        .addKeyValue("room", room.id())
        .addKeyValue("game", room.kind())
        .addKeyValue("seed", room.options().seed())
        .addKeyValue("tickHz", room.options().tickHz())
        .addKeyValue("spanTicks", room.options().spanTicks())
        .addKeyValue("maxPlayers", room.options().maxPlayers())
        .log("room opened");
    Flight.room("opened", room.id(), room.kind(), 0, "");
  }

  private String checkedId(String id) throws JoinException {
    if (!ID.matcher(id).matches() || id.equals(ANY)) {
      throw new JoinException(Code.BAD_OPTIONS, "a room's id is [A-Za-z0-9_-]{1,64} and not any");
    }
    if (rooms.containsKey(id)) {
      throw new JoinException(Code.BAD_OPTIONS, "there is a room " + id + " already");
    }
    return id;
  }

  private String nextId(String game) {
    String id;
    do {
      id = game + "-" + lastNumbers.merge(game, 1, Integer::sum);
    } while (rooms.containsKey(id));
    return id;
  }

  // ---- Answers

  private GameFactory game(String name) throws JoinException {
    return games.get(name == null || name.isEmpty() ? settings.defaultGame() : name);
  }

  private void checkOpen() throws JoinException {
    if (drained.get() != null || door.compareTo(RoomDrain.Door.OPEN) > 0) {
      throw drainingNow();
    }
  }

  private static JoinException drainingNow() {
    return new JoinException(Code.DRAINING, "the server is about to stop");
  }

  private void checkAdmitting() throws JoinException {
    if (!config.overload().get().admitting()) {
      throw new JoinException(
          Code.OVERLOADED, "the server has too much to do and lets nobody new in; try again later");
    }
  }

  private static JoinException unknownRoom(String id) {
    return new JoinException(Code.UNKNOWN_ROOM, "there is no room " + id);
  }

  /** Does it on the control executor; the answer comes back to the caller's context, if any. */
  private <T> Future<T> onControl(Callable<T> work) {
    Context context = Vertx.currentContext();
    Promise<T> promise = Promise.promise();
    try {
      control.execute(
          () -> {
            try {
              T result = work.call();
              back(context, () -> promise.complete(result));
            } catch (JoinException refused) {
              back(context, () -> promise.fail(refused));
            } catch (Exception | Error e) {
              back(context, () -> promise.fail(e));
            }
          });
    } catch (RejectedExecutionException e) {
      promise.fail(new JoinException(Code.SERVER_FULL, "the server has too much to do"));
    }
    return promise.future();
  }

  /** As a Vert.x future, off the tick threads: on the caller's context or the control executor. */
  private Future<Void> answer(CompletableFuture<Void> done) {
    Context context = Vertx.currentContext();
    Promise<Void> promise = Promise.promise();
    Executor on = context == null ? control : task -> back(context, task);
    done.whenCompleteAsync((nothing, failure) -> promise.complete(), on);
    return promise.future();
  }

  private static void back(Context context, Runnable task) {
    if (context == null) {
      task.run();
    } else {
      context.runOnContext(nothing -> task.run());
    }
  }
}
