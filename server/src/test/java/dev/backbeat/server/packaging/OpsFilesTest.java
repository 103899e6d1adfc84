package dev.backbeat.server.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files in {@code ops} say agrees with the server and with each other. */
class OpsFilesTest {
  private static final Path SERVE = Path.of("..", "serve").toAbsolutePath().normalize();
  private static final String LARGE_PAGES = "-XX:+UseTransparentHugePages";

  @TempDir Path dir;

  @Test
  void theProductionProfileIsSafe() throws IOException {
    Map<String, String> environment = new HashMap<>(OpsFiles.secrets(dir));
    String file = OpsFiles.DIRECTORY.resolve("backbeat.properties").toString();
    try (LiveConfig live = ServerCommand.liveConfigOf(environment, "--config", file)) {
      ServerConfig config = live.current();
      assertEquals(ServerConfig.Guests.OFF, config.access().guests());
      assertEquals("127.0.0.1", config.admin().host());
      assertEquals(8081, config.admin().port());
      assertFalse(config.lab().ports().size() > 0);
    }
    for (String line : OpsFiles.statements("backbeat.properties")) {
      String key = line.split("[ =]")[0];
      boolean secret = ServerCommand.optionNames().contains(key + "-file");
      assertFalse(secret, key + " does not belong into a file that people read");
    }
  }

  /** Runs {@code serve} with a java that prints its arguments. */
  @Test
  void theJvmsFlagsAreThoseOfServe() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this machine has no POSIX shell");
    Path java = Files.createDirectories(dir.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\"; done\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    ProcessBuilder serve = new ProcessBuilder("/bin/sh", SERVE.toString());
    serve.environment().put("JAVA_HOME", dir.resolve("jdk").toString());
    serve.environment().put("BACKBEAT_JAR", java.toString());
    serve.environment().remove("JAVA_OPTS");
    serve.environment().remove("BACKBEAT_CDS");
    assertEquals(0, SystemPackages.run(serve, dir.resolve("out"), 60));
    Set<String> ofServe = new TreeSet<>(Files.readAllLines(dir.resolve("out")));
    ofServe.removeAll(Set.of("-jar", java.toString()));
    Set<String> ofOps = new TreeSet<>(OpsFiles.statements("jvm.options"));
    assertTrue(ofOps.contains(LARGE_PAGES));
    ofServe.add(LARGE_PAGES); // Left out where the kernel has none.
    assertEquals(ofServe, ofOps);
  }

  @Test
  void everythingThatStartsAServerUsesThem() throws IOException {
    for (String name : List.of("Dockerfile", "backbeat.service", "backbeat@.service")) {
      String start =
          OpsFiles.statements(name).stream()
              .filter(l -> l.startsWith("ENTRYPOINT") || l.startsWith("ExecStart="))
              .collect(Collectors.joining());
      assertTrue(start.contains("@/opt/backbeat/jvm.options"), name + ": " + start);
      assertFalse(start.contains("-Xm"), name + ": " + start);
    }
  }

  @Test
  void theDockerfileIsWhatItClaims() throws IOException {
    String text = OpsFiles.read("Dockerfile").replace("\\\n", " ");
    List<String[]> instructions = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        instructions.add(line.split("\\s+", 2));
      }
    }
    Set<String> known =
        Set.of(
            "ARG",
            "FROM",
            "WORKDIR",
            "COPY",
            "RUN",
            "USER",
            "ENV",
            "EXPOSE",
            "VOLUME",
            "STOPSIGNAL",
            "HEALTHCHECK",
            "ENTRYPOINT");
    instructions.forEach(i -> assertTrue(known.contains(i[0]), i[0]));
    int last = 0;
    for (int i = 0; i < instructions.size(); i++) {
      last = instructions.get(i)[0].equals("FROM") ? i : last;
    }
    Map<String, String> image =
        instructions.subList(last, instructions.size()).stream()
            .collect(Collectors.toMap(i -> i[0], i -> i[1], (a, b) -> a + " " + b));
    assertEquals("scratch", image.get("FROM"));
    assertTrue(image.get("USER").matches("[1-9][0-9]*:[1-9][0-9]*"), image.get("USER"));
    assertFalse(image.containsKey("RUN"), "there is no shell");
    assertTrue(image.get("ENTRYPOINT").matches("\\[\"/opt/java/bin/java\", .*]"));
    assertTrue(image.get("HEALTHCHECK").contains("dev.backbeat.server.Probe"));
    assertTrue(image.get("HEALTHCHECK").contains("CMD [\""), "there is no shell");
    assertEquals("SIGTERM", image.get("STOPSIGNAL"));
    for (String variable : image.get("ENV").split("\\s+")) {
      String option =
          variable.split("=")[0].replace("BACKBEAT_", "").toLowerCase().replace('_', '-');
      assertTrue(ServerCommand.optionNames().contains(option), variable);
    }
  }

  @Test
  void whatIsBuiltOrSecretStaysOutOfTheImage() throws IOException {
    List<String> ignored = Files.readAllLines(Path.of("..", ".dockerignore"));
    for (String needed : List.of("**/target/", ".git/", "**/*.pem", "**/*.key", "**/*.env")) {
      assertTrue(ignored.contains(needed), needed);
    }
  }

  /** The reader's guide names every file, and no other. */
  @Test
  void theReadmeListsEveryFile() throws IOException {
    String readme = OpsFiles.read("README.md");
    try (Stream<Path> files = Files.walk(OpsFiles.DIRECTORY)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = OpsFiles.DIRECTORY.relativize(file).toString();
        boolean listed = readme.contains('`' + name + '`') || readme.contains("](" + name + ')');
        assertTrue(listed || name.equals("README.md"), name);
      }
    }
  }
}
