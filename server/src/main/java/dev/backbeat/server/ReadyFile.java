package dev.backbeat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there while players can come: three lines, {@code pid=}, {@code instance=} and
 * {@code url=}. It appears whole, by renaming. Any thread.
 */
final class ReadyFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  private final Path file;
  private final String instance;

  /** Null = none is wanted. */
  ReadyFile(Path file, String instance) {
    this.file = file;
    this.instance = instance;
  }

  /**
   * Players can come.
   *
   * @throws IllegalStateException if it cannot be written: whoever waits for it would wait for ever
   */
  void write(String url) {
    if (file == null) {
      return;
    }
    String text =
        "pid=%d\ninstance=%s\nurl=%s\n".formatted(ProcessHandle.current().pid(), instance, url);
    try {
      Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "ready", ".tmp");
      try {
        Files.writeString(made, text);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(made); // It is there only if it was not moved.
      }
    } catch (IOException e) {
      throw new IllegalStateException("--ready-file: cannot write " + file + ": " + e, e);
    }
  }

  /** They cannot any more. A file of another instance stays. */
  void delete() {
    if (file == null) {
      return;
    }
    try {
      if (Files.isRegularFile(file)
          && Files.readString(file).contains("instance=" + instance + "\n")) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).addKeyValue("cause", e.toString()).log("not deleted");
    }
  }
}
