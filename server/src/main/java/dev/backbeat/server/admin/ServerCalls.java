package dev.backbeat.server.admin;

import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.DrainStatus;
import dev.backbeat.server.ops.Reload;
import dev.backbeat.server.tls.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What is done to the server as a whole. */
final class ServerCalls {
  private final AdminServices services;
  private final Vertx vertx;
  private final Certificates certificates;

  ServerCalls(AdminServices services, Vertx vertx, Certificates certificates) {
    this.services = services;
    this.vertx = vertx;
    this.certificates = certificates;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.post(
                "/admin/announce",
                "announce",
                "server",
                "Announcement",
                "Announced",
                "A line of text to every player, or to those of one room")
            .errors(404)
            .does(request -> Future.succeededFuture(announce(request))),
        AdminCall.get(
                "/admin/drain",
                "getDrain",
                "server",
                "Drain",
                "How far the server is with stopping")
            .does(request -> Future.succeededFuture(toJson(services.drainStatus().get()))),
        AdminCall.post(
                "/admin/drain",
                "drain",
                "server",
                "DrainWish",
                "Drain",
                "Tells the players, lets rooms end, and stops the server; asked again, it may come"
                    + " earlier, never later")
            .status(202)
            .does(request -> Future.succeededFuture(drain(request.body()))),
        AdminCall.post(
                "/admin/reload",
                "reload",
                "server",
                "Nothing",
                "Reloaded",
                "Reads environment and configuration file again, and takes over what can change")
            .errors(409)
            .within(30)
            .does(this::reload),
        AdminCall.post(
                "/admin/certificates/reload",
                "reloadCertificates",
                "server",
                "Nothing",
                "CertificateShown",
                "Reads the certificate's files again; connections that exist keep theirs")
            .errors(409)
            .within(30)
            .does(this::reloadCertificates));
  }

  private JsonObject announce(AdminRequest request) {
    String text = request.body().getString("text").strip();
    String room = request.body().getString("room");
    if (room == null) {
      services.rooms().announce(text);
      return new JsonObject().put("rooms", services.rooms().list().size());
    }
    request.target("room:" + room);
    if (!services.rooms().announce(room, text)) {
      throw ApiException.notFound("there is no room " + room);
    }
    return new JsonObject().put("rooms", 1);
  }

  private JsonObject drain(JsonObject body) {
    int usualSeconds = services.live().current().drain().seconds();
    try {
      return toJson(
          services
              .drain()
              .apply(
                  new DrainRequest(
                      body.getInteger("seconds", usualSeconds),
                      body.getString("message", ""),
                      body.getInteger("retryAfterMs", DrainRequest.DEFAULT_RETRY_AFTER_MS))));
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(e.getMessage());
    }
  }

  static JsonObject toJson(DrainStatus drain) {
    return new JsonObject()
        .put("phase", drain.phase().name().toLowerCase(Locale.ROOT))
        .put("remainingMs", drain.remainingMs())
        .put("message", drain.message())
        .put("connections", drain.connections())
        .put("rooms", drain.rooms())
        .put("told", drain.told())
        .put("roomsEnded", drain.roomsEnded())
        .put("roomsClosed", drain.roomsClosed())
        .put("moved", drain.moved())
        .put("cutOff", drain.cutOff());
  }

  private Future<JsonObject> reload(AdminRequest request) {
    return vertx
        .executeBlocking(services.live()::reload)
        .map(
            reload -> {
              if (reload.outcome() == Reload.Outcome.REFUSED) {
                throw ApiException.conflict(reload.problem());
              }
              return new JsonObject()
                  .put("outcome", reload.outcome().name().toLowerCase(Locale.ROOT))
                  .put("changed", changes(reload.changed()))
                  .put("needRestart", changes(reload.needRestart()))
                  .put("problem", reload.problem());
            });
  }

  private Future<JsonObject> reloadCertificates(AdminRequest request) {
    request.target("certificate");
    if (!certificates.enabled()) {
      throw ApiException.conflict("this server speaks no TLS");
    }
    return vertx
        .executeBlocking(certificates::reload)
        .map(
            shown ->
                new JsonObject()
                    .put("changed", shown.changed())
                    .put("subject", shown.subject())
                    .put("expires", shown.expires().toString()))
        .recover(
            e ->
                Future.failedFuture(
                    e instanceof IOException ? ApiException.conflict(e.getMessage()) : e));
  }

  private static JsonArray changes(List<Reload.Change> changes) {
    JsonArray array = new JsonArray();
    for (Reload.Change change : changes) {
      array.add(
          new JsonObject()
              .put("option", change.option())
              .put("before", change.before())
              .put("after", change.after()));
    }
    return array;
  }
}
