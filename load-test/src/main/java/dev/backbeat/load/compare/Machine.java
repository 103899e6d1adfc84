package dev.backbeat.load.compare;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** What the comparison needs of the machine, checked before anything starts. */
final class Machine {
  /** Files that a process has open beside its sockets. */
  private static final int OTHER_FILES = 500;

  private final ProcFiles proc;
  private final String path;

  /**
   * @param path folders of programs, as in the variable PATH
   */
  Machine(ProcFiles proc, String path) {
    this.proc = proc;
    this.path = path == null ? "" : path;
  }

  static Machine here() {
    return new Machine(new ProcFiles(Path.of("/proc")), System.getenv("PATH"));
  }

  ProcFiles proc() {
    return proc;
  }

  /** Whether a program can be started by its name, or by its path. */
  boolean has(String program) {
    if (program.contains(File.separator)) {
      return Files.isExecutable(Path.of(program));
    }
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Refuses what would not be a comparison.
   *
   * @throws CompareException with a sentence
   */
  void checkPinning(int serverCore, int loadCore) {
    if (!has("taskset")) {
      throw new CompareException(
          "compare pins servers and generator with taskset (util-linux), and there is none here");
    }
    Set<Integer> cores = proc.allowedCores();
    if (cores.size() < 2) {
      throw new CompareException(
          "compare needs two cores, one for the server and one for the generator; this process may"
              + " use "
              + (cores.isEmpty() ? "an unknown set" : cores));
    }
    if (serverCore == loadCore) {
      throw new CompareException("--server-core and --load-core must be two different cores");
    }
    for (int core : new int[] {serverCore, loadCore}) {
      if (!cores.contains(core)) {
        throw new CompareException(
            "core " + core + " cannot be used; this process may use " + cores);
      }
    }
  }

  /**
   * Refuses more clients than there may be open files.
   *
   * @throws CompareException with a sentence that says what to do
   */
  void checkOpenFiles(int clients) {
    long limit = proc.openFilesLimit();
    long needed = (long) clients + OTHER_FILES;
    if (limit < needed) {
      throw new CompareException(
          ("the limit of open files is %d, but %d clients need %d: raise it in this shell first"
                  + " (ulimit -n %d), or lower --max-clients")
              .formatted(limit, clients, needed, needed));
    }
  }
}
