package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged command with real servers, small: what it says is true and nothing is left running.
 * Nothing here depends on how fast the machine is.
 */
@Timeout(240)
class CompareIT {
  private static final Path JAR = Path.of("target/backbeat-load.jar");
  private static final Path PEERS = Path.of("peers");

  @TempDir private Path folder;
  private Process compare;

  @BeforeEach
  void twoCores() {
    Machine machine = Machine.here();
    Assumptions.assumeTrue(
        machine.has("taskset") && machine.proc().allowedCores().containsAll(List.of(0, 1)),
        "compare needs taskset and the cores 0 and 1");
  }

  @AfterEach
  void end() {
    if (compare != null) {
      compare.descendants().forEach(ProcessHandle::destroyForcibly);
      compare.destroyForcibly();
    }
  }

  private Path results() {
    return folder.resolve("results");
  }

  private void start(String servers, String... more) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(java, "-jar", JAR.toString(), "compare", "--servers", servers, "--rooms", "1"));
    command.addAll(List.of("--players", "5", "--step", "5", "--quick", "--warmup", "1"));
    command.addAll(List.of("--server-warmup", "1"));
    command.addAll(List.of("--out", results().toString()));
    command.addAll(List.of(more));
    compare =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
  }

  private int exit() throws InterruptedException {
    assertTrue(compare.waitFor(200, TimeUnit.SECONDS), "it ends");
    return compare.exitValue();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  private Comparison comparison() throws IOException {
    return Comparison.fromJson(new JsonObject(Files.readString(results().resolve("compare.json"))));
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void backbeatAndRawNettyOnTheSameWork() throws Exception {
    start(
        "backbeat,raw-netty",
        "--seconds",
        "2",
        "--cases",
        "1",
        "--sustained",
        "on",
        "--sustained-rounds",
        "1",
        "--max-clients",
        "5",
        "--max-probes",
        "1",
        "--probe-warmup",
        "0",
        "--probe-seconds",
        "1");
    assertEquals(0, exit(), said());
    Comparison c = comparison();
    ReportTable table = ReportTable.of(c, 1);
    assertEquals(2, table.rows().size(), said());
    for (ReportTable.Row row : table.rows()) {
      for (Measure measure : Measure.values()) {
        assertTrue(row.cell(measure).spread().measured(), row.server().name() + " " + measure);
      }
      assertTrue(row.cell(Measure.CPU_US).spread().median() > 0, said());
      assertFalse(row.server().version().isEmpty(), row.server().name());
    }
    assertTrue(said().contains("| **Backbeat** |"), said());
    assertTrue(Files.readString(results().resolve("compare.html")).contains("Chart.js v"));
    for (RunRecord run : c.runs()) {
      assertFalse(runs(run.serverPid()), "left running: " + run.serverCommand());
      assertEquals(List.of("taskset", "-c", "0"), run.serverCommand().subList(0, 3));
      assertEquals(List.of("taskset", "-c", "1"), run.loadCommand().subList(0, 3));
      assertEquals(
          run.server().equals("backbeat"), run.serverCommand().contains("--overload-ladder"));
    }
  }

  @Test
  void aSignalEndsTheServerToo() throws Exception {
    start("backbeat", "--seconds", "100", "--sustained", "off");
    List<ProcessHandle> children = List.of();
    // taskset becomes the server, then another becomes the generator.
    while (children.size() < 2) {
      assertFalse(compare.waitFor(50, TimeUnit.MILLISECONDS), said());
      children =
          compare
              .descendants()
              .filter(p -> p.info().commandLine().orElse("").contains("-jar"))
              .toList();
    }
    compare.destroy();
    exit();
    for (ProcessHandle child : children) {
      child.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServerThatDiesIsLeftOutAndTheOthersAreMeasured() throws Exception {
    Path peers = Files.createDirectories(folder.resolve("load-test/peers"));
    Path backbeat = Files.createDirectories(peers.resolve("backbeat"));
    String text = Files.readString(PEERS.resolve("backbeat").resolve(PeerSpec.FILE));
    Files.writeString(
        backbeat.resolve(PeerSpec.FILE),
        text.replace("${root}", Path.of("..").toAbsolutePath().normalize().toString()));
    Path dies = Files.createDirectories(peers.resolve("dies"));
    Files.writeString(dies.resolve(PeerSpec.FILE), "protocol=raw\nlaunch=${java} --no-such-flag\n");
    Path lacks = Files.createDirectories(peers.resolve("lacks"));
    Files.writeString(
        lacks.resolve(PeerSpec.FILE), "protocol=raw\nneeds=no-such-program\nlaunch=x\n");
    start("backbeat,dies,lacks", "--peers", peers.toString(), "--seconds", "1", "--cases", "20");
    assertEquals(1, exit(), said());
    Comparison c = comparison();
    assertTrue(ReportTable.of(c, 20).backbeat().cell(Measure.CPU_US).spread().measured(), said());
    String markdown = Files.readString(results().resolve("compare.md"));
    assertTrue(markdown.contains("dies was left out: dies ended with 1"), markdown);
    assertTrue(markdown.contains("no-such-flag"), markdown);
    assertTrue(markdown.contains("lacks was left out: 'no-such-program' is not on the PATH"));
  }
}
