package dev.backbeat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md names every package of the server, and no other. */
class ArchitecturePageTest {
  @Test
  void theMapIsTheFolders() throws IOException {
    String page = Files.readString(Path.of("../docs/architecture.md"));
    int start = page.indexOf("| package | step | thread |");
    String table = page.substring(start, page.indexOf("\n\n", start));
    TreeSet<String> listed =
        Pattern.compile("^\\| `(\\w+)` ", Pattern.MULTILINE)
            .matcher(table)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> all = Files.list(Path.of("src/main/java/dev/backbeat/server"))) {
      TreeSet<String> packages =
          all.filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(packages, listed);
    }
  }
}
