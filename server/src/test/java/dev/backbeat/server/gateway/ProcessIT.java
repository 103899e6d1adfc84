package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.tls.SelfSignedCertificate;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what it prints, its exit codes, SIGTERM. */
@Timeout(180)
class ProcessIT {
  @TempDir private Path dir;

  private CommandProcess start(Map<String, String> environment, String... args) throws IOException {
    return CommandProcess.start(dir, environment, args);
  }

  @Test
  void sigtermTellsThePlayersAndExitsWithZero() throws Exception {
    try (CommandProcess server = start(Map.of(), "--port", "0", "--log-format", "json")) {
      int port = server.awaitPort();
      try (WireClient client = WireClient.open(port);
          WireClient notJoined = WireClient.open(port)) {
        client.joined("any", "witness");
        server.terminate();
        WireClient.End end = client.end();
        assertNotNull(end.goodbye());
        assertTrue(end.goodbye().getRetryAfterMs() > 0);
        assertEquals(CloseCode.GOING_AWAY.code(), end.closeCode());
        assertEquals(CloseCode.GOING_AWAY.code(), notJoined.end().closeCode());
      }
      assertEquals(0, server.awaitExit(), server.err());
      assertTrue(
          CommandProcess.LISTENING.matcher(server.out()).matches(), "one line: " + server.out());
      List<String> log = server.err().lines().toList();
      for (String line : log) {
        assertFalse(new JsonObject(line).isEmpty(), line);
      }
      assertTrue(
          log.stream().anyMatch(l -> l.contains("\"message\":\"joined\"") && l.contains("room")),
          server.err());
      assertEquals(1, log.stream().filter(l -> l.contains("\"message\":\"drained\"")).count());
    }
  }

  /** Classes that were not loaded yet are gone with the jar. */
  @Test
  void aJarThatWasOverwrittenIsNoReasonToStay() throws Exception {
    Path jar = dir.resolve("server.jar");
    Files.copy(Path.of("target/backbeat-server.jar"), jar);
    List<String> command =
        List.of(
            CommandProcess.java(), "-jar", jar.toString(), "--port", "0", "--drain-seconds", "0");
    try (CommandProcess server = CommandProcess.start(dir, Map.of(), command)) {
      server.awaitPort();
      Files.write(jar, new byte[1 << 20]);
      for (int i = 0; i < 3; i++) {
        server.terminate();
      }
      server.awaitExit();
    }
  }

  @Test
  void theSecondSigtermDoesNotWaitForTheRooms() throws Exception {
    try (CommandProcess server = start(Map.of(), "--port", "0", "--drain-seconds", "600")) {
      try (WireClient client = WireClient.open(server.awaitPort())) {
        client.joined("any", "witness");
        server.terminate();
        assertTrue(client.await(f -> f.hasDrain()).getDrain().getRemainingMs() > 500_000);
        server.terminate();
        assertEquals(CloseCode.GOING_AWAY.code(), client.end().closeCode());
      }
      assertEquals(0, server.awaitExit(), server.err());
      assertEquals(1, server.err().lines().filter(l -> l.contains(" drained ")).count());
    }
  }

  @Test
  void aSharedPortNeedsATransportThatCan() throws Exception {
    try (CommandProcess server =
        start(Map.of(), "--port", "0", "--reuse-port", "on", "--transport", "nio")) {
      assertEquals(1, server.awaitExit());
      assertTrue(server.err().contains("--reuse-port on needs"), server.err());
    }
  }

  @Test
  void badUsageExitsWithTwo() throws Exception {
    for (String[] args :
        new String[][] {
          {"--no-such-option"},
          {"--port", "many"},
          {"--port", "70000"},
          {"--tick-hz", "60", "--send-hz", "7"},
          {"--tls-cert", "/nowhere.pem"},
          {"--guests", "off"},
          {"--jwt-hs256-secret", "short"},
          {"--config", "/nowhere.properties"}
        }) {
      try (CommandProcess server = start(Map.of(), args)) {
        assertEquals(2, server.awaitExit(), String.join(" ", args));
        assertEquals("", server.out());
        assertFalse(server.err().contains("\tat "), server.err());
        assertTrue(server.err().contains("--help"), server.err());
      }
    }
  }

  @Test
  void aServerThatOthersReachSaysWhoMayPlayOrDoesNotStart() throws Exception {
    try (CommandProcess open = start(Map.of(), "--host", "0.0.0.0", "--port", "0")) {
      assertEquals(2, open.awaitExit());
      assertEquals("", open.out());
      for (String piece : new String[] {"--api-key", "--guests on", "openssl rand", "0.0.0.0"}) {
        assertTrue(open.err().contains(piece), open.err());
      }
    }
    for (String[] way : new String[][] {{"--guests", "on"}, {"--api-key", "rT7kP2xW9mQ4vZ8s"}}) {
      try (CommandProcess told =
          start(Map.of(), "--host", "0.0.0.0", "--port", "0", way[0], way[1])) {
        assertTrue(told.awaitPort() > 0);
      }
    }
  }

  @Test
  void secretsThatAreNoneAreRefusedAndNotShown() throws Exception {
    for (String[] weak :
        new String[][] {
          {"--api-key", "change-me-change-me"},
          {"--api-key", "aaaaaaaaaaaaaaaaaaaaaaaa"},
          {"--api-key", "tooshort"},
          {"--jwt-hs256-secret", "your-256-bit-secret-goes-in-here-please"}
        }) {
      try (CommandProcess server = start(Map.of(), "--port", "0", weak[0], weak[1])) {
        assertEquals(2, server.awaitExit());
        assertTrue(server.err().contains(weak[0] + " "), server.err());
        assertTrue(server.err().contains("openssl rand -base64 32"), server.err());
        assertFalse(server.err().contains(weak[1]), server.err());
      }
    }
  }

  @Test
  void aPortThatIsTakenExitsWithOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        CommandProcess server = start(Map.of(), "--port", "" + taken.getLocalPort())) {
      assertEquals(1, server.awaitExit());
      assertTrue(server.err().contains("cannot start: --port " + taken.getLocalPort() + ": "));
      assertFalse(server.err().contains("\tat "), server.err());
    }
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      String[] args = {
        "--port", "0", "--admin-port", port, "--admin-tokens", "ann:q8Zk3vT0pLw9Xn2c"
      };
      try (CommandProcess server = start(Map.of(), args)) {
        assertEquals(1, server.awaitExit());
        assertTrue(server.err().contains("cannot start: --admin-port " + port), server.err());
      }
    }
  }

  @Test
  void sigtermBeforeItListensIsNoFailure() throws Exception {
    try (CommandProcess server = start(Map.of(), "--port", "0")) {
      RunningServer.await("it starts", () -> server.err().contains("transport chosen"));
      server.terminate();
      assertEquals(0, server.awaitExit(), server.err());
    }
  }

  @Test
  void theSummaryIsTheLastLine() throws Exception {
    try (CommandProcess server = start(Map.of(), "--port", "0")) {
      server.awaitPort();
      server.terminate();
      assertEquals(0, server.awaitExit(), server.err());
      List<String> log = server.err().lines().toList();
      assertTrue(log.get(log.size() - 1).contains(" drained "), server.err());
    }
  }

  @Test
  void theLogIsUtf8WhateverTheLocale() throws Exception {
    try (CommandProcess server = start(Map.of("LC_ALL", "C"), "--port", "0");
        WireClient client = WireClient.open(server.awaitPort())) {
      client.joined("any", "zo\u00eb");
      RunningServer.await("it is logged", () -> server.err().contains("name=\"zo\u00eb\""));
    }
  }

  @Test
  void tlsFilesThatHoldSomethingElseAreNamed() throws Exception {
    SelfSignedCertificate made = SelfSignedCertificate.create("127.0.0.1");
    Path cert = Files.writeString(dir.resolve("cert.pem"), made.certificatePem());
    Path key = Files.writeString(dir.resolve("key.pem"), made.privateKeyPem());
    for (Path[] files : new Path[][] {{key, key}, {cert, cert}}) {
      try (CommandProcess server =
          start(
              Map.of(),
              "--port",
              "0",
              "--tls-cert",
              files[0].toString(),
              "--tls-key",
              files[1].toString())) {
        assertEquals(1, server.awaitExit());
        assertTrue(server.err().contains("in " + files[0]), server.err());
        assertFalse(server.err().contains("\tat "), server.err());
      }
    }
  }

  @Test
  void anUnknownGameExitsWithOne() throws Exception {
    try (CommandProcess server = start(Map.of(), "--port", "0", "--game", "chess")) {
      assertEquals(1, server.awaitExit());
      assertTrue(server.err().contains("arena"), "it lists the known ones: " + server.err());
    }
  }

  @Test
  void aSendRateThatTheGameCannotKeepExitsWithOne() throws Exception {
    try (CommandProcess server = start(Map.of(), "--port", "0", "--send-hz", "7")) {
      assertEquals(1, server.awaitExit());
      assertTrue(server.err().contains("arena ticks at 30 Hz"), server.err());
    }
  }

  @Test
  void flagsWinOverEnvironmentOverFileOverDefaults() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("server.properties"),
            "port = 1\ntick-hz = 40\nmax-room-players = 3\nsend-hz = 40\n");
    try (CommandProcess server =
        start(
            Map.of("BACKBEAT_TICK_HZ", "80", "BACKBEAT_PORT", "2"),
            "--config",
            file.toString(),
            "--port",
            "0")) {
      int port = server.awaitPort();
      try (WireClient client = WireClient.open(port)) {
        assertEquals(80, client.joined("any", "x").getTickHz());
      }
      server.terminate();
      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  void anUnknownKeyOfTheFileIsNamed() throws Exception {
    Path file = Files.writeString(dir.resolve("bad.properties"), "tik-hz = 40\n");
    try (CommandProcess server = start(Map.of("BACKBEAT_CONFIG", file.toString()))) {
      assertEquals(2, server.awaitExit());
      assertTrue(server.err().contains("'tik-hz'; did you mean 'tick-hz'"), server.err());
    }
  }

  @Test
  void versionAndHelp() throws Exception {
    try (CommandProcess server = start(Map.of(), "--version")) {
      assertEquals(0, server.awaitExit());
      assertTrue(server.out().startsWith("backbeat-server "), server.out());
    }
    try (CommandProcess server = start(Map.of(), "--help")) {
      assertEquals(0, server.awaitExit());
      assertTrue(server.out().contains("--resume-grace-seconds"), server.out());
    }
  }
}
