package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaClientDocTest {
  @Test
  void theProgramsInTheGuideAreThoseThatTheTestsRun() throws Exception {
    String guide = Files.readString(Path.of("../docs/java-client.md"));
    int at = 0;
    for (String name : new String[] {"FirstClient", "PredictingClient"}) {
      int start = guide.indexOf("```java\n", at) + "```java\n".length();
      at = guide.indexOf("```\n", start);
      String program = Files.readString(Path.of("src/test/java/dev/example/" + name + ".java"));
      assertEquals(program, guide.substring(start, at));
      at += "```\n".length();
    }
  }
}
