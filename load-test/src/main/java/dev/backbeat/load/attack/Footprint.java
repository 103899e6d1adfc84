package dev.backbeat.load.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a server holds.
 *
 * @param liveBytes of its Java heap after a full collection: the sum of {@code jcmd
 *     GC.class_histogram}, which collects first; -1 = not measured, there is no jcmd
 * @param directBytes outside of the heap: NIO's buffers and Netty's, whichever is more, for Netty
 *     may get its own through NIO; -1 = not measured, the server does not say
 * @param residentBytes of the process
 * @param descriptors that are open
 * @param threads of the process
 */
record Footprint(
    long liveBytes, long directBytes, long residentBytes, int descriptors, int threads) {
  private static final int PAGE_BYTES = 4_096;

  /** Reads it from {@code /proc} and the virtual machine. */
  static Footprint of(Target target) throws IOException, InterruptedException {
    ServerChild server = target.process();
    long live = liveBytes(server);
    Path proc = Path.of("/proc", Long.toString(server.pid()));
    String[] pages = Files.readString(proc.resolve("statm")).split(" ");
    return new Footprint(
        live,
        directBytes(ServerMetrics.scrape(target)),
        Long.parseLong(pages[1]) * PAGE_BYTES,
        entries(proc.resolve("fd")),
        entries(proc.resolve("task")));
  }

  /** Of a scrape. */
  static long directBytes(String metrics) {
    double nio = ServerMetrics.sum(metrics, "jvm_buffer_memory_used_bytes", "id=\"direct\"");
    double netty = ServerMetrics.sum(metrics, "backbeat_netty_direct_bytes", "");
    return Double.isNaN(nio) || Double.isNaN(netty) ? -1 : (long) Math.max(nio, netty);
  }

  static int entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return (int) entries.count();
    }
  }

  private static long liveBytes(ServerChild server) throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "jcmd"))) {
      return -1;
    }
    return server
        .jcmd("GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .map(line -> line.strip().split(" +"))
        .mapToLong(words -> Long.parseLong(words[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd GC.class_histogram has no total"));
  }
}
