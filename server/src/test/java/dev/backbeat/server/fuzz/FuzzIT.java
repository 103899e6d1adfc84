package dev.backbeat.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A moment of each target with the coverage-guided fuzzer, always from the same seed. */
@Timeout(600)
class FuzzIT {
  private static final long SEED = 20_261_121;
  private static final long EXECUTIONS = 1_000;
  private static final long MAX_SECONDS = 60;

  /** Most of a moment is the start of its process, on one core. */
  private static final int AT_A_TIME = 2;

  private static final Map<FuzzTarget, ByteArrayOutputStream> LOGS =
      new EnumMap<>(FuzzTarget.class);
  private static final Map<FuzzTarget, Future<FuzzRun.Result>> RUNS =
      new EnumMap<>(FuzzTarget.class);
  private static ExecutorService threads;

  @BeforeAll
  static void start() {
    threads = Executors.newFixedThreadPool(AT_A_TIME);
    for (FuzzTarget target : FuzzTarget.values()) {
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      PrintStream lines = new PrintStream(log, true, StandardCharsets.UTF_8);
      FuzzRun run = new FuzzRun(target, SEED, EXECUTIONS, MAX_SECONDS);
      LOGS.put(target, log);
      RUNS.put(target, threads.submit(() -> run.run(lines)));
    }
  }

  @AfterAll
  static void end() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void findsNothing(FuzzTarget target) throws Exception {
    FuzzRun.Result result = RUNS.get(target).get();
    String said = "seed " + SEED + "\n" + LOGS.get(target).toString(StandardCharsets.UTF_8);
    assertEquals(List.of(), result.findings(), said);
    assertTrue(result.executions() >= target.seeds().size(), said);
    assertTrue(result.edges() > 0, said);
    System.out.println(FuzzMain.line(result) + ", seed " + SEED);
  }
}
