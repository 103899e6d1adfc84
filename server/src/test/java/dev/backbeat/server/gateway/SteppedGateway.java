package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.admission.ClientLimits;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.room.PlayerInfo;
import dev.backbeat.server.room.RoomConfig;
import dev.backbeat.server.room.RoomDrain;
import dev.backbeat.server.room.RoomFigures;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.RoomSpec;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.room.SteppedRoom;
import dev.backbeat.server.session.Sanctions;
import dev.backbeat.server.session.Session;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gateway without sockets: the real connections, sessions and limits, in front of one room that
 * is stepped by hand. One thread.
 */
final class SteppedGateway {
  private static final ServerConfig CONFIG =
      ServerCommand.configOf("--guests", "on", "--max-message-bytes", "1024");
  static final int CONNECTIONS_PER_ADDRESS = 8;

  private static final ServerMetrics METRICS = new ServerMetrics();
  private static final LoopScratch SCRATCH = new LoopScratch(CONFIG.limits().maxMessageBytes());
  private static final SteppedGame.Factory GAME = new SteppedGame.Factory();

  private final SteppedRoom room =
      new SteppedRoom(
          "stepped-1",
          GAME,
          new RoomOptions(20, 1, 4, 2, 60, 1, Map.of()),
          RoomConfig.of(30_000, Runnable::run));
  private final Sessions sessions = new Sessions("i", Duration.ofSeconds(30), 100);
  private final Sanctions sanctions = new Sanctions(Clock.systemUTC());
  private final GatewayServices services =
      new GatewayServices(
          LiveConfig.fixed(CONFIG),
          new OneRoom(),
          sessions,
          new ClientAddresses(CONFIG),
          new AddressLimits(CONNECTIONS_PER_ADDRESS, 100, 100_000, false),
          ClientLimits.of(CONFIG.rates(), CONFIG.penalties()),
          sanctions,
          null, // Tickets are of the upgrade, which is over.
          new Authenticator(true, null),
          null,
          new Welcomes(30_000, CONFIG.simulation().rewindCapMs()),
          METRICS,
          new Health(
              1_000_000_000L, 1_000_000_000L, nowNs -> List.of(), () -> 0, () -> 0, () -> true),
          new Overload(CONFIG.overload().settings()),
          GiveWay.NEVER,
          new AtomicInteger());

  SteppedRoom room() {
    return room;
  }

  Sessions sessions() {
    return sessions;
  }

  Sanctions sanctions() {
    return sanctions;
  }

  GatewayServices services() {
    return services;
  }

  LoopScratch scratch() {
    return SCRATCH;
  }

  static int maxMessageBytes() {
    return CONFIG.limits().maxMessageBytes();
  }

  /** A connection of somebody new, or (with a token that a session has) of somebody who is back. */
  Connection connection(boolean json, String token, Runnable release) {
    Session resumed = token == null ? null : sessions.find(token).orElse(null);
    Admission admission =
        resumed == null
            ? Admission.toJoin(Authenticator.Identity.GUEST, null, null, Quota.NONE)
            : new Admission(
                Authenticator.Identity.resumed(resumed.playerId()),
                resumed,
                token,
                resumed.present(),
                null,
                null,
                Quota.NONE);
    return connection(json, admission, release);
  }

  /** A connection of somebody whom an upgrade has admitted. */
  Connection connection(boolean json, Admission admission, Runnable release) {
    return new Connection(
        services,
        json,
        json ? JsonFrameWriter.INSTANCE : BinaryFrameWriter.INSTANCE,
        SCRATCH,
        admission,
        release,
        System.nanoTime());
  }

  /** The one room, by its id or as any. */
  private final class OneRoom implements Rooms {
    @Override
    public Future<Seat> join(JoinRequest request, Outlet outlet) {
      boolean here =
          request.room().isEmpty()
              || request.room().equals("any")
              || request.room().equals(room.info().id());
      Seat seat =
          here && !room.over()
              ? room.join(request.session(), request.name(), request.watcher(), outlet)
              : null;
      return seat != null
          ? Future.succeededFuture(seat)
          : Future.failedFuture(
              new JoinException(
                  here ? JoinException.Code.ROOM_FULL : JoinException.Code.UNKNOWN_ROOM,
                  "no seat"));
    }

    @Override
    public List<RoomInfo> list() {
      return List.of(room.info());
    }

    @Override
    public Optional<RoomInfo> find(String id) {
      return Optional.of(room.info()).filter(info -> info.id().equals(id));
    }

    @Override
    public Future<RoomInfo> create(RoomSpec spec) {
      return Future.failedFuture(new UnsupportedOperationException("there is one room"));
    }

    @Override
    public void announce(String text) {
      room.announce(text);
    }

    @Override
    public boolean announce(String id, String text) {
      throw new UnsupportedOperationException("for operators");
    }

    @Override
    public List<RoomFigures> figures() {
      return List.of();
    }

    @Override
    public Optional<RoomFigures> figures(String id) {
      return Optional.empty();
    }

    @Override
    public List<PlayerInfo> players(String id) {
      return List.of();
    }

    @Override
    public Optional<String> kick(String session, String reason) {
      throw new UnsupportedOperationException("for operators");
    }

    @Override
    public Future<Void> close(String id, String reason) {
      return Future.failedFuture(new UnsupportedOperationException("the room stays"));
    }

    @Override
    public void drain(RoomDrain order) {
      throw new UnsupportedOperationException("the room stays");
    }

    @Override
    public void door(RoomDrain.Door door) {
      throw new UnsupportedOperationException("the room stays");
    }

    @Override
    public Future<Void> drain(CloseReason reason) {
      room.close(reason);
      return Future.succeededFuture();
    }
  }
}
