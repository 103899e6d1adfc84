package dev.backbeat.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A moment of each target with the coverage-guided fuzzer, always from the same seed. */
@Timeout(300)
class FuzzIT {
  private static final long SEED = 20_261_121;
  private static final long EXECUTIONS = 1_000;
  private static final long MAX_SECONDS = 60;

  @ParameterizedTest
  @EnumSource
  void findsNothing(FuzzTarget target) throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    FuzzRun.Result result =
        new FuzzRun(target, SEED, EXECUTIONS, MAX_SECONDS)
            .run(new PrintStream(log, true, StandardCharsets.UTF_8));
    String said = "seed " + SEED + "\n" + log.toString(StandardCharsets.UTF_8);
    assertEquals(List.of(), result.findings(), said);
    assertTrue(result.executions() >= target.seeds().size(), said);
    assertTrue(result.edges() > 0, said);
    System.out.println(FuzzMain.line(result) + ", seed " + SEED);
  }
}
