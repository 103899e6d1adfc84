package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return LoadMain.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rooms 0",
        "--rooms x",
        "--protocol morse",
        "--players 100000",
        "--url http://127.0.0.1/play",
        "--url ws:///play",
        "--seconds 0",
        "--decode-share 1.5",
        "--slo nothing<1",
        "--slo errors",
        "--server-pid 2147483646",
        "--json /nowhere/r.json",
        "--config /nowhere/load.properties",
        "--no-such-option",
        "argument"
      })
  void badUsageIsASentenceAndExitCode2(String args) {
    assertEquals(LoadMain.USAGE, run(args.split(" ")), args);
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith("backbeat-load: "), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void anUnknownKeyInTheFileIsBadUsage(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("load.properties");
    Files.writeString(file, "turn-evry=3\n");
    assertEquals(LoadMain.USAGE, run("--config", file.toString()));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("turn-every"), err.toString());
  }

  @Test
  void helpGoesToStandardOutput() {
    assertEquals(LoadMain.GOOD, run("--help"));
    String help = out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    for (String text :
        new String[] {
          "--turn-every", "--warmup", "ws://127.0.0.1:8080/play", "Default: 40", "Exit codes"
        }) {
      assertTrue(help.contains(text), text);
    }
  }

  @Test
  void aServerThatIsNotThereIsAnErrorNotAHang(@TempDir Path folder) throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    Path config = folder.resolve("load.properties");
    // From the file, under a flag: one room of the flag, three players of the file.
    Files.writeString(config, "rooms=7\nplayers=3\nquiet=true\n");
    Path json = folder.resolve("r.json");
    int code =
        run(
            "--config=" + config,
            "--rooms=1",
            "--url",
            "ws://127.0.0.1:" + freePort + "/play",
            "--json",
            json.toString());
    assertEquals(LoadMain.BAD, code);
    JsonObject results = new JsonObject(Files.readString(json));
    assertEquals(3, results.getInteger("clients"));
    assertEquals(0, results.getInteger("joined"));
    assertEquals(3, results.getJsonObject("errors_by_kind").getInteger("connect_failed"));
    assertEquals(false, results.getBoolean("valid"));
    assertEquals("", out.toString(StandardCharsets.UTF_8), "quiet");
  }
}
