package dev.backbeat.load.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the server's process and its metrics say. The heap is read right after a collection that
 * {@code jcmd PID GC.run} asks for: what is left then is alive. The caller's thread waits.
 */
final class SoakProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long GC_SECONDS = 30;
  private static final double MB = 1e6;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI metrics;
  private final long pid;

  /**
   * @param metrics where the metrics are
   * @param pid of the server, on this machine
   */
  SoakProbe(URI metrics, long pid) {
    this.metrics = metrics;
    this.pid = pid;
  }

  /** All that is known now; the heap only after {@code collect}. */
  Map<Resource, Double> read(boolean collect) throws InterruptedException {
    Map<Resource, Double> values = new EnumMap<>(Resource.class);
    boolean collected = collect && collectGarbage();
    values.put(Resource.RSS, statusKb("VmRSS:") * 1024 / MB);
    values.put(Resource.THREADS, statusKb("Threads:"));
    values.put(Resource.DESCRIPTORS, descriptors());
    String text = scrape();
    if (text != null) {
      double nio = sum(text, "jvm_buffer_memory_used_bytes", "direct");
      put(
          values,
          Resource.DIRECT,
          Math.max(nio, sum(text, "backbeat_netty_direct_bytes", "")) / MB);
      put(values, Resource.TIMERS, sum(text, "backbeat_timers", ""));
      put(values, Resource.CONNECTIONS, sum(text, "backbeat_connections", ""));
      put(values, Resource.SESSIONS, sum(text, "backbeat_sessions", ""));
      put(
          values,
          Resource.SEATS,
          sum(text, "backbeat_players", "") + sum(text, "backbeat_watchers", ""));
      put(values, Resource.ROOMS, sum(text, "backbeat_rooms", ""));
      put(values, Resource.TOKENS, sum(text, "backbeat_resume_tokens", ""));
      put(values, Resource.AWAY, sum(text, "backbeat_sessions_away", ""));
      put(values, Resource.ADDRESSES, sum(text, "backbeat_address_entries", ""));
      put(values, Resource.SANCTIONS, sum(text, "backbeat_sanctions", ""));
      put(values, Resource.PLAYERS, sum(text, "backbeat_player_entries", ""));
      put(values, Resource.TICKETS, sum(text, "backbeat_used_tickets", ""));
      put(values, Resource.OFFENDERS, sum(text, "backbeat_offenders", ""));
      put(values, Resource.PENALTIES, sum(text, "backbeat_penalties", ""));
      if (collected) {
        double used = sum(text, "jvm_memory_used_bytes", "area=\"heap\"");
        put(values, Resource.HEAP, (used - rememberedBytes(values)) / MB);
      }
    }
    return values;
  }

  /** What is judged by itself would else look like a heap that grows for minutes and stays so. */
  static double rememberedBytes(Map<Resource, Double> values) {
    return values.entrySet().stream().mapToDouble(e -> e.getKey().bytesEach() * e.getValue()).sum();
  }

  private static void put(Map<Resource, Double> values, Resource resource, double value) {
    if (!Double.isNaN(value)) {
      values.put(resource, value);
    }
  }

  private String scrape() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(TIMEOUT).GET().build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException e) {
      return null; // Too busy this time: the sample has a gap.
    }
  }

  /**
   * The sum of a metric's series.
   *
   * @param label that a series must contain; empty = all of them
   * @return NaN if there is none
   */
  static double sum(String text, String name, String label) {
    List<String> lines =
        text.lines()
            .filter(l -> l.startsWith(name + " ") || l.startsWith(name + "{"))
            .filter(l -> l.contains(label))
            .toList();
    if (lines.isEmpty()) {
      return Double.NaN;
    }
    double sum = 0;
    for (String line : lines) {
      double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      sum += value < 0 ? 0 : value; // The JVM's "unknown".
    }
    return sum;
  }

  /** The first number of a line of /proc/PID/status; NaN if there is none. */
  private double statusKb(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(l -> l.startsWith(name))
          .map(l -> l.substring(name.length()).strip().split("\\s+")[0])
          .mapToDouble(Double::parseDouble)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException gone) {
      return Double.NaN;
    }
  }

  private double descriptors() {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.count();
    } catch (IOException gone) {
      return Double.NaN;
    }
  }

  private boolean collectGarbage() throws InterruptedException {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!jcmd.waitFor(GC_SECONDS, TimeUnit.SECONDS)) {
        jcmd.destroyForcibly();
        return false;
      }
      return jcmd.exitValue() == 0;
    } catch (IOException e) {
      return false; // A JRE without jcmd, or another user's process: the heap is not measured.
    }
  }

  /** Whether the process lives. */
  boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
