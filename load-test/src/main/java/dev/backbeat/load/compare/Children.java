package dev.backbeat.load.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts programs and ends them, each by its id, in every case: {@link #close} ends what still runs
 * and lets nothing start any more. Closed by the conducting thread, or by the virtual machine's
 * shutdown hook at Ctrl-C.
 *
 * <p>Each has a session of its own where {@code setsid} exists, so that a Ctrl-C reaches this
 * program alone, which then ends the others in order.
 */
final class Children implements AutoCloseable {
  private static final long TERM_MS = 4_000;
  private static final long KILL_MS = 4_000;
  private static final int TAIL_LINES = 15;
  private static final int TAIL_CHARS = 3_000;

  private final Set<Process> running = new HashSet<>();
  private final boolean setsid;
  private boolean closed;

  Children(Machine machine) {
    this.setsid = machine.has("setsid");
  }

  /**
   * Starts a program; standard output and error go to a file.
   *
   * @throws CompareException if it cannot be started, or after {@link #close}
   */
  synchronized Process start(
      List<String> command, Path folder, Map<String, String> environment, Path output) {
    if (closed) {
      throw new CompareException("stopping");
    }
    List<String> words = new ArrayList<>();
    if (setsid) {
      words.add("setsid");
    }
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      running.add(process);
      return process;
    } catch (IOException e) {
      throw new CompareException("cannot start '" + String.join(" ", command) + "': " + e, e);
    }
  }

  /** Ends a program and what it started: SIGTERM first, SIGKILL after some seconds. */
  void end(Process process) {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    family.add(process.toHandle());
    family.forEach(ProcessHandle::destroy);
    boolean interrupted = !gone(family, TERM_MS);
    family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    interrupted |= !gone(family, KILL_MS);
    synchronized (this) {
      running.remove(process);
    }
    if (interrupted && Thread.interrupted()) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all have ended; false if some have not in time. */
  private static boolean gone(List<ProcessHandle> family, long withinMs) {
    long untilNs = System.nanoTime() + withinMs * 1_000_000;
    for (ProcessHandle handle : family) {
      try {
        long leftNs = Math.max(1, untilNs - System.nanoTime());
        handle.onExit().get(leftNs, TimeUnit.NANOSECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return true;
  }

  /**
   * Runs a program to its end.
   *
   * @return null if all went well, else a sentence with the end of its output
   */
  String run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Path output,
      long withinSeconds)
      throws InterruptedException {
    Process process = start(command, folder, environment, output);
    try {
      String said = "'" + String.join(" ", command) + "' ";
      if (!process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
        return said + "did not end within " + withinSeconds + " s" + tail(output);
      }
      int code = process.exitValue();
      return code == 0 ? null : said + "ended with " + code + tail(output);
    } finally {
      end(process);
    }
  }

  @Override
  public void close() {
    List<Process> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(running);
    }
    left.forEach(this::end);
  }

  /** The last lines of a file, each on a line of its own, for an error message. */
  static String tail(Path output) {
    List<String> lines = new ArrayList<>();
    // Bytes that are no UTF-8 become a replacement character here and no exception.
    try (Stream<String> all =
        new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines()) {
      all.filter(l -> !l.isBlank()).forEach(lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (lines.isEmpty()) {
      return " (it said nothing)";
    }
    String end =
        String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    return ":\n  " + end.substring(Math.max(0, end.length() - TAIL_CHARS));
  }
}
