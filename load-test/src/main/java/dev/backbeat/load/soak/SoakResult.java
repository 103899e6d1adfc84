package dev.backbeat.load.soak;

import dev.backbeat.load.page.HtmlPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What a soak came to.
 *
 * @param verdict one per resource
 * @param series samples over the whole run
 * @param churnFrom when the churn that counts began, seconds from the start
 * @param churnTo when it ended
 * @param counts what clients met, by kind
 * @param serverAlive whether the server was there at the end
 */
record SoakResult(
    List<Verdict> verdict,
    Map<Resource, Series> series,
    double churnFrom,
    double churnTo,
    Map<String, Long> counts,
    boolean serverAlive) {
  /** Whether nothing grew, everything was measured, and there was something to grow. */
  boolean flat() {
    return serverAlive
        && counts.getOrDefault("joined", 0L) > 0
        && unmeasured().isEmpty()
        && verdict.stream().noneMatch(Verdict::grows);
  }

  /** Resources of which too little is known: what nobody looked at is not flat. */
  List<String> unmeasured() {
    return java.util.Arrays.stream(Resource.values())
        .filter(r -> verdict.stream().noneMatch(g -> g.resource() == r && g.judged()))
        .map(Resource::title)
        .toList();
  }

  /** One sentence. */
  String summary() {
    if (!serverAlive) {
      return "FAILED: the server ended during the soak";
    }
    if (counts.getOrDefault("joined", 0L) == 0) {
      return "FAILED: nobody could join, see the counts";
    }
    List<String> grown =
        verdict.stream().filter(Verdict::grows).map(g -> g.resource().title()).toList();
    if (!unmeasured().isEmpty()) {
      String also = grown.isEmpty() ? "" : "; " + String.join(", ", grown) + " grew";
      return "FAILED: not measured: " + String.join(", ", unmeasured()) + also;
    }
    return grown.isEmpty() ? "flat: nothing grew" : "FAILED: " + String.join(", ", grown) + " grew";
  }

  /** All of it. */
  JsonObject json(Map<String, Object> settings, Instant at) {
    JsonArray resources = new JsonArray();
    for (Verdict of : verdict) {
      Series values = series.get(of.resource());
      JsonArray seconds = new JsonArray();
      JsonArray points = new JsonArray();
      for (int i = 0; i < values.size(); i++) {
        seconds.add(Math.round(values.seconds(i) * 10) / 10.0);
        points.add(Math.round(values.value(i) * 1000) / 1000.0);
      }
      resources.add(
          new JsonObject()
              .put("name", of.resource().title())
              .put("unit", of.resource().unit())
              .put("meaning", of.resource().meaning())
              .put("measured", of.measured())
              .put("grows", of.grows())
              .mergeIn(of.figures())
              .put("seconds", seconds)
              .put("values", points));
    }
    return new JsonObject()
        .put("at", at.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("flat", flat())
        .put("summary", summary())
        .put("churn_from_s", churnFrom)
        .put("churn_to_s", churnTo)
        .put("settings", new JsonObject(settings))
        .put("counts", new JsonObject(new java.util.LinkedHashMap<String, Object>(counts)))
        .put("resources", resources);
  }

  /** A page with everything in it. */
  static String html(JsonObject json) {
    return HtmlPage.render("soak", json);
  }
}
