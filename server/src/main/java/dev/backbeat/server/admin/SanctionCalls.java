package dev.backbeat.server.admin;

import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.gateway.ClientFigures;
import dev.backbeat.server.ops.Addresses;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.Sanction.Subject;
import dev.backbeat.server.session.Sanctions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who may not connect and who may not chat. */
final class SanctionCalls {
  /** In the audit log where a sanction holds but stands in no file. */
  private static final String NOT_SAVED = "not saved";

  private final AdminServices services;
  private final Sanctions sanctions;

  SanctionCalls(AdminServices services) {
    this.services = services;
    this.sanctions = services.sanctions();
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/bans",
                "listBans",
                "players",
                "SanctionLists",
                "Bans and mutes that hold now, the newest first")
            .query(Params.limit(5_000, 500))
            .does(request -> Future.succeededFuture(list(request.query().getInteger("limit")))),
        AdminCall.post(
                "/admin/ban",
                "ban",
                "players",
                "SanctionWish",
                "SanctionDone",
                "Bans a player id or an address: connections end with 4012, new ones get 403")
            .errors(404, 409)
            .does(request -> impose(request, Kind.BAN)),
        AdminCall.post("/admin/unban", "unban", "players", "SanctionEnd", "Lifted", "Lifts a ban")
            .errors(404)
            .does(request -> lift(request, Kind.BAN)),
        AdminCall.post(
                "/admin/mute",
                "mute",
                "players",
                "SanctionWish",
                "SanctionDone",
                "Lets nobody hear what a player, an address or a session writes in the chat")
            .errors(404, 409)
            .does(request -> impose(request, Kind.MUTE)),
        AdminCall.post(
                "/admin/unmute", "unmute", "players", "SanctionEnd", "Lifted", "Lifts a mute")
            .errors(404)
            .does(request -> lift(request, Kind.MUTE)));
  }

  private JsonObject list(int limit) {
    JsonObject lists = new JsonObject();
    for (Kind kind : Kind.values()) {
      JsonArray list = new JsonArray();
      sanctions.list(kind).stream().limit(limit).forEach(s -> list.add(toJson(s)));
      lists.put(kind == Kind.BAN ? "bans" : "mutes", list);
    }
    return lists;
  }

  private static JsonObject toJson(Sanction sanction) {
    return new JsonObject()
        .put("by", sanction.subject().by().name().toLowerCase(Locale.ROOT))
        .put("subject", sanction.subject().value())
        .put("reason", sanction.reason())
        .put("decidedBy", sanction.by())
        .put("since", Instant.ofEpochMilli(sanction.sinceMs()).toString())
        .put(
            "until",
            sanction.untilMs() == Sanction.FOR_GOOD
                ? null
                : Instant.ofEpochMilli(sanction.untilMs()).toString());
  }

  private Future<JsonObject> impose(AdminRequest request, Kind kind) {
    JsonObject body = request.body();
    if (body.getString("player") != null && !Tickets.isPlayer(body.getString("player"))) {
      throw ApiException.badRequest(
          "player must be an id as tickets have it: 1 to 64 characters of ASCII without spaces");
    }
    return subject(body, kind)
        .compose(
            subject -> {
              request.target(subject.toString());
              long nowMs = sanctions.nowMs();
              Long seconds = body.getLong("seconds");
              Sanction sanction =
                  new Sanction(
                      kind,
                      subject,
                      body.getString("reason"),
                      request.who(),
                      nowMs,
                      seconds == null ? Sanction.FOR_GOOD : nowMs + seconds * 1_000);
              if (!sanctions.add(sanction)) {
                throw ApiException.conflict("there are " + Sanctions.MAX + " of them already");
              }
              Future<Integer> ended =
                  kind == Kind.BAN ? services.gateway().endBanned() : Future.succeededFuture(0);
              return ended.compose(
                  count ->
                      saved(
                          request,
                          new JsonObject().put("sanction", toJson(sanction)).put("ended", count)));
            });
  }

  /** Waits until the file has it. It holds in this process in any case. */
  private Future<JsonObject> saved(AdminRequest request, JsonObject answer) {
    return Future.fromCompletionStage(services.sanctionFile().saved())
        .map(
            saved -> {
              if (!saved) {
                request.outcome(NOT_SAVED);
              }
              return answer.put("saved", saved);
            });
  }

  /** Whom it is about. A session means who has it, so that it holds for his next one, too. */
  private Future<Subject> subject(JsonObject body, Kind kind) {
    String session = body.getString("session");
    if (session == null) {
      return Future.succeededFuture(named(body));
    }
    one(body);
    return services
        .gateway()
        .clients(room -> true)
        .map(
            all -> {
              ClientFigures client =
                  all.stream()
                      .filter(c -> c.session().equals(session))
                      .findFirst()
                      .or(() -> away(session))
                      .orElseThrow(() -> ApiException.notFound("nobody has a seat as " + session));
              if (!Tickets.isGuest(client.player())) {
                return Subject.player(client.player());
              }
              return kind == Kind.BAN ? ofGuest(client, all) : Subject.session(session);
            });
  }

  /** Somebody who has a seat but no connection. */
  private Optional<ClientFigures> away(String session) {
    return services.rooms().list().stream()
        .flatMap(room -> services.rooms().players(room.id()).stream())
        .filter(player -> player.session().equals(session))
        .findFirst()
        .map(player -> PlayerFigures.away(player, ""));
  }

  /** A guest's address, unless it is one that everybody comes from. */
  private Subject ofGuest(ClientFigures guest, List<ClientFigures> all) {
    if (guest.address().isEmpty()) {
      throw ApiException.conflict("a guest who is away: his address is not known any more");
    }
    InetAddress address = address(guest.address());
    boolean shared =
        address.isLoopbackAddress()
            || services.live().current().proxies().trusted().stream()
                .anyMatch(range -> range.contains(address));
    if (shared) {
      long players = all.stream().filter(c -> c.address().equals(guest.address())).count();
      throw ApiException.conflict(
          ("a guest who comes from %s, which is this machine's or a trusted proxy's: a ban of it"
                  + " would end %d players; name the address itself if that is meant")
              .formatted(guest.address(), players));
    }
    return Subject.address(address);
  }

  private static Subject named(JsonObject body) {
    one(body);
    if (body.getString("player") != null) {
      return Subject.player(body.getString("player"));
    }
    if (body.getString("session") != null) {
      return Subject.session(body.getString("session"));
    }
    return Subject.address(address(body.getString("address").replaceFirst("/64$", "")));
  }

  private static void one(JsonObject body) {
    long given =
        List.of("session", "player", "address").stream()
            .filter(key -> body.getString(key) != null)
            .count();
    if (given != 1) {
      throw ApiException.badRequest("say one of session, player and address");
    }
  }

  private static InetAddress address(String literal) {
    InetAddress address = Addresses.literal(literal);
    if (address == null) {
      throw ApiException.badRequest("address must be an IPv4 or IPv6 address");
    }
    return address;
  }

  private Future<JsonObject> lift(AdminRequest request, Kind kind) {
    Subject subject = named(request.body());
    request.target(subject.toString());
    if (!sanctions.lift(kind, subject)) {
      throw ApiException.notFound("nothing holds for " + subject);
    }
    return saved(request, new JsonObject().put("lifted", subject.toString()));
  }
}
