package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaClientDocTest {
  @Test
  void theProgramInTheGuideIsTheOneThatTheTestsRun() throws Exception {
    String guide = Files.readString(Path.of("../docs/java-client.md"));
    int start = guide.indexOf("```java\n") + "```java\n".length();
    String program = guide.substring(start, guide.indexOf("```\n", start));
    assertEquals(Files.readString(Path.of("src/test/java/dev/example/FirstClient.java")), program);
  }
}
