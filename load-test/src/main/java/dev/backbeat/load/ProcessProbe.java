package dev.backbeat.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** CPU time and resident memory of a process on this machine. */
final class ProcessProbe {
  private final long pid;

  ProcessProbe(long pid) {
    this.pid = pid;
  }

  /** User and system time so far, seconds; NaN if the process is gone. */
  double cpuSeconds() {
    return ProcessHandle.of(pid)
        .flatMap(p -> p.info().totalCpuDuration())
        .map(Duration::toNanos)
        .map(ns -> ns / 1e9)
        .orElse(Double.NaN);
  }

  /** Resident memory in bytes; NaN where there is no /proc or the process is gone. */
  double rssBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      // Not Linux, or the process ended: not measured.
      return Double.NaN;
    }
    return Double.NaN;
  }
}
