package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.room.JoinException.Code;
import dev.backbeat.server.tick.TickHost;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms of this process.
 *
 * <p>Taking a seat in a room that exists, and telling rooms that they are to end, happens on the
 * caller's thread. What makes rooms runs on the control executor, one thing at a time: of many
 * joins that find no seat, the first makes a room and the others find it.
 */
public final class RoomDirectory implements Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(RoomDirectory.class);

  private final RunningRooms rooms = new RunningRooms();
  private final Matchmaker matchmaker;
  private final RoomMaker maker;
  private final ControlExecutor control;
  private final Supplier<OverloadStep> overload;
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
    this.matchmaker = new Matchmaker(rooms, config.broadcastObserver());
    this.maker = new RoomMaker(games, settings, config, hosts, rooms);
    this.control = new ControlExecutor(control);
    this.overload = config.overload();
  }

  @Override
  public Future<RoomInfo> create(RoomSpec spec) {
    return control.call(
        () -> {
          rooms.checkNotDraining();
          Room room = maker.make(spec);
          maker.start(room);
          return room.info();
        });
  }

  @Override
  public List<RoomInfo> list() {
    return rooms.all().stream().map(Room::info).sorted(Comparator.comparing(RoomInfo::id)).toList();
  }

  @Override
  public Optional<RoomInfo> find(String id) {
    return Optional.ofNullable(rooms.get(id)).map(Room::info);
  }

  @Override
  public Future<Seat> join(JoinRequest request, Outlet outlet) {
    try {
      rooms.checkOpen();
      checkAdmitting();
      if (!request.anyRoom()) {
        return Future.succeededFuture(matchmaker.join(request.room(), request, outlet));
      }
      GameFactory game = maker.game(request.game());
      Seat seat = matchmaker.joinFullest(game, request, outlet);
      return seat != null
          ? Future.succeededFuture(seat)
          : control.call(() -> joinAny(game, request, outlet));
    } catch (JoinException refused) {
      return Future.failedFuture(refused);
    }
  }

  @Override
  public void announce(String text) {
    for (Room room : rooms.all()) {
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
    return rooms.all().stream()
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
    for (Room room : rooms.all()) {
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
      return Future.failedFuture(JoinException.unknownRoom(id));
    }
    return control.answer(room.close(Endings.roomClosed(reason)));
  }

  @Override
  public void drain(RoomDrain order) {
    rooms.drain(order);
  }

  @Override
  public void door(RoomDrain.Door door) {
    rooms.door(door);
  }

  @Override
  public Future<Void> drain(CloseReason reason) {
    Promise<Void> promise = Promise.promise();
    if (!drained.compareAndSet(null, promise.future())) {
      return drained.get();
    }
    LOG.atInfo()
        .addKeyValue("rooms", rooms.count())
        .addKeyValue("reason", reason.message())
        .log("draining");
    control.answer(rooms.close(reason)).onComplete(promise);
    return promise.future();
  }

  private void checkAdmitting() throws JoinException {
    if (!overload.get().admitting()) {
      throw new JoinException(
          Code.OVERLOADED, "the server has too much to do and lets nobody new in; try again later");
    }
  }

  /** On the control executor: the rooms that others have had made meanwhile come first. */
  private Seat joinAny(GameFactory game, JoinRequest request, Outlet outlet) throws JoinException {
    rooms.checkOpen();
    Seat seat = matchmaker.joinFullest(game, request, outlet);
    if (seat != null) {
      return seat;
    }
    rooms.checkTakesLatecomers();
    Room room = maker.make(RoomSpec.of(game.name()));
    seat = room.join(request, outlet);
    if (seat == null) {
      throw new JoinException(
          Code.ROOM_FULL, "rooms of " + game.name() + " have no seats for watchers");
    }
    maker.start(room);
    return seat;
  }
}
