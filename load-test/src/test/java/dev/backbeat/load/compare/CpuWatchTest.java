package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files that look like those of {@code /proc}: 100 is the server, 200 the generator. */
class CpuWatchTest {
  private static final long SECOND_NS = 1_000_000_000L;

  @TempDir private Path proc;
  private CpuWatch watch;

  @BeforeEach
  void quiet() throws IOException {
    stat(0, 0, 0);
    task(100, 1, 0, 0);
    task(200, 1, 0, 1);
    task(300, 1, 0, 0);
    task(9, 2, 0, 0);
    watch = new CpuWatch(new ProcFiles(proc), Set.of(0, 1), Set.of(100L, 200L));
    watch.begin(0);
  }

  /** Busy ticks of three cores; steal of core 1. */
  private void stat(long busy0, long busy1, long steal1) throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  1 1 1 1 1 1 1 1 0 0\n"
            + ("cpu0 " + busy0 + " 0 0 50 0 0 999 0 0 0\n")
            + ("cpu1 0 " + busy1 + " 0 50 0 0 999 " + steal1 + " 0 0\n")
            + "cpu2 7777 0 0 50 0 0 0 0 0 0\nintr 1\n");
  }

  private void task(int pid, int parent, long ticks, int core) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    String zeros = "0 ".repeat(23);
    Files.writeString(
        folder.resolve("stat"),
        "%d (a (b) c) S %d 0 0 0 0 0 0 0 0 0 %d 0 %s%d 0 0\n"
            .formatted(pid, parent, ticks, zeros, core));
  }

  @Test
  void theTwoAloneDisturbNothing() throws IOException {
    stat(95, 60, 0);
    task(100, 1, 95, 0);
    task(200, 1, 60, 1);
    watch.end(SECOND_NS);
    assertEquals(new Disturbance(0, 0), watch.disturbance());
  }

  @Test
  void anotherProcessOnOneOfTheCoresDoes() throws IOException {
    task(300, 1, 20, 1);
    watch.end(SECOND_NS);
    assertEquals(0.2, watch.disturbance().foreignCores(), 1e-9);
    assertTrue(watch.disturbance().disturbed());
  }

  @Test
  void onAThirdCoreItDoesNot() throws IOException {
    task(300, 1, 90, 2);
    watch.end(SECOND_NS);
    assertFalse(watch.disturbance().disturbed());
  }

  @Test
  void theKernelsOwnThreadsWorkForTheTwo() throws IOException {
    task(9, 2, 90, 0);
    watch.end(SECOND_NS);
    assertFalse(watch.disturbance().disturbed());
  }

  @Test
  void aProcessThatCameAndWentIsSeenInTheCores() throws IOException {
    stat(90, 40, 0);
    task(100, 1, 50, 0);
    task(200, 1, 40, 1);
    watch.end(2 * SECOND_NS);
    assertEquals(0.2, watch.disturbance().foreignCores(), 1e-9, "40 ticks in 2 s");
  }

  @Test
  void stolenTimeDisturbs() throws IOException {
    stat(0, 0, 11);
    watch.end(SECOND_NS);
    assertEquals(0.11, watch.disturbance().stealCores(), 1e-9);
    assertTrue(watch.disturbance().disturbed());
  }

  @Test
  void aReadingWithoutTheGeneratorIsDropped() throws IOException {
    stat(90, 0, 0);
    task(100, 1, 90, 0);
    watch.end(SECOND_NS);
    Files.delete(proc.resolve("200/stat"));
    stat(900, 900, 0);
    watch.end(2 * SECOND_NS);
    assertEquals(new Disturbance(0, 0), watch.disturbance());
  }

  @Test
  void nothingSeenIsNotHeldAgainstARun() {
    assertFalse(watch.disturbance().disturbed());
    assertTrue(Double.isNaN(watch.disturbance().foreignCores()));
  }

  @Test
  void theMachineRefusesWhatIsNoComparison() throws IOException {
    Path bin = Files.createDirectories(proc.resolve("bin"));
    Machine none = new Machine(new ProcFiles(proc), "");
    assertThrows(CompareException.class, () -> none.checkPinning(0, 1), "no taskset");
    Path taskset = Files.createFile(bin.resolve("taskset"));
    assertTrue(taskset.toFile().setExecutable(true));
    Machine machine = new Machine(new ProcFiles(proc), bin.toString());
    Path self = Files.createDirectories(proc.resolve("self"));
    Files.writeString(self.resolve("status"), "Name:\tx\nCpus_allowed_list:\t0-1,5\n");
    machine.checkPinning(0, 5);
    assertThrows(CompareException.class, () -> machine.checkPinning(0, 2), "not allowed");
    assertThrows(CompareException.class, () -> machine.checkPinning(1, 1), "the same");
    Files.writeString(self.resolve("status"), "Cpus_allowed_list:\t0\n");
    assertThrows(CompareException.class, () -> machine.checkPinning(0, 1), "one core");

    Files.writeString(
        self.resolve("limits"), "Limit  Soft  Hard\nMax open files    1024    4096   files\n");
    machine.checkOpenFiles(500);
    CompareException e = assertThrows(CompareException.class, () -> machine.checkOpenFiles(2_000));
    assertTrue(e.getMessage().contains("ulimit -n 2500"), e.getMessage());
    Files.writeString(self.resolve("limits"), "Max open files    unlimited  unlimited  files\n");
    machine.checkOpenFiles(1_000_000);
  }
}
