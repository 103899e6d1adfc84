package dev.backbeat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.room.GameRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-a-game.md shows is what is compiled and run here. */
class WritingAGameDocTest {
  private static final Path DOC = Path.of("../docs/writing-a-game.md");
  private static final Path SOURCES = Path.of("src/test/java/dev/backbeat/examples");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void itsCodeIsThisCode() throws IOException {
    List<String> blocks =
        JAVA.matcher(Files.readString(DOC)).results().map((MatchResult m) -> m.group(1)).toList();
    List<String> files =
        List.of(
            "CoinGameFactory.java",
            "CoinRule.java",
            "CoinGame.java",
            "CoinGameTest.java",
            "CoinModule.java",
            "CoinVectors.java",
            "TagGame.java",
            "TagGameFactory.java",
            "TagGameTest.java");
    assertEquals(files.size(), blocks.size());
    for (int i = 0; i < files.size(); i++) {
      assertEquals(Files.readString(SOURCES.resolve(files.get(i))), blocks.get(i), files.get(i));
    }
  }

  @Test
  void aJarOnTheClassPathAddsAGame(@TempDir Path jar) throws IOException {
    String service = "META-INF/services/" + GameFactory.class.getName();
    String factory = CoinGameFactory.class.getName();
    String doc = Files.readString(DOC);
    assertTrue(doc.contains(service) && doc.contains("\n" + factory + "\n"), "as the page says");
    assertFalse(GameRegistry.load().names().contains("coins"));
    Files.createDirectories(jar.resolve(service).getParent());
    Files.writeString(jar.resolve(service), factory + "\n");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader with = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(with);
      assertTrue(GameRegistry.load().names().contains("coins"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
