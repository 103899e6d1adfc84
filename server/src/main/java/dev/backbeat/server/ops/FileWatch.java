package dev.backbeat.server.ops;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out by polling whether files hold something else. What they hold is compared, not their
 * times: Kubernetes swaps symbolic links, and two writes may fall into one tick of a file system's
 * clock. Not thread-safe.
 */
final class FileWatch {
  private List<Path> files;
  private Map<Path, String> settled;
  private Map<Path, String> last;

  FileWatch(Collection<Path> files) {
    files(files);
  }

  /** Watches these from now on, as they are now. */
  void files(Collection<Path> others) {
    files = List.copyOf(others);
    settled = digests();
    last = settled;
  }

  /**
   * Whether the files differ from what they were, and are as at the last poll: an editor may write
   * a file in pieces. True once for each change.
   */
  boolean settledChange() {
    Map<Path, String> now = digests();
    boolean changed = !now.equals(settled) && now.equals(last);
    last = now;
    if (changed) {
      settled = now;
    }
    return changed;
  }

  private Map<Path, String> digests() {
    Map<Path, String> digests = new HashMap<>();
    files.forEach(file -> digests.put(file, SecretFile.digest(file)));
    return digests;
  }
}
