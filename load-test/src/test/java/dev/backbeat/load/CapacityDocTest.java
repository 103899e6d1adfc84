package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/capacity.md} follow from its measured costs by its formulas. */
class CapacityDocTest {
  private static final int TCP_IP_BYTES = 52;
  private static final int ETHERNET_BYTES = 38;
  private static final int TLS_RECORD_BYTES = 22;
  private static final double USED_SHARE = 0.7;
  private static final double LINK_BITS_PER_SECOND = 10e9;

  /** A row of the table of measured costs. */
  private record Shape(
      String name, double outHz, double inHz, double payload, double input, double cpuUs) {
    double outBytes(int tls) {
      return payload + (payload < 126 ? 2 : 4) + tls + TCP_IP_BYTES + ETHERNET_BYTES;
    }

    double inBytes(int tls) {
      return input + 6 + tls + TCP_IP_BYTES + ETHERNET_BYTES;
    }

    double downBits(int tls) {
      return outHz * outBytes(tls) * 8;
    }

    double perCore() {
      return USED_SHARE * 1e6 / (outHz * cpuUs);
    }

    double perLink(int tls) {
      double upBits = inHz * inBytes(tls) * 8;
      return USED_SHARE * LINK_BITS_PER_SECOND / Math.max(downBits(tls), upBits);
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.0f | %.1f | %.1f | %.0f | %.0f | %.0f |",
          name,
          perCore(),
          perCore() * 16,
          perCore() * (outHz + inHz) / 1_000,
          downBits(0) / 1_000,
          inHz * inBytes(0) * 8 / 1_000,
          perLink(0) / 1_000,
          perLink(TLS_RECORD_BYTES) / 1_000,
          perLink(0) / perCore());
    }
  }

  private static List<String> table(String heading) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "capacity.md"))) {
      if (line.startsWith("## ")) {
        inside = line.equals("## " + heading);
      } else if (inside && line.startsWith("| ") && !line.startsWith("| shape")) {
        rows.add(line);
      }
    }
    return rows;
  }

  @Test
  void theTableOfWhatACoreAndALinkCarryFollowsFromTheCosts() throws IOException {
    List<String> expected = new ArrayList<>();
    for (String row : table("Measured costs")) {
      String[] cells = row.split("\\|");
      expected.add(
          new Shape(
                  cells[1].strip(),
                  Double.parseDouble(cells[2]),
                  Double.parseDouble(cells[3]),
                  Double.parseDouble(cells[4]),
                  Double.parseDouble(cells[5]),
                  Double.parseDouble(cells[6]))
              .row());
    }
    assertTrue(expected.size() >= 3, expected::toString);
    assertEquals(
        String.join("\n", expected), String.join("\n", table("What a core and a link carry")));
  }
}
