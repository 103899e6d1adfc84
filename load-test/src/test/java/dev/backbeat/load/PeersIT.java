package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load test against the peers themselves, small. */
class PeersIT {
  private static final Path PEERS = Path.of("peers");
  private static final long INSTALL_SECONDS = 120;

  @TempDir private Path folder;
  private Process peer;

  @AfterEach
  void stop() throws InterruptedException {
    if (peer != null) {
      peer.destroyForcibly().waitFor();
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    }
  }

  /** Starts it on any free port and returns that. */
  private int start(Path directory, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("PORT", "0");
    builder.environment().put("NODE_ENV", "production");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    peer = builder.start();
    BufferedReader out = peer.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith("READY ")) {
      line = out.readLine();
    }
    assertTrue(line != null, "the peer ended before it listened");
    return Integer.parseInt(line.substring("READY ".length()));
  }

  private JsonObject run(int port) throws IOException {
    Path json = folder.resolve("r.json");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code =
        LoadMain.run(
            out,
            out,
            "--protocol=raw",
            "--url=ws://127.0.0.1:" + port + "/arena",
            "--rooms=1",
            "--players=5",
            "--warmup=0",
            "--seconds=1",
            "--join-timeout=60",
            "--decode-share=1",
            "--server-pid=" + peer.pid(),
            "--json=" + json);
    assertEquals(LoadMain.GOOD, code, said.toString(StandardCharsets.UTF_8));
    return new JsonObject(Files.readString(json));
  }

  private static void check(JsonObject r) {
    assertEquals(5, r.getInteger("joined"));
    assertEquals(0, r.getInteger("errors"));
    assertEquals(0, r.getInteger("invariant_violations"));
    assertEquals(5, r.getInteger("decoding_clients"));
    assertEquals(5.0, r.getDouble("players_in_view"), 1e-9);
    assertTrue(r.getLong("frames") > 0);
    assertTrue(r.getLong("acks") > 0);
    // 7 + 5 x 32 bytes, which no other message of these servers has.
    assertEquals(167.0 / 5, r.getDouble("bytes_per_entity_update"), 2);
    assertEquals("raw", r.getJsonObject("settings").getString("protocol"));
  }

  @Test
  void rawNettyIsSpokenTo() throws Exception {
    String classPath = System.getProperty("java.class.path");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp", classPath));
    sources(PEERS.resolve("raw-netty")).forEach(f -> arguments.add(f.toString()));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.err, arguments.toArray(String[]::new));
    assertEquals(0, failed, "the peer does not compile");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = classes + File.pathSeparator + classPath;
    String main = "dev.backbeat.peers.RawNettyServer";
    String transport = System.getProperty("os.name").equals("Linux") ? "epoll" : "nio";
    check(run(start(folder, "env", "TRANSPORT=" + transport, java, "-cp", path, main)));
  }

  @Test
  void wsIsSpokenTo() throws Exception {
    for (String part : new String[] {"common", "ws"}) {
      Files.createDirectory(folder.resolve(part));
      for (String file :
          new String[] {"arena.js", "server.js", "package.json", "package-lock.json", ".npmrc"}) {
        if (Files.exists(PEERS.resolve(part).resolve(file))) {
          Files.copy(PEERS.resolve(part).resolve(file), folder.resolve(part).resolve(file));
        }
      }
    }
    installOrSkip(folder.resolve("ws"));
    check(run(start(folder.resolve("ws"), "node", "server.js")));
  }

  /** Without npm, or without packages outside of CI, there is nothing to be seen here. */
  private static void installOrSkip(Path directory) throws Exception {
    boolean installed = false;
    try {
      Process npm =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--silent")
              .directory(directory.toFile())
              .inheritIO()
              .start();
      installed = npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0;
      npm.destroyForcibly();
    } catch (IOException e) {
      assumeTrue(false, "there is no npm: " + e.getMessage());
    }
    boolean ci = "true".equals(System.getenv("CI"));
    assumeTrue(installed || ci, "npm could not install the peer's packages");
    assertTrue(installed, "npm could not install the peer's packages");
  }
}
