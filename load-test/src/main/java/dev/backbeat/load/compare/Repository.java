package dev.backbeat.load.compare;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where this program lies, and what lies around it. */
final class Repository {
  private static final String MAIN = "dev.backbeat.load.LoadMain";

  private Repository() {}

  /** The jar, or the folder of classes. */
  private static Path program() {
    try {
      return Path.of(Repository.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The folder of the servers: the one that was asked for, or the one of the source tree. */
  static Path peers(Path asked) {
    if (asked != null) {
      return asked.toAbsolutePath().normalize();
    }
    // load-test/target/backbeat-load.jar
    Path target = program().getParent();
    Path peers = target.resolveSibling("peers").normalize();
    if (!Files.isDirectory(peers)) {
      throw new CompareException(
          "there is no folder " + peers + "; say with --peers where the servers are");
    }
    return peers;
  }

  /** Words that start the load test in a JVM of its own. */
  static List<String> loadProgram() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path program = program();
    return Files.isDirectory(program)
        ? List.of(java, "-cp", System.getProperty("java.class.path"), MAIN)
        : List.of(java, "-jar", program.toString());
  }
}
