package dev.backbeat.server.gateway;

import dev.backbeat.server.room.JoinException;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.RoomSpec;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/rooms} and {@code /api/announce}: rooms for everybody to see, for operators to make.
 */
final class RoomsApi {
  private static final Logger LOG = LoggerFactory.getLogger(RoomsApi.class);
  private static final int MAX_ANNOUNCEMENT_CHARACTERS = 500;
  private static final int MAX_OPTIONS = 64;
  private static final Set<String> ROOM_KEYS =
      Set.of(
          "id",
          "game",
          "tickHz",
          "sendHz",
          "maxPlayers",
          "maxWatchers",
          "emptyExpirySeconds",
          "seed",
          "options");

  private final GatewayServices services;
  private final ApiAccess access;

  RoomsApi(GatewayServices services, ApiAccess access) {
    this.services = services;
    this.access = access;
  }

  void list(RoutingContext routing) {
    JsonArray rooms = new JsonArray();
    for (RoomInfo room : services.rooms().list()) {
      rooms.add(toJson(room));
    }
    HttpAnswers.json(routing, 200, new JsonObject().put("rooms", rooms));
  }

  void create(RoutingContext routing) {
    JsonObject body = access.authorizedBody(routing, services.addresses());
    if (body == null) {
      return;
    }
    RoomSpec spec;
    try {
      spec = toSpec(body);
    } catch (IllegalArgumentException | ClassCastException e) {
      HttpAnswers.error(routing, 400, ApiAccess.BAD_REQUEST, sentence(e));
      return;
    }
    services
        .rooms()
        .create(spec)
        .onComplete(
            result -> {
              if (result.succeeded()) {
                RoomInfo room = result.result();
                LOG.atInfo()
                    .addKeyValue("room", room.id())
                    .addKeyValue("game", room.game())
                    .log("room created by request");
                HttpAnswers.json(routing, 201, toJson(room));
              } else {
                refuse(routing, spec, result.cause());
              }
            });
  }

  void announce(RoutingContext routing) {
    JsonObject body = access.authorizedBody(routing, services.addresses());
    if (body == null) {
      return;
    }
    String text =
        body.getValue("text") instanceof String given && !given.isBlank() ? given.strip() : null;
    if (text == null || text.codePointCount(0, text.length()) > MAX_ANNOUNCEMENT_CHARACTERS) {
      HttpAnswers.error(
          routing,
          400,
          ApiAccess.BAD_REQUEST,
          "text must have 1 to " + MAX_ANNOUNCEMENT_CHARACTERS + " characters");
      return;
    }
    services.rooms().announce(text);
    LOG.atInfo().addKeyValue("text", text).log("announced");
    HttpAnswers.json(routing, 200, new JsonObject().put("announced", text));
  }

  private static RoomSpec toSpec(JsonObject body) {
    for (String key : body.fieldNames()) {
      if (!ROOM_KEYS.contains(key)) {
        throw new IllegalArgumentException("unknown key '" + key + "'");
      }
    }
    Map<String, String> options = new LinkedHashMap<>();
    JsonObject given = body.getJsonObject("options", new JsonObject());
    if (given.size() > MAX_OPTIONS) {
      throw new IllegalArgumentException("more than " + MAX_OPTIONS + " options");
    }
    for (Map.Entry<String, Object> option : given) {
      options.put(option.getKey(), String.valueOf(option.getValue()));
    }
    return new RoomSpec(
        body.getString("id"),
        body.getString("game"),
        integer(body, "tickHz"),
        integer(body, "sendHz"),
        integer(body, "maxPlayers"),
        integer(body, "maxWatchers"),
        integer(body, "emptyExpirySeconds"),
        body.getValue("seed") == null ? null : wholeNumber(body, "seed"),
        options);
  }

  private static Integer integer(JsonObject body, String key) {
    if (body.getValue(key) == null) {
      return null;
    }
    long value = wholeNumber(body, key);
    if (value != (int) value) {
      throw new IllegalArgumentException(key + " is out of range");
    }
    return (int) value;
  }

  private static long wholeNumber(JsonObject body, String key) {
    if (body.getValue(key) instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw new IllegalArgumentException(key + " must be a whole number");
  }

  private static String sentence(RuntimeException e) {
    return e instanceof ClassCastException ? "a value has the wrong JSON type" : e.getMessage();
  }

  private void refuse(RoutingContext routing, RoomSpec spec, Throwable cause) {
    if (!(cause instanceof JoinException refused)) {
      LOG.atError().setCause(cause).log("making a room failed");
      HttpAnswers.error(
          routing, 500, ErrorCode.ERROR_INTERNAL, "the server failed; its log says why");
      return;
    }
    int status =
        switch (refused.code()) {
          case UNKNOWN_ROOM, UNKNOWN_GAME -> 404;
          case ROOM_FULL -> 409;
          case SERVER_FULL, DRAINING, OVERLOADED -> 503;
          // One code stands for two things: an id that is taken is a conflict.
          case BAD_OPTIONS ->
              spec.id() != null && services.rooms().find(spec.id()).isPresent() ? 409 : 400;
        };
    String code =
        refused.code() == JoinException.Code.BAD_OPTIONS
            ? (status == 409 ? "ID_TAKEN" : "BAD_OPTIONS")
            : "ERROR_" + refused.code().name();
    HttpAnswers.error(routing, status, code, refused.getMessage());
  }

  private static JsonObject toJson(RoomInfo room) {
    return new JsonObject()
        .put("id", room.id())
        .put("game", room.game())
        .put("players", room.players())
        .put("maxPlayers", room.options().maxPlayers())
        .put("watchers", room.watchers())
        .put("maxWatchers", room.options().maxWatchers())
        .put("tickHz", room.options().tickHz())
        .put("sendHz", room.options().tickHz() / room.options().spanTicks())
        .put("tick", room.tick());
  }
}
