package dev.backbeat.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer starts from, and every input that was ever a finding, without the fuzzer. */
@Timeout(120)
class FuzzCorpusTest {
  private static final int MUTATIONS_PER_SEED = 10;

  @ParameterizedTest
  @EnumSource
  void seedsAndTheirNeighbours(FuzzTarget target) throws Throwable {
    List<byte[]> seeds = target.seeds();
    assertFalse(seeds.isEmpty());
    assertArrayEquals(seeds.get(0), target.seeds().get(0), "seeds are the same each time");
    for (int i = 0; i < seeds.size(); i++) {
      run(target, seeds.get(i), "seed " + i);
      for (int m = 0; m < MUTATIONS_PER_SEED; m++) {
        run(target, mutated(seeds.get(i), new Random(1_000L * i + m)), "seed " + i + "." + m);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void findingsStayFixed(FuzzTarget target) throws Throwable {
    Path folder = FuzzFolders.findings(target);
    if (!Files.isDirectory(folder)) {
      return; // Nothing was ever found in it.
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.sorted().toList();
    }
    for (Path file : files) {
      run(target, Files.readAllBytes(file), file.getFileName().toString());
    }
  }

  private static void run(FuzzTarget target, byte[] input, String name) {
    try {
      target.run(input);
    } catch (Throwable found) {
      throw new AssertionError(target.title() + ", " + name + ": " + found, found);
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int edits = 1 + random.nextInt(4); edits > 0 && bytes.length > 0; edits--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
