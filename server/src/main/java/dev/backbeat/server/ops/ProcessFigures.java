package dev.backbeat.server.ops;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of this process. */
final class ProcessFigures {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** CPU seconds since the start, user and system; 0 where the JVM does not tell. */
  double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
        ? Math.max(0, os.getProcessCpuTime()) / 1e9
        : 0;
  }

  /**
   * Bytes that the living threads have allocated on the heap so far; NaN where the JVM does not
   * tell.
   */
  double allocatedBytes() {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
      return Double.NaN;
    }
    double sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /** Resident bytes; NaN where there is no /proc. */
  double residentBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024.0;
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      return Double.NaN; // Not Linux: Prometheus shows the figure as missing.
    }
  }
}
