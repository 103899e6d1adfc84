package dev.backbeat.load.compare;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The most clients that a server held in one round.
 *
 * @param below the fewest that it did not hold; 0 = none was found
 * @param atLeast whether the server's own limit was not reached
 * @param disturbed whether other work on the machine decided it
 * @param probes the numbers that were tried, in order
 */
record Sustained(
    String server,
    int turnEvery,
    int round,
    int clients,
    int below,
    boolean atLeast,
    boolean disturbed,
    List<Integer> probes) {

  JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("turn_every", turnEvery)
        .put("round", round)
        .put("clients", clients)
        .put("not_held", below == 0 ? null : below)
        .put("at_least", atLeast)
        .put("disturbed", disturbed)
        .put("probes", new JsonArray(probes));
  }

  static Sustained fromJson(JsonObject json) {
    Integer below = json.getInteger("not_held");
    return new Sustained(
        json.getString("server"),
        json.getInteger("turn_every"),
        json.getInteger("round"),
        json.getInteger("clients"),
        below == null ? 0 : below,
        json.getBoolean("at_least"),
        json.getBoolean("disturbed"),
        json.getJsonArray("probes").stream().map(n -> ((Number) n).intValue()).toList());
  }
}
