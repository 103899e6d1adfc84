package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.RealServer;
import dev.example.FirstClient;
import dev.example.PredictingClient;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as people use it, and the program of the guide. */
@Timeout(120)
class BotsJarIT {
  private static final Path JAR = Path.of("target/backbeat-bots.jar");

  @TempDir private Path dir;

  private Process start(String... args) throws Exception {
    List<String> command = new ArrayList<>(RealServer.javaJar(JAR));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(dir.resolve("out").toFile())
        .redirectError(dir.resolve("err").toFile())
        .start();
  }

  private int end(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the bots did not end within 60 s");
    }
    return process.exitValue();
  }

  @Test
  void aRunThatGoesWell() throws Exception {
    try (RealServer server = RealServer.start()) {
      Path json = dir.resolve("summary.json");
      int exit =
          end(
              start(
                  "--url=" + server.url(),
                  "--bots=5",
                  "--behavior=hunt=3,wander=1",
                  "--seconds=5",
                  "--json=" + json));
      String out = Files.readString(dir.resolve("out"));
      assertEquals(0, exit, out + Files.readString(dir.resolve("err")));
      assertTrue(out.contains("5 of 5 joined"), out);
      JsonObject summary = new JsonObject(Files.readString(json));
      assertEquals(5, summary.getInteger("joined"));
      assertEquals(0, summary.getInteger("violations"));
      assertEquals(0, summary.getInteger("exit_code"));
      assertTrue(summary.getLong("frames") > 0);
    }
  }

  @Test
  void aSignalEndsAnEndlessRunWithItsSummary() throws Exception {
    try (RealServer server = RealServer.start()) {
      Process bots = start("--url=" + server.url(), "--bots=3", "--seconds=0");
      while (bots.isAlive() && !Files.readString(dir.resolve("err")).contains("bots 3/3")) {
        bots.waitFor(50, TimeUnit.MILLISECONDS);
      }
      bots.destroy();
      assertEquals(0, end(bots));
      String out = Files.readString(dir.resolve("out"));
      assertTrue(out.contains("3 of 3 joined") && out.contains("violations"), out);
      assertTrue(server.log().contains("left"), "the bots left their seats");
    }
  }

  @Test
  void badUsageIsTwo() throws Exception {
    assertEquals(2, end(start("--behavior=fly")));
    assertTrue(Files.readString(dir.resolve("err")).contains("no behaviour 'fly'"));
    assertEquals(2, end(start("--json=" + dir.resolve("none/summary.json"))));
    assertTrue(Files.readString(dir.resolve("err")).contains("cannot be written"));
    assertEquals("", Files.readString(dir.resolve("out")), "before the run, not after it");
  }

  @Test
  void tlsWithAnUnknownCertificateNeedsInsecure() throws Exception {
    try (RealServer server = RealServer.start("--tls-self-signed")) {
      assertTrue(server.url().startsWith("wss://"), server.url());
      String url = "--url=" + server.url();
      assertEquals(1, end(start(url, "--bots=2", "--seconds=3")));
      assertEquals(0, end(start(url, "--bots=2", "--seconds=3", "--insecure")));
    }
  }

  @Test
  void theProgramOfTheGuideRuns() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (RealServer server = RealServer.start()) {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      FirstClient.main(new String[] {server.url(), "3"});
    } finally {
      System.setOut(before);
    }
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("playing in arena-"), text);
    assertTrue(text.contains("walker: hello"), text);
    assertTrue(text.contains("players 1"), text);
    assertTrue(text.contains("the end: the client left"), text);
  }

  @Test
  void theGuidesProgramThatDraws() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (RealServer server = RealServer.start()) {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      PredictingClient.main(new String[] {server.url(), "3"});
    } finally {
      System.setOut(before);
    }
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("me at "), text);
    assertTrue(text.contains("corrections "), text);
  }
}
