package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CheckConfigTest {
  private static final String SECRET = "wT4horseq8Zt1Lw0vN3rXk5Yb7Hc9Dm2";

  @TempDir Path dir;

  private record Result(int exitCode, String out, String err) {}

  private static Result check(
      List<String> problems, Map<String, String> environment, String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int code = ServerCommand.parse(config -> problems, environment, args).exitCode();
      return new Result(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String file(String text) throws IOException {
    return Files.writeString(dir.resolve("b.properties"), text).toString();
  }

  /** The words of an option's line. */
  private static List<String> line(String report, String option) {
    return report
        .lines()
        .filter(l -> l.matches("[* ] " + option + " .*"))
        .map(l -> l.startsWith("* ") ? l.replaceFirst("\\* ", "*") : l.strip())
        .map(l -> List.of(l.split("  +")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line for " + option + " in\n" + report));
  }

  @Test
  void everyValueHasItsOrigin() throws IOException {
    String file = file("# first\nport = 9000\n\nlog-level = \\\n  debug\nmax-rooms = 4\n");
    Result result =
        check(
            List.of(),
            Map.of("BACKBEAT_MAX_ROOMS", "5", "BACKBEAT_TICK_HZ", "60"),
            "--config",
            file,
            "--check-config",
            "--tick-hz=20",
            "--allowed-origins=https://a.example",
            "--limit-loopback");
    assertEquals(0, result.exitCode(), result.err());
    String report = result.out();
    assertEquals(List.of("host", "127.0.0.1", "default"), line(report, "host"));
    assertEquals(List.of("port", "9000", file + ":2"), line(report, "port"));
    assertEquals(List.of("*log-level", "debug", file + ":4"), line(report, "log-level"));
    assertEquals(
        List.of("max-rooms", "5", "environment BACKBEAT_MAX_ROOMS"), line(report, "max-rooms"));
    assertEquals(List.of("tick-hz", "20", "flag --tick-hz"), line(report, "tick-hz"));
    assertEquals(
        List.of("*allowed-origins", "https://a.example", "flag --allowed-origins"),
        line(report, "allowed-origins"));
    assertEquals(
        List.of("limit-loopback", "true", "flag --limit-loopback"), line(report, "limit-loopback"));
    assertEquals(List.of("tick-threads", "0", "default"), line(report, "tick-threads"));
    assertEquals(List.of("admin-port", "(none)", "default"), line(report, "admin-port"));
    assertTrue(report.contains("configuration file: " + file), report);
  }

  @Test
  void everyOptionIsThere() {
    String report = check(List.of(), Map.of(), "--check-config").out();
    List<String> missing = new ArrayList<>();
    for (String option : ServerCommand.optionNames()) {
      boolean value = !ServerCommand.FLAGS_ALONE.contains(option) && !option.endsWith("-file");
      if (value && report.lines().noneMatch(l -> l.matches("[* ] " + option + " .*"))) {
        missing.add(option);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void secretsAreMaskedWherever() throws IOException {
    Path key = Files.writeString(dir.resolve("api"), SECRET + "\n");
    for (String form : List.of("--check-config", "--check-config=json")) {
      Result result =
          check(
              List.of(),
              Map.of("BACKBEAT_JWT_HS256_SECRET", SECRET),
              form,
              "--api-key-file=" + key,
              "--guests=on");
      assertEquals(0, result.exitCode(), result.err());
      assertFalse((result.out() + result.err()).contains("horse"), result.out());
      assertTrue(result.out().contains(EffectiveConfig.MASK), result.out());
      assertTrue(result.out().contains(key + ", flag --api-key-file"), result.out());
    }
    Result wrong =
        check(
            List.of(),
            Map.of(),
            "--check-config",
            "--config",
            file("jwt-hs256-secret = horse-Zq81xWw0vN3"));
    assertEquals(2, wrong.exitCode());
    assertFalse(wrong.err().contains("horse"), wrong.err());
    assertTrue(wrong.err().contains("b.properties:1"), wrong.err());
  }

  @Test
  void whatMayBeASecretIsNotRepeated() throws IOException {
    List<String[]> mistakes =
        List.of(
            new String[] {"--apikey=" + SECRET},
            new String[] {"--api-key", "q8Zk3vT0pLw9Xn2cR4s", SECRET},
            new String[] {SECRET},
            new String[] {"--config", file(SECRET + "\n")}, // The file of a secret.
            new String[] {"--config", file("# keys\n" + SECRET.toLowerCase() + "\n")});
    for (String[] mistake : mistakes) {
      Result result = check(List.of(), Map.of(), mistake);
      assertEquals(2, result.exitCode());
      assertFalse((result.out() + result.err()).toLowerCase().contains("horse"), result.err());
    }
    assertSays("'--apikey'", Map.of(), "--apikey=" + SECRET);
    assertSays("--api-key", Map.of(), "--apikey=" + SECRET);
  }

  @Test
  void whatLooksAsIfItWereSetIsSetOrAnError() throws IOException {
    assertSays("write 'limit-loopback = true'", Map.of(), "--config", file("limit-loopback\n"));
    assertSays("b.properties:2", Map.of(), "--config", file("\ntls-self-signed ="));
    assertSays("--config must name a file", Map.of(), "--config", "");
    assertSays("--config must name a file", Map.of("BACKBEAT_CONFIG", "x"), "--config=");
    assertEquals(0, check(List.of(), Map.of("BACKBEAT_CONFIG", ""), "--check-config").exitCode());
  }

  @Test
  void whatKeepsAServerFromStartingIsSaid() {
    Result result = check(List.of("first thing", "second"), Map.of(), "--check-config");
    assertEquals(2, result.exitCode());
    assertTrue(result.out().contains("cannot start with it:\n- first thing\n- second"));
    JsonObject json =
        new JsonObject(check(List.of("first"), Map.of(), "--check-config=json").out());
    assertFalse(json.getBoolean("ok"));
    assertEquals("first", json.getJsonArray("problems").getString(0));
  }

  @Test
  void jsonHasTheSame() throws IOException {
    String file = file("port = 9000");
    JsonObject json =
        new JsonObject(check(List.of(), Map.of(), "--check-config=json", "--config=" + file).out());
    assertTrue(json.getBoolean("ok"));
    assertEquals(file, json.getString("file"));
    JsonObject port =
        json.getJsonArray("options").stream()
            .map(JsonObject.class::cast)
            .filter(o -> o.getString("option").equals("port"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        new JsonObject()
            .put("topic", "listen")
            .put("option", "port")
            .put("value", "9000")
            .put("secret", false)
            .put("origin", file + ":1")
            .put("reloadable", false),
        port);
  }

  @Test
  void jsonSaysItTooWhereNothingCanBeRead() throws IOException {
    Result result =
        check(List.of(), Map.of(), "--check-config=json", "--config", file("tik-hz = 20"));
    assertEquals(2, result.exitCode());
    JsonObject json = new JsonObject(result.out());
    assertFalse(json.getBoolean("ok"));
    assertTrue(json.getJsonArray("problems").getString(0).contains("'tick-hz'"), result.out());
  }

  @Test
  void anythingMisspeltIsAnErrorWithASuggestion() throws IOException {
    assertSays("did you mean 'tick-hz'", Map.of(), "--config", file("tik-hz = 20"));
    assertSays("b.properties:1", Map.of(), "--config", file("tik-hz = 20"));
    assertSays("'BACKBEAT_TICK_HZ'", Map.of("BACKBEAT_TICKHZ", "20"));
    assertSays("--tick-hz", Map.of(), "--tik-hz", "20");
    assertSays("no option 'help'", Map.of(), "--config", file("help = true"));
    assertEquals(
        0,
        check(
                List.of(),
                Map.of("BACKBEAT_LOAD_URL", "x", "BACKBEAT_JAR", "y", "HOME", "z"),
                "--check-config")
            .exitCode());
  }

  @Test
  void aValueOfTheWrongTypeNamesItsOriginAndWhatIsAllowed() throws IOException {
    String file = file("# \nport = http");
    assertSays("'http' is not an int", Map.of(), "--config", file);
    assertSays("TCP port; 0 = any free one", Map.of(), "--config", file);
    assertSays("--port is set by " + file + ":2", Map.of(), "--config", file);
    assertSays("environment BACKBEAT_GUESTS", Map.of("BACKBEAT_GUESTS", "maybe"));
    assertSays("AUTO, ON, OFF", Map.of("BACKBEAT_GUESTS", "maybe"));
    assertSays("must be 0 to 65535, is -1", Map.of("BACKBEAT_PORT", "-1"));
    assertSays("environment BACKBEAT_PORT", Map.of("BACKBEAT_PORT", "-1"));
    assertSays("'--port'", Map.of(), "--port", "x");
    assertSays("only once", Map.of(), "--port", "1", "--port", "2");
    assertSays("second time, first in", Map.of(), "--config", file("port=1\nport=2"));
  }

  private static void assertSays(String part, Map<String, String> environment, String... args) {
    Result result = check(List.of(), environment, args);
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains(part), part + " is not in: " + result.err());
  }
}
