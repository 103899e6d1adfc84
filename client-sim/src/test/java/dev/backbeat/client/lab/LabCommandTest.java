package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LabCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)  (.*)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final LabCommand command = new LabCommand();

  private int run(String... args) {
    return command.execute(new PrintWriter(out), new PrintWriter(err), args);
  }

  private CompletableFuture<Integer> begin(String... args) throws Exception {
    CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(args));
    while (!out.toString().contains("Ctrl-C") && !exit.isDone()) {
      Thread.onSpinWait();
    }
    assertFalse(exit.isDone(), err.toString());
    return exit;
  }

  private void end(CompletableFuture<Integer> exit) throws Exception {
    command.stopAndWait();
    assertEquals(0, exit.get(30, TimeUnit.SECONDS));
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    Matcher matcher = ADDRESS.matcher(out.toString());
    while (matcher.find()) {
      rows.add(matcher.group(2));
    }
    return rows;
  }

  @Test
  void helpExplainsEveryOptionWithItsDefaultAndEveryProfile() {
    assertEquals(0, run("--help"));
    String help = out.toString();
    var options =
        command.commandLine(new PrintWriter(out), new PrintWriter(err)).getCommandSpec().options();
    assertTrue(options.size() > 20);
    for (var option : options) {
      assertTrue(help.contains(option.longestName()), option.longestName());
      if (!option.usageHelp()) {
        assertTrue(String.join(" ", option.description()).contains("Default: "), option.toString());
      }
    }
    for (LabProfile profile : LabProfile.values()) {
      assertTrue(help.contains("  " + profile.label() + " "), help);
    }
    assertTrue(help.contains("round trip 60ms ± 20ms, down 5Mbit/s, up 5Mbit/s, stalls 2s every"));
    assertTrue(help.contains("ROUND TRIP") && help.contains("ONE WAY"), help);
    assertTrue(!help.contains("null") && !help.contains("${"), help);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--delay=fast | --delay: 'fast' is not a duration",
        "--delay=10ms --jitter=20ms | jitter is ± around the delay",
        "--up-jitter=1ms | jitter is ± around the delay",
        "--bandwidth=64 | --bandwidth: '64' is not a bandwidth",
        "--down-bandwidth=fast | --down-bandwidth: 'fast'",
        "--buffer=1 | --buffer: '1' is not a size",
        "--stall=2s | --stall: '2s' is not like",
        "--reset-after=0s | --reset-after: '0s'",
        "--profile=5g | there is no profile '5g'",
        "--profiles=lan,5g | there is no profile '5g'",
        "--profile=lan --profiles=all | --profile and --profiles exclude",
        "--listen=9000 | --listen: '9000' is not host:port",
        "--listen=127.0.0.1:65534 --profiles=all | --listen: there are too few ports",
        "--to=127.0.0.1:0 | a port is 1 to 65535",
        "--script=/does/not/exist | --script: cannot read",
        "--seed=x | Invalid value for option '--seed'",
        "--no-such-option | Unknown option"
      })
  void badUsageIsTwoWithASentence(String args, String message) {
    assertEquals(2, run(args.split(" ")));
    assertTrue(err.toString().startsWith("lab: " + message), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void aScriptsErrorNamesFileAndLine(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("night.txt"), "at 1s reset\nat 2s explode\n");
    assertEquals(2, run("--script", file.toString()));
    assertTrue(err.toString().contains("night.txt, line 2: 'explode'"), err.toString());
  }

  @Test
  void optionsComeOnTopOfTheProfile() throws Exception {
    var exit =
        begin(
            "--listen=127.0.0.1:0",
            "--profile=bad-wifi",
            "--delay=100ms",
            "--stall=1s every 10s",
            "--up-delay=70ms",
            "--down-bandwidth=64kB/s",
            "--reset-after=5m");
    end(exit);
    assertEquals(
        List.of(
            "round trip 120ms ± 20ms, down 512kbit/s, up 5Mbit/s, stalls 1s every 10s,"
                + " resets after 5m"),
        rows());
  }

  @Test
  void allProfilesAtOnceAndBytesThroughOne() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket listening = new ServerSocket(0, 50, loopback)) {
      listening.setSoTimeout(30_000);
      var exit =
          begin(
              "--listen=127.0.0.1:0",
              "--to=127.0.0.1:" + listening.getLocalPort(),
              "--profiles=all");
      assertEquals(5, rows().size());
      Matcher lan = Pattern.compile("lan +127\\.0\\.0\\.1:(\\d+)").matcher(out.toString());
      assertTrue(lan.find(), out.toString());
      try (Socket client = new Socket(loopback, Integer.parseInt(lan.group(1)));
          Socket server = listening.accept()) {
        client.getOutputStream().write(5);
        server.setSoTimeout(30_000);
        assertEquals(5, server.getInputStream().read());
      }
      end(exit);
      assertTrue(out.toString().contains("lan: 1 connections, 0 refused"), out.toString());
      assertTrue(out.toString().contains("up   1 bytes"), out.toString());
      assertTrue(out.toString().contains("satellite: 0 connections"), out.toString());
    }
  }

  @Test
  void profilesTakeConsecutivePortsAndATakenOneIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(1, run("--listen=127.0.0.1:" + (port - 1), "--profiles=lan,4g"));
      // The one before may be taken, too, by somebody else.
      assertTrue(
          err.toString().matches("lab: cannot listen on 127\\.0\\.0\\.1:\\d+: .*\\R"),
          err.toString());
    }
  }
}
