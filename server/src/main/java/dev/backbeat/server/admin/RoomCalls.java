package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.ClientFigures;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.server.room.PlayerInfo;
import dev.backbeat.server.room.RoomFigures;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.RoomSpec;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.tick.TickPhases;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rooms: to see, to make, to close, to talk to. */
final class RoomCalls {
  /** Points of a sparkline. */
  static final int MAX_SAMPLES = 120;

  private static final int MAX_OPTIONS = 64;

  private final AdminServices services;
  private final Sampler sampler;
  private final Rooms rooms;
  private final Map<String, ToDoubleFunction<RoomFigures>> numbers;
  private final Map<String, Function<RoomFigures, String>> texts =
      Map.of("id", r -> r.info().id(), "game", r -> r.info().game());

  RoomCalls(AdminServices services, Sampler sampler) {
    this.services = services;
    this.sampler = sampler;
    this.rooms = services.rooms();
    this.numbers =
        Map.of(
            "players", r -> r.info().players(),
            "watchers", r -> r.info().watchers(),
            "p99", r -> tickMs(r).getDouble("p99"),
            "bytes", r -> sampler.bytesPerSecond(r.info().id()),
            "overruns", r -> r.phases().skippedTicks(),
            "entities", RoomFigures::entities,
            "tick", r -> r.info().tick());
  }

  /** A room by what it is sorted by, read once: ticks go on while rooms are sorted. */
  private record Placed(RoomFigures room, double number, String text) {
    static final Comparator<Placed> ORDER =
        Comparator.comparingDouble(Placed::number).thenComparing(Placed::text);
  }

  private Placed placed(RoomFigures room, String sort) {
    return texts.containsKey(sort)
        ? new Placed(room, 0, texts.get(sort).apply(room))
        : new Placed(room, numbers.get(sort).applyAsDouble(room), room.info().id());
  }

  List<AdminCall> calls() {
    String[] sorts =
        Stream.concat(texts.keySet().stream(), numbers.keySet().stream())
            .sorted()
            .toArray(String[]::new);
    AdminCall.Param samples =
        Params.integer(
            "samples", "So many of the newest ticks' durations", 0, MAX_SAMPLES, MAX_SAMPLES);
    return List.of(
        AdminCall.get("/admin/rooms", "listRooms", "rooms", "RoomList", "All rooms")
            .query(
                Params.search("Part of the room's id or game"),
                Params.choice("sort", "What it is sorted by", "id", sorts),
                Params.order("asc"),
                Params.limit(1_000, 200),
                Params.offset(),
                samples)
            .does(request -> Future.succeededFuture(list(request.query()))),
        AdminCall.get(
                "/admin/rooms/{room}",
                "getRoom",
                "rooms",
                "RoomPage",
                "A room and who is in it, those who have lost their connection included")
            .query(
                Params.search("Part of a player's name, id, session or address"),
                PlayerFigures.sortParam(),
                Params.order("asc"),
                Params.limit(1_000, 200),
                Params.offset(),
                samples)
            .errors(404)
            .does(this::page),
        AdminCall.post(
                "/admin/rooms", "createRoom", "rooms", "RoomWish", "RoomMade", "Makes a room")
            .status(201)
            .errors(404, 409, 503)
            .does(this::create),
        AdminCall.post(
                "/admin/rooms/{room}/close",
                "closeRoom",
                "rooms",
                "Reason",
                "RoomClosed",
                "Ends a room; its players are told the reason")
            .errors(404, 503)
            .does(this::close));
  }

  private static JsonObject tickMs(RoomFigures room) {
    return Durations.toJson(room.phases().recentNs(TickPhases.RECENT_TICKS));
  }

  private JsonObject list(JsonObject query) {
    String wanted = query.getString("q", "").toLowerCase(Locale.ROOT);
    boolean descending = query.getString("order").equals("desc");
    List<RoomFigures> chosen =
        rooms.figures().stream()
            .filter(
                r ->
                    r.info().id().toLowerCase(Locale.ROOT).contains(wanted)
                        || r.info().game().contains(wanted))
            .map(r -> placed(r, query.getString("sort")))
            .sorted(descending ? Placed.ORDER.reversed() : Placed.ORDER)
            .map(Placed::room)
            .toList();
    JsonArray shown = new JsonArray();
    chosen.stream()
        .skip(query.getInteger("offset"))
        .limit(query.getInteger("limit"))
        .forEach(r -> shown.add(toJson(r, query.getInteger("samples"))));
    return new JsonObject().put("total", chosen.size()).put("rooms", shown);
  }

  private JsonObject toJson(RoomFigures room, int samples) {
    RoomInfo info = room.info();
    return new JsonObject()
        .put("id", info.id())
        .put("game", info.game())
        .put("players", info.players())
        .put("maxPlayers", info.options().maxPlayers())
        .put("watchers", info.watchers())
        .put("maxWatchers", info.options().maxWatchers())
        .put("tick", info.tick())
        .put("tickHz", info.options().tickHz())
        .put("sendHz", info.options().tickHz() / info.options().spanTicks())
        .put("tickMs", tickMs(room))
        .put("recentTickMicros", Durations.micros(room.phases().recentNs(samples)))
        .put("overruns", room.phases().skippedTicks())
        .put("bytesPerSecond", sampler.bytesPerSecond(info.id()))
        .put("skippedFrames", room.skippedFrames())
        .put("entities", room.entities());
  }

  private Future<JsonObject> page(AdminRequest request) {
    String id = request.path("room");
    RoomFigures room = rooms.figures(id).orElseThrow(() -> unknown(id));
    JsonObject query = request.query();
    return services
        .gateway()
        .clients(id::equals)
        .map(
            live -> {
              List<ClientFigures> all = withAway(id, live);
              List<ClientFigures> chosen = PlayerFigures.chosen(all, query);
              return new JsonObject()
                  .put("room", toJson(room, query.getInteger("samples")))
                  .put("total", chosen.size())
                  .put("players", PlayerFigures.page(chosen, query, services.sanctions()));
            });
  }

  private List<ClientFigures> withAway(String id, List<ClientFigures> live) {
    Set<String> sessions = live.stream().map(ClientFigures::session).collect(Collectors.toSet());
    List<ClientFigures> all = new ArrayList<>(live);
    for (PlayerInfo player : rooms.players(id)) {
      if (!player.connected() && !sessions.contains(player.session())) {
        all.add(PlayerFigures.away(player, id));
      }
    }
    return all;
  }

  private Future<JsonObject> create(AdminRequest request) {
    JsonObject body = request.body();
    request.target("room:" + body.getString("id", "?"));
    Map<String, String> options = new LinkedHashMap<>();
    JsonObject given = body.getJsonObject("options", new JsonObject());
    if (given.size() > MAX_OPTIONS) {
      throw ApiException.badRequest("more than " + MAX_OPTIONS + " options");
    }
    given.forEach(option -> options.put(option.getKey(), String.valueOf(option.getValue())));
    RoomSpec spec =
        new RoomSpec(
            body.getString("id"),
            body.getString("game"),
            body.getInteger("tickHz"),
            body.getInteger("sendHz"),
            body.getInteger("maxPlayers"),
            body.getInteger("maxWatchers"),
            body.getInteger("emptyExpirySeconds"),
            body.getLong("seed"),
            options);
    return rooms
        .create(spec)
        .map(
            made -> {
              request.target("room:" + made.id());
              return new JsonObject().put("id", made.id()).put("game", made.game());
            })
        .recover(e -> Future.failedFuture(refusal(spec, e)));
  }

  private Throwable refusal(RoomSpec spec, Throwable cause) {
    if (!(cause instanceof JoinException refused)) {
      return cause;
    }
    String sentence = refused.getMessage();
    return switch (refused.code()) {
      case UNKNOWN_ROOM, UNKNOWN_GAME -> ApiException.notFound(sentence);
      case ROOM_FULL -> ApiException.conflict(sentence);
      case SERVER_FULL, DRAINING, OVERLOADED -> new ApiException(503, "UNAVAILABLE", sentence);
      case BAD_OPTIONS ->
          spec.id() != null && rooms.find(spec.id()).isPresent()
              ? ApiException.conflict(sentence)
              : ApiException.badRequest(sentence);
    };
  }

  private Future<JsonObject> close(AdminRequest request) {
    String id = request.path("room");
    request.target("room:" + id);
    Function<Throwable, Future<JsonObject>> unknown =
        e -> Future.failedFuture(e instanceof JoinException ? unknown(id) : e);
    return rooms
        .close(id, request.body().getString("reason", "an operator closed the room"))
        .map(closed -> new JsonObject().put("closed", id))
        .recover(unknown);
  }

  private static ApiException unknown(String id) {
    return ApiException.notFound("there is no room " + id);
  }
}
