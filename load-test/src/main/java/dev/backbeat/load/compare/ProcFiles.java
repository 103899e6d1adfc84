package dev.backbeat.load.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what is needed of Linux's {@code /proc}. Times are in clock ticks of 10 ms. */
final class ProcFiles {
  static final double TICKS_PER_SECOND = 100;

  private static final long KERNEL_THREADS = 2;

  /** CPU time of a core: of programs, without interrupts, and what the hypervisor took. */
  record Core(long busyTicks, long stealTicks) {}

  /**
   * CPU time of a process.
   *
   * @param core on which it ran last
   */
  record Task(long pid, long parent, long userTicks, long systemTicks, int core) {
    long ticks() {
      return userTicks + systemTicks;
    }

    boolean ofTheKernel() {
      return pid == KERNEL_THREADS || parent == KERNEL_THREADS;
    }
  }

  private final Path proc;

  /**
   * @param proc the folder {@code /proc}, or one that looks like it
   */
  ProcFiles(Path proc) {
    this.proc = proc;
  }

  /** The cores of {@code /proc/stat} by number; empty where there is none. */
  Map<Integer, Core> cores() {
    Map<Integer, Core> cores = new HashMap<>();
    for (String line : lines("stat")) {
      String[] f = line.split(" +");
      if (f[0].matches("cpu[0-9]+") && f.length > 8) {
        long busy = Long.parseLong(f[1]) + Long.parseLong(f[2]) + Long.parseLong(f[3]);
        cores.put(Integer.parseInt(f[0].substring(3)), new Core(busy, Long.parseLong(f[8])));
      }
    }
    return cores;
  }

  /** A process; null if it is gone. */
  Task task(long pid) {
    String text = String.join(" ", lines(pid + "/stat"));
    int end = text.lastIndexOf(')');
    if (end < 0) {
      return null;
    }
    String[] f = text.substring(end + 2).split(" ");
    // Field 3 of proc(5) is f[0].
    return f.length < 37
        ? null
        : new Task(
            pid,
            Long.parseLong(f[1]),
            Long.parseLong(f[11]),
            Long.parseLong(f[12]),
            Integer.parseInt(f[36]));
  }

  /** Every process of users; kernel threads work for the others. */
  Map<Long, Task> tasks() {
    Map<Long, Task> tasks = new HashMap<>();
    try (var entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        Task task = task(Long.parseLong(entry.getFileName().toString()));
        if (task != null && !task.ofTheKernel()) {
          tasks.put(task.pid(), task);
        }
      }
    } catch (IOException e) {
      return Map.of();
    }
    return tasks;
  }

  /** The cores that this process may use; empty if that cannot be told. */
  Set<Integer> allowedCores() {
    Set<Integer> cores = new TreeSet<>();
    for (String line : lines("self/status")) {
      if (line.startsWith("Cpus_allowed_list:")) {
        for (String range : line.substring(line.indexOf(':') + 1).strip().split(",")) {
          String[] ends = range.split("-");
          int last = Integer.parseInt(ends[ends.length - 1]);
          for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
            cores.add(core);
          }
        }
      }
    }
    return cores;
  }

  /** How many files a process may have open; {@link Long#MAX_VALUE} if that cannot be told. */
  long openFilesLimit() {
    for (String line : lines("self/limits")) {
      if (line.startsWith("Max open files")) {
        String soft = line.substring("Max open files".length()).strip().split(" +")[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    return Long.MAX_VALUE;
  }

  /** The first model name of {@code /proc/cpuinfo}; "unknown" where there is none. */
  String cpuModel() {
    return lines("cpuinfo").stream()
        .filter(l -> l.startsWith("model name"))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** The kernel's release; "unknown" where there is none. */
  String kernel() {
    return lines("sys/kernel/osrelease").stream().findFirst().orElse("unknown");
  }

  /** None if the file cannot be read: the process ended, or this is not Linux. */
  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
