package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A whole tick of 50 players, from the bytes of their inputs to the bytes of their frames, stays
 * within its budget of garbage. Interpreted, so that the number is exact; no time is measured.
 */
class TickAllocationTest {
  private static final int MAX_BYTES_PER_TICK = 100;
  private static final int SECONDS = 120;
  private static final Pattern REPORT =
      Pattern.compile("(\\d+) bytes (\\d+) frames (\\d+) payload");

  @Test
  void aTickOfFiftyPlayersStaysWithinItsBudget() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dio.netty.leakDetection.level=disabled", // It takes samples at random.
                "-cp",
                System.getProperty("java.class.path"),
                TickAllocation.class.getName())
            .redirectErrorStream(true)
            .start();
    String output;
    try {
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), output);
    Matcher report = REPORT.matcher(output);
    assertTrue(report.find(), output);
    System.out.println("a tick of 50 players: " + report.group());
    assertEquals(TickAllocation.PLAYERS, Integer.parseInt(report.group(2)), "frames per tick");
    assertTrue(Integer.parseInt(report.group(3)) > 50 * 100, "everybody sees everybody turn");
    int bytes = Integer.parseInt(report.group(1));
    assertTrue(bytes <= MAX_BYTES_PER_TICK, bytes + " bytes of garbage per tick");
  }
}
