package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.browser.RuleVectors;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The arena's rule as the build compiled it to JavaScript: served, small, and the same as in Java.
 */
class RuleIT {
  private static final Path MODULE = Tools.TARGET.resolve("classes/webroot/rules/arena.js");
  private static final int GOAL_GZIP_BYTES = 60_000;
  private static final int WALKS = 80;
  private static final int STEPS = 100;

  private static JsonObject vectors() {
    long seed = System.nanoTime();
    System.out.println("rule vectors: seed " + seed);
    return RuleVectors.make(seed, WALKS, STEPS);
  }

  @Test
  void nodeComputesWhatJavaComputes() throws Exception {
    Tools.node();
    Path file = Tools.TARGET.resolve("js/rule.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, vectors().encode());
    // .mjs: whatever package.json is around, it is an ES module.
    Path module = Files.copy(MODULE, fresh("js/arena.mjs"));
    JsSdkIT.node(
        "rule",
        Map.of(
            "BACKBEAT_RULE", module.toUri().toString(), "BACKBEAT_RULE_VECTORS", file.toString()),
        "rule.test.mjs");
    Files.readString(Tools.TARGET.resolve("js/rule.log"))
        .lines()
        .filter(l -> l.contains("rule cost"))
        .forEach(System.out::println);
  }

  @Test
  void chromiumComputesWhatJavaComputes() throws Exception {
    try (ServerProcess server = ServerProcess.start("rule-server");
        Browser browser = Browser.launch(Tools.chromium())) {
      Page page = browser.newPage(640, 400);
      page.open("http://127.0.0.1:" + server.port() + "/");
      page.eval(Files.readString(Path.of("src/test/js/rule-checks.js")));
      page.eval("globalThis.vectors = " + vectors().encode() + ", null");
      page.eval(
          "{ const from = performance.now();"
              + " globalThis.imported = import('/rules/arena.js').then((m) => {"
              + " globalThis.importMs = performance.now() - from; globalThis.rule = m; }); }"
              + " imported");
      JsonObject cost = (JsonObject) page.eval("ruleChecks.measure(rule, vectors)");
      System.out.printf(
          Locale.ROOT,
          "rule cost in Chromium: load and import %.1f ms, map of %d walls %.2f ms,"
              + " tick %.2f us cold, %.2f us warm%n",
          page.evalDouble("importMs"),
          cost.getInteger("walls"),
          cost.getDouble("mapMs"),
          cost.getDouble("coldUs"),
          cost.getDouble("tickUs"));
      JsonObject steps = (JsonObject) page.eval("ruleChecks.check(rule, vectors)");
      assertEquals(
          List.of("FREE", "FLUSH", "INSIDE", "DEAD", "EXTREME"), List.copyOf(steps.fieldNames()));
      steps.forEach(e -> assertEquals(WALKS * STEPS, e.getValue(), e.getKey()));
      JsonObject rails = (JsonObject) page.eval("ruleChecks.checkRails(rule, vectors)");
      assertTrue(
          rails.getInteger("hits") > 5_000 && rails.getInteger("misses") > 5_000, rails::encode);
      assertEquals(List.of(), page.problems());
    }
  }

  @Test
  void isServedAsTheSdkIsAndNoBiggerThanItMayBe() throws Exception {
    byte[] built = Files.readAllBytes(MODULE);
    int gzipped = gzip(built);
    System.out.println("rules/arena.js: " + built.length + " bytes, gzipped " + gzipped);
    assertTrue(gzipped < GOAL_GZIP_BYTES, gzipped + " bytes");
    HttpClient http = HttpClient.newHttpClient();
    try (ServerProcess server =
        ServerProcess.start("rule-http-server", "--allowed-origins", "https://game.example")) {
      String root = "http://127.0.0.1:" + server.port();
      HttpResponse<byte[]> rule = get(http, root + "/rules/arena.js");
      HttpResponse<byte[]> sdk = get(http, root + "/sdk/backbeat.js");
      assertArrayEquals(built, rule.body(), "the jar has what the build made");
      for (String header :
          List.of("Content-Type", "Cache-Control", "Access-Control-Allow-Origin", "Vary")) {
        assertEquals(sdk.headers().allValues(header), rule.headers().allValues(header), header);
        assertEquals(1, rule.headers().allValues(header).size(), header);
      }
      assertEquals(
          304,
          http.send(
                  HttpRequest.newBuilder(URI.create(root + "/rules/arena.js"))
                      .header("If-None-Match", rule.headers().firstValue("ETag").orElseThrow())
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode());
    }
  }

  private static HttpResponse<byte[]> get(HttpClient http, String url) throws Exception {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Origin", "https://game.example")
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode(), url);
    return answer;
  }

  private static int gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.size();
  }

  private static Path fresh(String name) throws Exception {
    Path file = Tools.TARGET.resolve(name);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    return file;
  }
}
