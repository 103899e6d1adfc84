package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.ClientFigures;
import dev.backbeat.server.room.PlayerInfo;
import dev.backbeat.server.session.Sanctions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Players as JSON, searched and sorted. */
final class PlayerFigures {
  /** What a list of players is sorted by. */
  private static final Map<String, Comparator<ClientFigures>> ORDERS =
      Map.ofEntries(
          Map.entry("name", Comparator.comparing(p -> p.name().toLowerCase(Locale.ROOT))),
          Map.entry("room", Comparator.comparing(ClientFigures::room)),
          Map.entry("player", Comparator.comparing(ClientFigures::player)),
          Map.entry("address", Comparator.comparing(ClientFigures::address)),
          Map.entry("rtt", Comparator.comparingDouble(ClientFigures::rttMs)),
          Map.entry("jitter", Comparator.comparingDouble(ClientFigures::jitterMs)),
          Map.entry("lead", Comparator.comparingDouble(ClientFigures::inputLeadTicks)),
          Map.entry("late", Comparator.comparingInt(ClientFigures::lateInputs)),
          Map.entry("bytes", Comparator.comparingLong(ClientFigures::bytesPerSecond)),
          Map.entry("skipped", Comparator.comparingInt(ClientFigures::skippedFrames)),
          Map.entry("since", Comparator.comparingLong(p -> -p.ageNs())));

  private PlayerFigures() {}

  static AdminCall.Param sortParam() {
    return Params.choice(
        "sort",
        "What it is sorted by",
        "name",
        ORDERS.keySet().stream().sorted().toArray(String[]::new));
  }

  /** Those whose name, ids or address contain the text, in the order that the query wants. */
  static List<ClientFigures> chosen(List<ClientFigures> all, JsonObject query) {
    String wanted = query.getString("q", "").strip().toLowerCase(Locale.ROOT);
    Comparator<ClientFigures> order = ORDERS.get(query.getString("sort"));
    if (query.getString("order").equals("desc")) {
      order = order.reversed();
    }
    return all.stream()
        .filter(p -> wanted.isEmpty() || matches(p, wanted))
        .sorted(order.thenComparing(ClientFigures::session))
        .toList();
  }

  /** The page of them that the query wants. */
  static JsonArray page(List<ClientFigures> chosen, JsonObject query, Sanctions sanctions) {
    JsonArray page = new JsonArray();
    chosen.stream()
        .skip(query.getInteger("offset"))
        .limit(query.getInteger("limit"))
        .forEach(player -> page.add(toJson(player, sanctions)));
    return page;
  }

  private static boolean matches(ClientFigures player, String wanted) {
    return player.name().toLowerCase(Locale.ROOT).contains(wanted)
        || player.player().toLowerCase(Locale.ROOT).contains(wanted)
        || player.session().contains(wanted)
        || player.address().contains(wanted);
  }

  /** Somebody who has a seat but no connection. */
  static ClientFigures away(PlayerInfo player, String room) {
    return new ClientFigures(
        player.session(),
        player.playerId(),
        player.name(),
        player.watcher(),
        room,
        "",
        -1,
        -1,
        0,
        0,
        0,
        0,
        0,
        false);
  }

  private static JsonObject toJson(ClientFigures player, Sanctions sanctions) {
    boolean connected = player.ageNs() >= 0;
    return new JsonObject()
        .put("session", player.session())
        .put("player", player.player())
        .put("name", player.name())
        .put("watcher", player.watcher())
        .put("room", player.room())
        .put("connected", connected)
        .put("address", player.address())
        .put("connectedSeconds", connected ? player.ageNs() / 1_000_000_000 : 0)
        .put("rttMs", player.rttMs() < 0 ? null : tenths(player.rttMs()))
        .put("jitterMs", player.rttMs() < 0 ? null : tenths(player.jitterMs()))
        .put("inputLeadTicks", tenths(player.inputLeadTicks()))
        .put("lateInputs", player.lateInputs())
        .put("bytesPerSecond", player.bytesPerSecond())
        .put("skippedFrames", player.skippedFrames())
        .put("slow", player.slow())
        .put("muted", sanctions.muteOf(player.session(), player.player(), null) != null);
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
