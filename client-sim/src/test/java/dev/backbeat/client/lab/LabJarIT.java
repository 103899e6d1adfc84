package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command between the packaged server and the packaged bots. */
@Timeout(120)
class LabJarIT {
  private static final Path JAR = Path.of("target/backbeat-bots.jar");
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)  round trip");

  @TempDir private Path dir;

  private Process start(String name, String... args) throws Exception {
    List<String> command = new ArrayList<>(RealServer.javaJar(JAR));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(dir.resolve(name).toFile())
        .redirectError(dir.resolve(name + ".err").toFile())
        .start();
  }

  private String said(String name) throws Exception {
    return Files.readString(dir.resolve(name)) + Files.readString(dir.resolve(name + ".err"));
  }

  private static int end(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end within 60 s");
    }
    return process.exitValue();
  }

  @Test
  void botsPlayThroughAPhonesNetworkAndASignalEndsTheLab() throws Exception {
    try (RealServer server = RealServer.start()) {
      String to = server.url().replaceAll("^ws://|/play$", "");
      Process lab =
          start("lab", "lab", "--profile=4g", "--listen=127.0.0.1:0", "--to=" + to, "--seed=3");
      try {
        while (lab.isAlive() && !said("lab").contains("Ctrl-C")) {
          lab.waitFor(50, TimeUnit.MILLISECONDS);
        }
        Matcher address = ADDRESS.matcher(said("lab"));
        assertTrue(address.find(), said("lab"));
        String url = "ws://127.0.0.1:" + address.group(1) + "/play";
        Process bots = start("bots", "--url=" + url, "--bots=3", "--seconds=4", "--quiet");
        assertEquals(0, end(bots), said("bots"));
        assertTrue(said("bots").contains("3 of 3 joined"), said("bots"));
        lab.destroy();
        assertEquals(0, end(lab), said("lab"));
        assertTrue(said("lab").contains("4g: 3 connections, 0 refused"), said("lab"));
        Matcher delay = Pattern.compile("down \\d+ bytes, delayed p50 (\\d+)").matcher(said("lab"));
        assertTrue(delay.find() && Integer.parseInt(delay.group(1)) >= 40, said("lab"));
      } finally {
        lab.destroyForcibly();
      }
    }
  }

  @Test
  void badUsageIsTwo() throws Exception {
    Process lab = start("lab", "lab", "--delay=fast");
    assertEquals(2, end(lab));
    assertTrue(said("lab").startsWith("lab: --delay: 'fast' is not a duration"), said("lab"));
  }
}
