package dev.backbeat.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** CPU time and resident memory of a process on this machine. */
final class ProcessProbe {
  /** What Linux counts CPU time in for its readers, whatever the kernel's own tick is. */
  private static final double TICKS_PER_SECOND = 100;

  /** Places of utime and stime behind the process's name in /proc/PID/stat. */
  private static final int UTIME = 11;

  private static final int STIME = 12;

  /**
   * CPU time so far; what is not known is NaN.
   *
   * @param userSeconds in the program itself
   * @param systemSeconds in the kernel on its behalf
   */
  record Cpu(double userSeconds, double systemSeconds, double totalSeconds) {
    static final Cpu UNKNOWN = new Cpu(Double.NaN, Double.NaN, Double.NaN);
  }

  private final long pid;

  ProcessProbe(long pid) {
    this.pid = pid;
  }

  /** All unknown if the process is gone; user and system also where there is no /proc. */
  Cpu cpu() {
    try {
      return parseStat(Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException e) {
      // Not Linux, or the process ended: the JDK may know more.
      double total =
          ProcessHandle.of(pid)
              .flatMap(p -> p.info().totalCpuDuration())
              .map(Duration::toNanos)
              .map(ns -> ns / 1e9)
              .orElse(Double.NaN);
      return new Cpu(Double.NaN, Double.NaN, total);
    }
  }

  /** Reads the text of /proc/PID/stat; the name in it may contain anything. */
  static Cpu parseStat(String text) {
    String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length <= STIME) {
      return Cpu.UNKNOWN;
    }
    double user = Long.parseLong(fields[UTIME]) / TICKS_PER_SECOND;
    double system = Long.parseLong(fields[STIME]) / TICKS_PER_SECOND;
    return new Cpu(user, system, user + system);
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
