package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Idle clients against the real server, which is this process. */
class IdleCommandIT {
  private static final long START_SECONDS = 60;
  private static final String THIS_PROCESS = Long.toString(ProcessHandle.current().pid());

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(BackbeatServer server, String... more) {
    List<String> args = new ArrayList<>(List.of("idle", "--url", server.url()));
    args.addAll(List.of("--server-pid", THIS_PROCESS, "--settle", "1"));
    args.addAll(List.of(more));
    return LoadMain.run(new PrintStream(out), new PrintStream(err), args.toArray(String[]::new));
  }

  private static BackbeatServer start(String... args) throws Exception {
    return BackbeatServer.start(args)
        .toCompletionStage()
        .toCompletableFuture()
        .get(START_SECONDS, TimeUnit.SECONDS);
  }

  private static void stop(BackbeatServer server) throws Exception {
    server.stop().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void joinsInStepsAndReadsTheMemoryAtEach() throws Exception {
    BackbeatServer server = start("--port", "0");
    try {
      Path json = folder.resolve("idle.json");
      assertEquals(
          LoadMain.GOOD,
          run(server, "--clients", "5,70", "--json", json.toString()),
          () -> err.toString(StandardCharsets.UTF_8));
      JsonObject figures = new JsonObject(Files.readString(json));
      assertEquals(2, figures.getJsonArray("steps").size());
      JsonObject last = figures.getJsonArray("steps").getJsonObject(1);
      assertEquals(70, last.getInteger("clients"));
      assertTrue(last.getDouble("rss_bytes") > 10e6, last.encode());
      assertTrue(last.getDouble("frames_per_second") > 0, last.encode());
      assertTrue(out.toString(StandardCharsets.UTF_8).contains("KiB per idle joined connection"));
    } finally {
      stop(server);
    }
  }

  @Test
  void aServerThatTakesFewerIsAnError() throws Exception {
    BackbeatServer server = start("--port", "0", "--max-connections", "3");
    try {
      assertEquals(LoadMain.BAD, run(server, "--clients", "2,5"));
      assertTrue(err.toString(StandardCharsets.UTF_8).contains("upgrade_503"), err::toString);
    } finally {
      stop(server);
    }
  }

  @Test
  void refusesNumbersThatMakeNoSteps() {
    for (String clients : List.of("100", "100,100", "5,3", "0,5", "1,30000")) {
      int code =
          LoadMain.run(
              new PrintStream(out),
              new PrintStream(err),
              "idle",
              "--server-pid",
              THIS_PROCESS,
              "--clients",
              clients);
      assertEquals(LoadMain.USAGE, code, clients);
    }
  }
}
