package dev.backbeat.server.room;

import dev.backbeat.server.flight.Flight;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.room.JoinException.Code;
import dev.backbeat.server.tick.TickHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rooms, names them and starts them on the tick thread with the least to do. Control
 * executor, but for {@link #game}.
 */
final class RoomMaker {
  private static final Logger LOG = LoggerFactory.getLogger(RoomDirectory.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final GameRegistry games;
  private final SimulationSettings settings;
  private final RoomConfig config;
  private final List<? extends TickHost> hosts;
  private final RunningRooms rooms;
  private final Map<String, Integer> lastNumbers = new HashMap<>();

  RoomMaker(
      GameRegistry games,
      SimulationSettings settings,
      RoomConfig config,
      List<? extends TickHost> hosts,
      RunningRooms rooms) {
    this.games = games;
    this.settings = settings;
    this.config = config;
    this.hosts = List.copyOf(hosts);
    this.rooms = rooms;
  }

  /** The game of this name; the default one if there is none. Any thread. */
  GameFactory game(String name) throws JoinException {
    return games.get(name == null || name.isEmpty() ? settings.defaultGame() : name);
  }

  /** A room that nobody finds yet. */
  Room make(RoomSpec spec) throws JoinException {
    GameFactory factory = game(spec.game());
    if (rooms.count() >= settings.maxRooms()) {
      config.broadcastObserver().onLimit(Limit.ROOMS);
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

  /** From now on it is found, and its ticks run. */
  void start(Room room) throws JoinException {
    rooms.add(room);
    try {
      leastLoaded().add(room);
    } catch (RejectedExecutionException e) {
      room.neverRan(); // Somebody may have found it already, and wait for its end.
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

  private TickHost leastLoaded() {
    TickHost host = hosts.get(0);
    for (TickHost other : hosts) {
      if (other.weight() < host.weight()) {
        host = other;
      }
    }
    return host;
  }

  private String checkedId(String id) throws JoinException {
    if (!ID.matcher(id).matches() || id.equals(JoinRequest.ANY_ROOM)) {
      throw new JoinException(Code.BAD_OPTIONS, "a room's id is [A-Za-z0-9_-]{1,64} and not any");
    }
    if (rooms.get(id) != null) {
      throw new JoinException(Code.BAD_OPTIONS, "there is a room " + id + " already");
    }
    return id;
  }

  private String nextId(String game) {
    String id;
    do {
      id = game + "-" + lastNumbers.merge(game, 1, Integer::sum);
    } while (rooms.get(id) != null);
    return id;
  }
}
