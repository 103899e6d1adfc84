package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareCommandTest {
  private static final String BEGIN = "<!-- compare: begin -->";
  private static final String END = "<!-- compare: end -->";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int run(String... args) {
    return CompareCommand.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rounds 0",
        "--rounds x",
        "--cases 0",
        "--sustained maybe",
        "--sustained-cases 7",
        "--step 130",
        "--max-clients 100000",
        "--servers nobody",
        "--server-core 1 --load-core 1",
        "--java /nowhere/java",
        "--peers /nowhere",
        "--no-such-option",
        "argument"
      })
  void badUsageIsASentenceAndExitCode2(String args) {
    String all = args.contains("--peers") ? args : args + " --peers peers";
    assertEquals(2, run(all.split(" ")), args);
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith("backbeat-load: "), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void reportsComeFromAnEarlierRunToo() throws IOException {
    Shape shape = Runs.settings(1, 0).fixed(1);
    Comparison comparison =
        new Comparison(
            Map.of("date", "2026-11-21"),
            Runs.settings(1, 0).toMap(),
            List.of(new Comparison.Server("b", "Backbeat", "1", "backbeat", "", "")),
            List.of(Runs.run("b", shape, 1, 1, Runs.figures(9), Runs.QUIET)),
            List.of());
    Path json = folder.resolve("old.json");
    Files.writeString(json, comparison.toJson().encode());
    Path readme = folder.resolve("README.md");
    Files.writeString(readme, "# X\n\n" + BEGIN + "\n" + END + "\nend\n");
    Path results = folder.resolve("results");
    assertEquals(
        0,
        run("--from", json.toString(), "--out", results.toString(), "--update-readme", "" + readme),
        err.toString(StandardCharsets.UTF_8));
    String markdown = Files.readString(results.resolve("compare.md"));
    assertTrue(markdown.contains("| **Backbeat** | 1 | – | 9.00 |"), markdown);
    assertEquals(
        CompareCommand.TABLE.replace("# X\n\n" + BEGIN + END + "\nend\n", markdown),
        Files.readString(readme));
    assertTrue(Files.readString(results.resolve("compare.html")).contains("Chart.js v"));
    assertEquals(markdown, out.toString(StandardCharsets.UTF_8));

    Files.writeString(json, "{\"runs\": 3}");
    assertEquals(1, run("--from", json.toString(), "--out", results.toString()));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("is no compare.json"));
  }

  @Test
  void thePageOfLoadTestingExplainsEveryOption() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "load-testing.md"));
    for (String option : CompareCommand.options()) {
      assertTrue(page.contains("| `compare " + option + "` |"), option + " is not explained");
    }
  }

  @Test
  void theReadmeHasAPlaceForTheTable() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    // Both lines are there once, or this throws.
    assertTrue(CompareCommand.TABLE.replace(readme, "a new table").contains("a new table"));
  }
}
