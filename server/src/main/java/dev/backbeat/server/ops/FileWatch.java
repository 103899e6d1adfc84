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

  /** What the watched files hold at some time. */
  record Look(Map<Path, String> digests) {}

  /** How they are now. */
  Look look() {
    return new Look(digests());
  }

  /** Watches these from now on, as they are now. */
  private void files(Collection<Path> others) {
    files = List.copyOf(others);
    settled = digests();
    last = settled;
  }

  /**
   * Watches these from now on. What differs from the earlier look is a change, and so is a file
   * that was not looked at: it may have been replaced since somebody read it.
   */
  void files(Collection<Path> others, Look before) {
    files(others);
    Map<Path, String> known = new HashMap<>(settled);
    known.replaceAll((file, digest) -> before.digests().getOrDefault(file, ""));
    settled = known;
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
