package dev.backbeat.server.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the repository; runs from its top or from the module. */
final class FuzzFolders {
  private FuzzFolders() {}

  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("server/src")) ? here.resolve("server") : here;
  }

  /** Inputs that once were findings: kept, and run by every build. */
  static Path findings(FuzzTarget target) {
    return module().resolve("src/test/resources/fuzz").resolve(target.title());
  }

  /** What a run works with; goes with the next clean. */
  static Path work(FuzzTarget target) {
    return module().resolve("target/fuzz").resolve(target.title());
  }
}
