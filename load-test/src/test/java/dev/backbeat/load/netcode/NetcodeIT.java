package dev.backbeat.load.netcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.load.compare.CompareException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short run of the whole measurement: real server, network lab, both clients. What depends on how
 * busy the machine is (late inputs, margins, freezes) is not judged here.
 */
class NetcodeIT {
  private static final int TICK_HZ = 30;
  private static final int PLAYERS = 4;

  @TempDir Path out;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private List<NetcodeTable.Line> run(String client) throws Exception {
    NetcodeSettings settings =
        new NetcodeSettings(
            NetcodeRow.ALL.subList(0, 2), List.of(client), PLAYERS, TICK_HZ, 4, 8, 7, out);
    try (PrintStream progress = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      return new NetcodeRun(settings, progress).run();
    } catch (CompareException e) {
      throw new AssertionError(e.getMessage() + "\n" + said.toString(StandardCharsets.UTF_8), e);
    }
  }

  @Test
  void javaPlayersSeeWhatTheServerDecides() throws Exception {
    check(run(NetcodeSettings.JAVA));
  }

  @Test
  void playersInABrowserSeeWhatTheServerDecides() throws Exception {
    boolean there = ChromiumPlayers.find() != null;
    assertTrue(there || System.getenv("CI") == null, "no Chromium, with CI set");
    Assumptions.assumeTrue(there, "there is no Chromium on the PATH");
    check(run(NetcodeSettings.JS));
  }

  private void check(List<NetcodeTable.Line> lines) {
    assertEquals(2, lines.size());
    long undisturbed = lines.stream().mapToLong(line -> line.figures().undisturbedTicks()).sum();
    assertTrue(undisturbed > TICK_HZ, "the machine is so busy that nothing can be said");
    long shots = 0;
    double hits = 0;
    for (NetcodeTable.Line line : lines) {
      RowFigures f = line.figures();
      String row = line.client() + ", " + line.row().name() + ": " + f;
      assertEquals(PLAYERS, f.players(), row);
      assertTrue(f.ticks() > PLAYERS * TICK_HZ, row);
      assertEquals(0, f.undisturbedCorrections(), row);
      assertEquals(0, f.jumps(), row);
      assertTrue(f.ownMoves() > 0, row);
      assertEquals(0, f.ownMovesSeenLater(), row);
      assertTrue(f.extrapolated() >= 0 && f.extrapolated() < 1, row);
      assertTrue(f.meanMarginTicks() > 0 && !Double.isNaN(f.leastMarginTicks()), row);
      if (f.shots() > 0) {
        shots += f.shots();
        hits += f.railHits() * f.shots();
      }
    }
    // Whether players of one row meet at all within its seconds is chance.
    assertTrue(shots > 0, said.toString(StandardCharsets.UTF_8));
    assertTrue(hits / shots > 0.5, hits + " hits of " + shots);
  }
}
