package dev.backbeat.load.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where this program lies, and what lies around it. */
final class Repository {
  private static final String MAIN = "dev.backbeat.load.LoadMain";

  private static final String JVM_FLAGS = "jvm.flags";

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

  /**
   * Flags of every JVM that is compared: the lines of the file {@value #JVM_FLAGS} in the folder of
   * the servers, but for comments; "" without that file.
   */
  static String jvmFlags(Path peers) {
    Path file = peers.resolve(JVM_FLAGS);
    if (!Files.exists(file)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(l -> !l.isEmpty() && !l.startsWith("#"))
          .collect(Collectors.joining(" "));
    } catch (IOException | UncheckedIOException e) {
      throw new CompareException("cannot read " + file + ": " + e, e);
    }
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
