package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build packs into the three runnable jars. */
class RunnableJarsIT {
  private static final String SERVER = "../server/target/backbeat-server.jar";
  private static final String BOTS = "../client-sim/target/backbeat-bots.jar";
  private static final String LOAD = "target/backbeat-load.jar";

  @ParameterizedTest
  @ValueSource(strings = {SERVER, BOTS, LOAD})
  void keepsLicencesAndNothingTwice(String path) throws IOException {
    try (JarFile jar = new JarFile(path)) {
      assertEquals(Files.readString(Path.of("../LICENSE")), text(jar, "META-INF/LICENSE"));
      assertEquals(
          Files.readString(Path.of("../THIRD-PARTY.md")), text(jar, "META-INF/THIRD-PARTY.md"));
      String others = text(jar, "META-INF/LICENSE.txt");
      assertTrue(others.contains("QOS.ch"), "SLF4J's licence");
      assertTrue(others.contains("Gil Tene"), "HdrHistogram's licence");
      assertTrue(text(jar, "META-INF/NOTICE").contains("Jackson"), "notices of others");

      Set<String> names = new HashSet<>();
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        assertTrue(names.add(name), "twice: " + name);
        boolean junk =
            name.endsWith(".map")
                || name.endsWith(".sql")
                || name.endsWith(".SF")
                || name.endsWith("module-info.class")
                || name.startsWith("META-INF/maven/")
                || name.startsWith("META-INF/native-image/");
        assertFalse(junk, name);
      }
      assertEquals("true", jar.getManifest().getMainAttributes().getValue("Multi-Release"));
      assertEquals(
          "ALL-UNNAMED", jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    SERVER + ",dev.backbeat.server.game.GameFactory,1",
    SERVER + ",org.slf4j.spi.SLF4JServiceProvider,1",
    BOTS + ",dev.backbeat.client.bots.BehaviorFactory,7",
    BOTS + ",org.slf4j.spi.SLF4JServiceProvider,1",
    LOAD + ",dev.backbeat.client.bots.BehaviorFactory,7",
    LOAD + ",org.slf4j.spi.SLF4JServiceProvider,1"
  })
  void servicesAreMergedAndTheirClassesAreThere(String path, String service, int providers)
      throws IOException {
    try (JarFile jar = new JarFile(path)) {
      Set<String> classes =
          text(jar, "META-INF/services/" + service)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .collect(Collectors.toSet());
      assertEquals(providers, classes.size(), classes.toString());
      for (String provider : classes) {
        assertNotNull(jar.getEntry(provider.replace('.', '/') + ".class"), provider);
      }
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertNotNull(entry, name + " is not in " + jar.getName());
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }
}
