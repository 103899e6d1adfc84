package dev.backbeat.load.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Attackers yield to server and players where all share one machine: what they cost as programs is
 * no harm that they do. Threads of Linux have priorities of their own, which Java's do not reach.
 */
final class Niceness {
  private Niceness() {}

  /**
   * Lowers the calling thread's priority for the rest of its life.
   *
   * @param nice as for {@code nice(1)}; 0 = leaves it as it is
   * @return whether it is so now; false on systems without {@code renice} or Linux' {@code /proc}
   */
  static boolean lower(int nice) throws InterruptedException {
    Path self = Path.of("/proc/thread-self");
    if (nice == 0) {
      return true;
    }
    if (!Files.isSymbolicLink(self)) {
      return false;
    }
    try {
      String thread = Files.readSymbolicLink(self).getFileName().toString();
      ServerChild.run("renice", "-n", Integer.toString(nice), "-p", thread);
      return true;
    } catch (IOException e) {
      return false; // There is no renice; the report says at which priority attackers ran.
    }
  }
}
