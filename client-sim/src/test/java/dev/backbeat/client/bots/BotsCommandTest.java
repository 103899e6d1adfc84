package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BotsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return BotsMain.run(new BotsCommand(), args, new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void helpExplainsEveryOptionWithItsDefault() {
    assertEquals(0, run("--help"));
    var options = new CommandLine(new BotsCommand()).getCommandSpec().options();
    assertTrue(options.size() > 15);
    for (var option : options) {
      assertTrue(out.toString().contains(option.longestName()), option.longestName());
      if (!option.usageHelp() && !option.versionHelp()) {
        assertTrue(String.join(" ", option.description()).contains("Default: "), option.toString());
      }
    }
    BehaviorMix.available().keySet().forEach(name -> assertTrue(out.toString().contains(name)));
    assertTrue(!out.toString().contains("null") && !out.toString().contains("${"), out.toString());
  }

  @Test
  void versionIsPrinted() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().startsWith("backbeat-bots "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bots=0",
        "--bots=x",
        "--seconds=-1",
        "--behavior=fly",
        "--url=http://127.0.0.1/",
        "--url=:::",
        "--ramp-per-second=0",
        "--event-loops=0",
        "--name-prefix=abcdefghijklmnopqrstuvwxyz",
        "--no-such-option",
        "--config=/does/not/exist"
      })
  void badUsageIsTwoWithASentence(String arg) {
    assertEquals(2, run(arg));
    assertTrue(err.toString().startsWith("backbeat-bots: "), err.toString());
  }

  @Test
  void theFileIsReadAndItsKeysAreChecked(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("bots.properties"), "behavior=fly\n");
    assertEquals(2, run("--config", file.toString()));
    assertTrue(err.toString().contains("no behaviour 'fly'"), err.toString());
    Files.writeString(file, "botz=3\n");
    assertEquals(2, run("--config", file.toString()));
    assertTrue(err.toString().contains("did you mean 'bots'"), err.toString());
  }

  @Test
  void aFlagOutweighsTheFile(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("bots.properties"), "behavior=fly\nbots=3\n");
    Path json = dir.resolve("out.json");
    // Nobody listens on port 1: the bots are refused, which is exit code 1.
    assertEquals(
        1,
        run(
            "--config=" + file,
            "--behavior=idle",
            "--url=ws://127.0.0.1:1/play",
            "--seconds=30",
            "--quiet",
            "--json=" + json));
    JsonObject summary = new JsonObject(Files.readString(json));
    assertEquals(3, summary.getInteger("bots"));
    assertEquals(0, summary.getInteger("joined"));
    assertEquals(3, summary.getInteger("unexpected_ends"));
    assertEquals(0, summary.getInteger("violations"));
    assertTrue(out.toString().contains("0 of 3 joined"), out.toString());
  }
}
