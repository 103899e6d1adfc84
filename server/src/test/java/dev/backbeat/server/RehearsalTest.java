package dev.backbeat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.room.GameRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --check-config} does beside reading: nothing. */
@Timeout(60)
class RehearsalTest {
  @TempDir Path dir;

  private static List<String> rehearse(Path bans) {
    ServerConfig config = ServerCommand.configOf("--port", "0", "--bans-file", bans.toString());
    return Rehearsal.problems(config, GameRegistry.load());
  }

  @Test
  void leavesTheBansFileAlone() throws Exception {
    Path bans = dir.resolve("bans.json");
    assertEquals(List.of(), rehearse(bans));
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(0, files.count(), "it makes no file");
    }
    // Not as the server would write it, and with a ban that is over.
    String text =
        "{ \"sanctions\":[{\"kind\":\"BAN\",\"by\":\"PLAYER\",\"subject\":\"p1\",\"reason\":\"r\","
            + "\"decidedBy\":\"ann\",\"sinceMs\":1,\"untilMs\":2}]}";
    Files.writeString(bans, text);
    Object inode = Files.getAttribute(bans, "unix:ino");
    assertEquals(List.of(), rehearse(bans));
    assertEquals(text, Files.readString(bans));
    assertEquals(inode, Files.getAttribute(bans, "unix:ino"), "not even replaced by the same");
    Files.writeString(bans, "{");
    List<String> problems = rehearse(bans);
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains("--bans-file"), problems.get(0));
  }
}
