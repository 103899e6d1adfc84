package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/tickets.md, as they stand there, against a real server. */
@Timeout(180)
class TicketsDocIT {
  private static final String KEY = "Nq5sR2vX8bK1mZ4tQ7yW";
  @TempDir Path dir;

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../docs/tickets.md")))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  /** Finds a program; without it the test is skipped, but not where everything must be tested. */
  private static void needs(String program) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assertTrue(there || System.getenv("CI") == null, program + " is not installed");
    assumeTrue(there, program + " is not installed");
  }

  private void givesATicket(RunningServer server, String player, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().put("GAME_SERVER", "http://127.0.0.1:" + server.port());
    builder.environment().put("BACKBEAT_API_KEY", KEY);
    Path said = dir.resolve("out.txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(100, TimeUnit.SECONDS), "still runs");
    } finally {
      process.destroyForcibly();
    }
    String out = Files.readString(said);
    assertEquals(0, process.exitValue(), out);
    String ticket = new JsonObject(out).getString("ticket");
    String claims = new String(java.util.Base64.getUrlDecoder().decode(ticket.split("\\.")[1]));
    assertEquals(player, new JsonObject(claims).getString("sub"));
    try (WireClient client = WireClient.open(server.port(), "Authorization: Bearer " + ticket)) {
      assertEquals(101, client.status(), client.body());
    }
  }

  private static RunningServer server() {
    return new RunningServer("--guests", "off", "--api-key", KEY);
  }

  @Test
  void theCurlLine() throws Exception {
    needs("curl");
    String curl = blocks("sh").stream().filter(b -> b.startsWith("curl")).findFirst().orElseThrow();
    try (RunningServer server = server()) {
      givesATicket(server, "p-4711", "sh", "-c", curl);
    }
  }

  @Test
  void theNodeFunction() throws Exception {
    needs("node");
    Path program = dir.resolve("backend.mjs");
    Files.writeString(
        program,
        blocks("js").get(0)
            + "console.log(JSON.stringify("
            + "await ticketFor({ userId: 'p-1', displayName: 'Ada' })));\n");
    try (RunningServer server = server()) {
      givesATicket(server, "p-1", "node", program.toString());
    }
  }

  @Test
  void theJavaProgram() throws Exception {
    Path program = Files.writeString(dir.resolve("Backend.java"), blocks("java").get(0));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try (RunningServer server = server()) {
      givesATicket(server, "p-4711", java, program.toString());
    }
  }
}
