package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide says what the code does. */
class LabDocTest {
  private static final Path PAGE = Path.of("../docs/network-lab.md");

  @Test
  void theTableHasTheProfilesWithTheirFigures() throws IOException {
    String page = Files.readString(PAGE);
    for (LabProfile profile : LabProfile.values()) {
      PathSettings down = profile.network().down();
      String row =
          String.format(
              "| `%s` | %s ± %s | %s / %s | %s | ",
              profile.label(),
              LabUnits.duration(profile.network().roundTripNs()),
              LabUnits.duration(profile.network().up().jitterNs() + down.jitterNs()),
              LabUnits.rate(down.bytesPerSecond()),
              LabUnits.rate(profile.network().up().bytesPerSecond()),
              down.stalls().equals(Stalls.NONE)
                  ? "none"
                  : LabUnits.duration(down.stalls().lengthNs())
                      + " every "
                      + LabUnits.duration(down.stalls().everyNs()));
      assertTrue(page.contains("\n" + row), row);
    }
    assertEquals(
        LabProfile.values().length,
        Pattern.compile("^\\| `[a-z0-9-]+` \\|", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .count());
  }

  @Test
  void theScriptOfTheGuideIsOne() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("```\n# An evening");
    String text = page.substring(begin + 4, page.indexOf("```", begin + 4));
    LabScript script = LabScript.parse(text);
    assertEquals(8, script.steps().size());
    script.check(LabProfile.MOBILE_4G.network());
  }

  @Test
  void theDemoStartsEveryProfile() throws IOException {
    String demo = Files.readString(Path.of("../demo"));
    String labels =
        String.join(" ", Arrays.stream(LabProfile.values()).map(LabProfile::label).toList());
    assertTrue(demo.contains("profiles=(" + labels + ")"), labels);
  }

  @Test
  void theOptionsOfTheGuideExist() throws IOException {
    String page = Files.readString(PAGE);
    List<String> known =
        new picocli.CommandLine(new LabCommand())
            .getCommandSpec().options().stream().map(o -> o.longestName()).toList();
    List<String> others = List.of("--help", "--lab", "--host", "--guests", "--url", "--bots");
    Pattern.compile("--[a-z][a-z-]*")
        .matcher(page)
        .results()
        .map(m -> m.group())
        .filter(o -> !others.contains(o))
        .forEach(o -> assertTrue(known.contains(o), o));
  }
}
