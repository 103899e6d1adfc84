package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.ClientFigures;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Players: to find, to send away. */
final class PlayerCalls {
  private final AdminServices services;

  PlayerCalls(AdminServices services) {
    this.services = services;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/players",
                "listPlayers",
                "players",
                "PlayerList",
                "Everybody who is connected and in a room")
            .query(
                Params.search("Part of a name, player id, session id or address"),
                PlayerFigures.sortParam(),
                Params.order("asc"),
                Params.limit(1_000, 100),
                Params.offset())
            .does(this::list),
        AdminCall.post(
                "/admin/kick",
                "kick",
                "players",
                "Kick",
                "Kicked",
                "Removes a session from its room (close code 4009); the player may come back")
            .errors(404)
            .does(request -> Future.succeededFuture(kick(request))));
  }

  private Future<JsonObject> list(AdminRequest request) {
    JsonObject query = request.query();
    return services
        .gateway()
        .clients(room -> true)
        .map(
            all -> {
              List<ClientFigures> chosen = PlayerFigures.chosen(all, query);
              return new JsonObject()
                  .put("total", chosen.size())
                  .put("players", PlayerFigures.page(chosen, query, services.sanctions()));
            });
  }

  private JsonObject kick(AdminRequest request) {
    String session = request.body().getString("session");
    request.target("session:" + session);
    String room =
        services
            .rooms()
            .kick(session, request.body().getString("reason", "an operator removed you"))
            .orElseThrow(() -> ApiException.notFound("no room has the session " + session));
    return new JsonObject().put("session", session).put("room", room);
  }
}
