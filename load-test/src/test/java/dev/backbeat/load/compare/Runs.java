package dev.backbeat.load.compare;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records of runs that nobody ran. */
final class Runs {
  static final Disturbance QUIET = new Disturbance(0.01, 0);
  static final Disturbance BUSY = new Disturbance(0.5, 0);

  private Runs() {}

  static PeerSpec peer(String id, String protocol) {
    return new PeerSpec(
        id,
        Path.of("."),
        id.toUpperCase(Locale.ROOT),
        1,
        false,
        protocol,
        "",
        "",
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        "");
  }

  static CompareSettings settings(int rounds, int sustainedRounds) {
    return new CompareSettings(
        List.of(1, 20),
        rounds,
        40,
        50,
        20,
        20,
        20,
        5,
        10,
        sustainedRounds,
        List.of(1),
        8,
        8,
        250,
        8_000,
        7);
  }

  /** A run of 2,000 clients that kept up. */
  static JsonObject figures(double usPerFrame) {
    return new JsonObject()
        .put("joined", 2_000)
        .put("delivered_hz", 20)
        .put("ack_p50_ms", 26.4)
        .put("ack_p99_ms", 50.2)
        .put("bytes_per_entity_update", 4.14)
        .put("server_cpu_us_per_frame", usPerFrame)
        .put("server_user_us_per_frame", usPerFrame / 4)
        .put("server_cpu_cores", usPerFrame * 0.04)
        .put("server_rss_mb", 324)
        .put("messages_sent_per_client_per_s", 20)
        .put("frames_per_client_per_s", 20)
        .put("errors_by_kind", new JsonObject())
        .put("valid", true);
  }

  static RunRecord run(
      String server, Shape shape, int round, int attempt, JsonObject figures, Disturbance d) {
    return new RunRecord(
        server,
        shape,
        round,
        attempt,
        Instant.ofEpochSecond(0),
        "",
        figures.copy().put("joined", shape.clients()),
        d,
        4711,
        List.of("server", "x"),
        "/bin/java -Xmx1g -jar x.jar",
        List.of("load", "y"));
  }

  static RunRecord failed(String server, Shape shape, int round, int attempt, String failure) {
    return new RunRecord(
        server,
        shape,
        round,
        attempt,
        Instant.ofEpochSecond(0),
        failure,
        new JsonObject(),
        Disturbance.NOT_SEEN,
        0,
        List.of(),
        "",
        List.of());
  }
}
