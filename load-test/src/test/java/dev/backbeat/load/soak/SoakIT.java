package dev.backbeat.load.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short soak of a real server, and of one whose game keeps everything. */
@Timeout(300)
class SoakIT {
  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int soak(String... more) {
    List<String> args =
        new ArrayList<>(List.of("--clients", "40", "--warm-up", "6", "--period", "0.5"));
    args.addAll(List.of(more));
    return new CommandLine(new SoakCommand(new PrintStream(said, true, StandardCharsets.UTF_8)))
        .execute(args.toArray(String[]::new));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void thisBuildIsFlat() throws IOException {
    Path json = folder.resolve("soak.json");
    Path html = folder.resolve("soak.html");
    int exit =
        soak(
            "--minutes",
            "0.5",
            "--settle",
            "40",
            "--json",
            json.toString(),
            "--html",
            html.toString());
    assertEquals(0, exit, said());
    JsonObject result = new JsonObject(Files.readString(json));
    assertTrue(result.getBoolean("flat"), said());
    JsonObject counts = result.getJsonObject("counts");
    for (String met : List.of("joined", "resumed", "closed_1000", "half_handshake", "room_made")) {
      assertTrue(counts.getInteger(met, 0) > 0, met + " in " + counts);
    }
    for (int i = 0; i < result.getJsonArray("resources").size(); i++) {
      JsonObject resource = result.getJsonArray("resources").getJsonObject(i);
      assertTrue(resource.getBoolean("measured"), resource::encode);
      if (resource.getString("name").equals(Resource.TICKETS.title())) {
        assertTrue(resource.getDouble("after") > 0, "clients have tickets: " + resource.encode());
      }
    }
    String page = Files.readString(html);
    assertTrue(page.contains("flat: nothing grew") && page.contains("new Chart("), "a report");
  }

  @Test
  void aLeakIsFound() throws IOException, InterruptedException {
    Path log = folder.resolve("server.log");
    Process server = leakyServer(log);
    try {
      String url = listening(server, log);
      // What is kept for ever does not settle: all of that time would be waited for.
      int exit =
          soak(
              "--minutes",
              "0.4",
              "--settle",
              "10",
              "--url",
              url,
              "--server-pid",
              Long.toString(server.pid()));
      assertEquals(1, exit, said());
      String last = said().lines().filter(l -> l.startsWith("FAILED")).findFirst().orElse("");
      assertTrue(last.contains("heap_live") && last.contains("descriptors"), said());
    } finally {
      server.destroy();
      assertTrue(server.waitFor(30, TimeUnit.SECONDS), "it ends");
    }
  }

  private static Process leakyServer(Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            "../server/target/backbeat-server.jar:target/test-classes",
            "dev.backbeat.server.Main",
            "--port",
            "0",
            "--game",
            LeakyGame.NAME,
            "--resume-grace-seconds",
            "3")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String listening(Process server, Path log)
      throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() - untilNs < 0) {
      for (String line : Files.readAllLines(log)) {
        if (line.startsWith("listening on ")) {
          return line.substring("listening on ".length()).strip();
        }
      }
      assertTrue(!server.waitFor(100, TimeUnit.MILLISECONDS), () -> "it ended, see " + log);
    }
    throw new AssertionError("it does not listen: " + Files.readString(log));
  }
}
