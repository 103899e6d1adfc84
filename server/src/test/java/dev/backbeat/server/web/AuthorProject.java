package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.packaging.SystemPackages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Maven project that docs/writing-a-game.md shows, written to a directory and built there. */
final class AuthorProject {
  private static final Path DOC = Path.of("../docs/writing-a-game.md");
  private static final int BUILD_SECONDS = 300;

  /** A line that begins with a file's name, then its block. */
  private static final Pattern FILE =
      Pattern.compile("(?sm)^`([\\w./]+)`[^\\n]*\\n\\n```(\\w+)\\n(.*?)^```$");

  private static final Pattern SCRIPT =
      Pattern.compile("(?sm)^```js\\n(import .*? from '\\./.*?)^```$");

  private final Path dir;
  private final List<String> files = new ArrayList<>();

  AuthorProject(Path dir) throws IOException {
    this.dir = dir;
    String doc = Files.readString(DOC);
    Matcher file = FILE.matcher(doc);
    while (file.find()) {
      String name = file.group(1).substring(file.group(1).lastIndexOf('/') + 1);
      write(place(name, file.group(2)), file.group(3));
    }
    String service = "META-INF/services/" + GameFactory.class.getName();
    assertTrue(doc.contains("`" + service + "`"), "the page names the service file");
    write("src/main/resources/" + service, "dev.backbeat.examples.CoinGameFactory\n");
    Matcher script = SCRIPT.matcher(doc);
    assertTrue(script.find(), "the script for Node");
    write("script.mjs", script.group(1).replace("./coins.js", "./rule.mjs"));
  }

  private static String place(String name, String language) {
    return switch (language) {
      case "java" ->
          (name.matches(".*(Test|Vectors)\\.java") ? "src/test" : "src/main")
              + "/java/dev/backbeat/examples/"
              + name;
      case "html", "js" ->
          name.endsWith(".mjs") ? name : "src/main/resources/webroot/coins/" + name;
      default -> name;
    };
  }

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    files.add(name);
  }

  /** What the page gave, by place. */
  List<String> files() {
    return files;
  }

  /** Builds it with Maven against the server's jar, without the network if that is possible. */
  void build() throws Exception {
    Path log = Tools.TARGET.resolve("author-build.log");
    int exit = SystemPackages.run(maven("-o"), log, BUILD_SECONDS);
    if (exit != 0) {
      exit = SystemPackages.run(maven("-U"), log, BUILD_SECONDS);
    }
    assertEquals(0, exit, "mvn package, see " + log);
    assertTrue(Files.readString(log).contains("Tests run: 2, Failures: 0"), "its tests ran");
    Files.copy(
        module(), dir.resolve("rule.mjs"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private ProcessBuilder maven(String network) {
    String home = System.getProperty("maven.home");
    Path maven = home == null ? SystemPackages.find("mvn") : Path.of(home, "bin", "mvn");
    List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", network));
    if (System.getProperty("maven.repo.local") != null) {
      command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
    }
    command.add("-Dbackbeat.jar=" + Tools.TARGET.resolve("backbeat-server.jar"));
    command.addAll(List.of("clean", "package"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /** Lets the page's class write steps of the rule, as the page says. */
  Path writeVectors(long seed) throws Exception {
    Path vectors = dir.resolve("target/coins-vectors.txt");
    String classPath =
        String.join(
            File.pathSeparator,
            Tools.TARGET.resolve("backbeat-server.jar").toString(),
            "target/classes",
            "target/test-classes");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", classPath, "dev.backbeat.examples.CoinVectors", Long.toString(seed));
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // Java would print that it took them.
    assertEquals(
        0, SystemPackages.run(builder.directory(dir.toFile()), vectors, 60), "see " + vectors);
    return vectors;
  }

  /** Runs the page's test of the module in Node; its exit code. */
  int testModule(Path log) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Tools.node().toString(), "--test", "coins.test.mjs");
    return SystemPackages.run(builder.directory(dir.toFile()), log, 60);
  }

  Path jar() {
    return dir.resolve("target/coins.jar");
  }

  /** The compiled rule. */
  Path module() {
    return dir.resolve("target/classes/webroot/rules/coins.js");
  }

  Path script() {
    return dir.resolve("script.mjs");
  }
}
