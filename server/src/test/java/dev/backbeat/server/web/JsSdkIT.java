package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.packaging.SystemPackages;
import dev.backbeat.server.replication.SdkVectors;
import dev.backbeat.server.room.DrawnVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the JavaScript SDK's tests in Node: alone, against vectors, against a real server. */
class JsSdkIT {
  private static final Path TESTS = Path.of("src/test/js").toAbsolutePath();
  private static final Path SDK =
      Path.of("src/main/resources/webroot/sdk/backbeat.js").toAbsolutePath();
  private static final int TIMEOUT_SECONDS = 120;

  private static final String[] UNIT_TESTS = {
    "world.test.mjs",
    "time.test.mjs",
    "lead.test.mjs",
    "inputs.test.mjs",
    "prediction.test.mjs",
    "interpolation.test.mjs",
    "render-clock.test.mjs",
    "client.test.mjs",
    "comeback.test.mjs",
    "frame-sizes.test.mjs",
    "lab.test.mjs"
  };

  @Test
  void unitTestsPass() throws Exception {
    long seed = System.nanoTime() & 0x7fffffff;
    System.out.println("JavaScript unit tests: seed " + seed);
    node("unit", Map.of("BACKBEAT_SEED", String.valueOf(seed)), UNIT_TESTS);
  }

  @Test
  void decodesTheServersFramesExactly() throws Exception {
    Path node = Tools.node();
    Path vectors = Tools.TARGET.resolve("js/vectors.json");
    long seed = System.nanoTime();
    System.out.println("vectors: seed " + seed + ", " + node);
    int frames = SdkVectors.write(vectors, 12, 200, seed);
    assertTrue(frames > 1_000, "only " + frames + " frames");
    node("vectors", Map.of("BACKBEAT_VECTORS", vectors.toString()), "vectors.test.mjs");
  }

  @Test
  void aimsAtWhatTheServerRewindsTo() throws Exception {
    Tools.node();
    Path vectors = Tools.TARGET.resolve("js/drawn.json");
    long seed = System.nanoTime();
    System.out.println("drawn vectors: seed " + seed);
    int views = DrawnVectors.write(vectors, 12, seed);
    assertTrue(views > 1_000, "only " + views + " views");
    node("drawn", Map.of("BACKBEAT_DRAWN_VECTORS", vectors.toString()), "drawn.test.mjs");
  }

  @Test
  void playsOnARealServer() throws Exception {
    Tools.node();
    Path ws = Tools.ws();
    try (ServerProcess server = ServerProcess.start("js-server")) {
      Map<String, String> environment =
          Map.of("BACKBEAT_URL", server.url().toString(), "BACKBEAT_WS", ws + "/index.js");
      node("e2e", environment, "e2e.test.mjs");
      node("stock", environment, "stock.test.mjs");
      node("netcode", environment, "netcode.test.mjs");
    }
  }

  @Test
  void theDocumentedExampleRuns() throws Exception {
    Path node = Tools.node();
    Path ws = Tools.ws();
    String example = Files.readString(TESTS.resolve("example.mjs"));
    String documentation = Files.readString(Path.of("../docs/javascript-sdk.md"));
    String code = example.substring(example.indexOf('\n') + 1).strip();
    assertTrue(documentation.contains(code), "docs/javascript-sdk.md shows another example");
    Path copy = ws.resolve("example.mjs");
    Files.writeString(copy, example);
    Path log = ws.resolve("example.log");
    try (ServerProcess server = ServerProcess.start("js-example-server")) {
      ProcessBuilder builder = new ProcessBuilder(node.toString(), copy.toString());
      builder.environment().put("BACKBEAT_URL", server.url().toString());
      builder.environment().put("BACKBEAT_PROTOBUFJS", Tools.protobufjs().toString());
      builder.environment().put("BACKBEAT_SDK", SDK.toUri().toString());
      int exit = SystemPackages.run(builder, log, TIMEOUT_SECONDS);
      String output = Files.readString(log);
      assertEquals(0, exit, output);
      assertTrue(output.contains("in room ") && output.contains("over: "), output);
    }
  }

  /** Runs test files in Node; prints what went wrong. */
  static void node(String name, Map<String, String> environment, String... files) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Tools.node().toString(), "--expose-gc", "--test", "--test-reporter=spec"));
    command.addAll(List.of(files));
    ProcessBuilder builder = new ProcessBuilder(command).directory(TESTS.toFile());
    builder.environment().put("BACKBEAT_PROTOBUFJS", Tools.protobufjs().toString());
    builder.environment().putAll(environment);
    Path log = Tools.TARGET.resolve("js/" + name + ".log");
    int exit = SystemPackages.run(builder, log, TIMEOUT_SECONDS);
    String output = Files.readString(log);
    output
        .lines()
        .filter(
            l ->
                exit != 0
                    || l.contains("ℹ tests")
                    || l.contains("ℹ pass")
                    || l.contains(" decoded")
                    || l.contains(" compared")
                    || l.startsWith("netcode: "))
        .forEach(System.out::println);
    assertEquals(0, exit, "node tests " + name + ", see " + log);
  }
}
