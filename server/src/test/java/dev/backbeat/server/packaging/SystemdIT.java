package dev.backbeat.server.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.ops.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units, as systemd reads them. */
@Timeout(1500)
class SystemdIT {
  private static final String ONE = "backbeat.service";
  private static final String TEMPLATE = "backbeat@.service";

  /** Of 10 at worst; an ordinary service without any hardening has 9.6. */
  private static final double MAX_EXPOSURE = 2.0;

  private static Path analyze;

  @TempDir Path dir;

  @BeforeAll
  static void find() throws Exception {
    analyze = SystemPackages.program("systemd", "systemd-analyze");
  }

  /** With a Java and a kill that this machine has: whether they exist is the operator's affair. */
  private Path unit(String name) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path file = dir.resolve(name.replace("@", "@a"));
    return Files.writeString(
        file, OpsFiles.read(name, Map.of("/usr/bin/java", java, "/bin/kill", java)));
  }

  private String run(int expected, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(analyze.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SYSTEMD_PAGER", "");
    int exit = SystemPackages.run(builder, dir.resolve("out"), 120);
    String out = Files.readString(dir.resolve("out"));
    assertEquals(expected, exit, out);
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {ONE, TEMPLATE})
  void verify(String name) throws Exception {
    Path unit = unit(name);
    String out = run(0, "verify", "--man=no", "--recursive-errors=no", unit.toString());
    assertTrue(out.lines().noneMatch(l -> l.contains(unit.getFileName().toString())), out);
    String broken = Files.readString(unit).replace("LimitNOFILE=65536", "LimitNOFILES=65536");
    Files.writeString(unit, broken);
    String complaint = run(1, "verify", "--man=no", "--recursive-errors=no", unit.toString());
    assertTrue(complaint.contains("LimitNOFILES"), complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {ONE, TEMPLATE})
  void exposure(String name) throws Exception {
    String out =
        run(
            0,
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=" + Math.round(MAX_EXPOSURE * 10),
            unit(name).toString());
    Matcher level = Pattern.compile("Overall exposure level for .*: ([0-9.]+)").matcher(out);
    assertTrue(level.find(), out);
    System.out.println(name + ": exposure " + level.group(1) + " of 10");
    assertTrue(Double.parseDouble(level.group(1)) <= MAX_EXPOSURE, out);
  }

  @Test
  void theTemplateDiffersWhereItMust() throws IOException {
    TreeSet<String> one = new TreeSet<>(OpsFiles.statements(ONE));
    TreeSet<String> template = new TreeSet<>();
    for (String line : OpsFiles.statements(TEMPLATE)) {
      template.add(
          line.replace("/opt/backbeat/%i/", "/opt/backbeat/").replace(", instance %i", ""));
    }
    TreeSet<String> more = new TreeSet<>(template);
    more.removeAll(one);
    one.removeAll(template);
    assertEquals(new TreeSet<>(), one);
    assertEquals(4, more.size(), more::toString);
    assertTrue(more.contains("User=backbeat"), more::toString);
    assertTrue(more.contains("Environment=BACKBEAT_REUSE_PORT=on"), more::toString);
  }

  @Test
  void whatItSetsAreOptions() throws IOException {
    for (String name : List.of(ONE, TEMPLATE)) {
      Matcher variable = Pattern.compile("BACKBEAT_[A-Z_0-9]+").matcher(OpsFiles.read(name));
      while (variable.find()) {
        String option = variable.group().replace("BACKBEAT_", "").toLowerCase().replace('_', '-');
        boolean prefix = option.isEmpty() || option.endsWith("-");
        assertTrue(prefix || ServerCommand.optionNames().contains(option), variable.group());
      }
    }
  }
}
