package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What must be as it was when all attacks are over. Used by the conducting thread. */
final class Aftermath {
  private static final double ALLOWED_MEMORY = 1.10;
  private static final long MEMORY_SLACK_BYTES = 8L << 20;

  /**
   * Netty keeps what it had at its peak, in chunks; what attackers may make it keep for ever is
   * bounded by this.
   */
  private static final long DIRECT_SLACK_BYTES = 32L << 20;

  private static final int DESCRIPTOR_SLACK = 10;
  private static final int THREAD_SLACK = 10;
  private static final int LOG_LINES_PER_ATTACKER = 4;
  private static final int LOG_LINES = 500;
  private static final String HEAP = "heap after a collection";
  private static final String DIRECT = "memory outside of the heap (NIO, Netty)";
  private static final String RESIDENT = "resident memory";
  private static final String DESCRIPTORS = "descriptors";
  private static final String THREADS = "threads";
  private static final String NOT_OURS = "the server was started by somebody else";
  private static final double MAX_GAP_MS = 2_000;

  /** Seats, half-closed sockets and rates of attackers are gone by then. */
  private static final long SETTLE_SECONDS = 40;

  private final AttackSettings settings;
  private final Target target;
  private final HonestChild honest;
  private Footprint before;
  private Map<String, Integer> complaints = Map.of();

  Aftermath(AttackSettings settings, Target target, HonestChild honest) {
    this.settings = settings;
    this.target = target;
    this.honest = honest;
  }

  /** Remembers what is there before the first attack. */
  void begin() throws IOException, InterruptedException {
    if (target.process() != null) {
      before = Footprint.of(target);
    }
  }

  /** The attacks are over; faults follow, which players may notice. */
  void beforeFaults() throws IOException {
    complaints = honest.complaints();
  }

  /** Judges, and ends server and players. */
  List<AttackReport.Check> checks(List<Window> windows) throws IOException, InterruptedException {
    List<AttackReport.Check> checks = new ArrayList<>();
    checks.add(players(complaints, honest.still()));
    checks.add(ticks(windows));
    if (settings.windows()) {
      checks.add(LatencyVerdict.of(windows, settings.judgeLatency()));
    }
    checks.add(connections());
    if (target.process() != null) {
      footprint(checks);
      honest.leave();
      log(checks);
      int exit = target.process().end();
      checks.add(check("exit code after SIGTERM", "0", Integer.toString(exit), exit == 0));
    } else {
      for (String name : List.of(HEAP, DIRECT, RESIDENT, DESCRIPTORS, THREADS)) {
        checks.add(AttackReport.Check.notMeasured(name, "", NOT_OURS, true));
      }
    }
    return List.copyOf(checks);
  }

  private static AttackReport.Check check(
      String name, String expected, String found, boolean good) {
    return new AttackReport.Check(name, expected, found, good);
  }

  private AttackReport.Check players(Map<String, Integer> complaints, long still) {
    boolean good = complaints.isEmpty() && still == settings.players();
    return check(
        "honest players",
        "all play on, none saw an error",
        good ? "all play on, none saw an error" : still + " play, " + complaints,
        good);
  }

  /** As the server counts them: a connection that is forgotten there is lost for ever. */
  private AttackReport.Check connections() throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
    String counted = counted();
    String expected = Integer.toString(settings.players());
    while (!counted.equals(expected) && System.nanoTime() - untilNs < 0) {
      TimeUnit.MILLISECONDS.sleep(500);
      counted = counted();
    }
    return check("connections that the server counts", expected, counted, counted.equals(expected));
  }

  private String counted() throws IOException {
    double sum = ServerMetrics.sum(ServerMetrics.scrape(target), "backbeat_connections", "");
    return Double.isNaN(sum) ? "it does not say" : Long.toString((long) sum);
  }

  private AttackReport.Check ticks(List<Window> windows) {
    double gapMs =
        windows.stream()
            .filter(w -> w.compared() || !settings.windows())
            .mapToDouble(Window::maxGapMs)
            .max()
            .orElse(0);
    boolean went = windows.stream().allMatch(w -> w.ticks() > 0);
    String expected =
        settings.judgeLatency()
            ? String.format(Locale.ROOT, "in every window; no gap above %.0f ms", MAX_GAP_MS)
            : "in every window";
    return check(
        "ticks",
        expected,
        String.format(
            Locale.ROOT, "%s; longest gap %.0f ms", went ? "in every window" : "not always", gapMs),
        went && (gapMs <= MAX_GAP_MS || !settings.judgeLatency()));
  }

  private void footprint(List<AttackReport.Check> checks) throws IOException, InterruptedException {
    long heap = (long) (before.liveBytes() * ALLOWED_MEMORY) + MEMORY_SLACK_BYTES;
    long direct = before.directBytes() + DIRECT_SLACK_BYTES;
    int descriptors = before.descriptors() + DESCRIPTOR_SLACK;
    int threads = before.threads() + THREAD_SLACK;
    long untilNs = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
    Footprint after = Footprint.of(target);
    while (System.nanoTime() - untilNs < 0
        && (after.liveBytes() > heap
            || after.directBytes() > direct
            || after.descriptors() > descriptors
            || after.threads() > threads)) {
      TimeUnit.SECONDS.sleep(2);
      after = Footprint.of(target);
    }
    checks.add(memory(HEAP, before.liveBytes(), after.liveBytes(), heap, "this Java has no jcmd"));
    checks.add(
        memory(
            DIRECT, before.directBytes(), after.directBytes(), direct, "the server does not say"));
    checks.add(
        check(
            RESIDENT,
            "not judged: the JVM keeps pages",
            megabytes(after.residentBytes()) + ", before " + megabytes(before.residentBytes()),
            true));
    checks.add(
        check(
            DESCRIPTORS,
            "at most " + descriptors,
            after.descriptors() + ", before " + before.descriptors(),
            after.descriptors() <= descriptors));
    checks.add(
        check(
            THREADS,
            "at most " + threads,
            after.threads() + ", before " + before.threads(),
            after.threads() <= threads));
  }

  /**
   * What came of an amount of memory; below 0 = not measured, which fails.
   *
   * @param why it may not be measured
   */
  static AttackReport.Check memory(String name, long before, long after, long most, String why) {
    if (before < 0 || after < 0) {
      return AttackReport.Check.notMeasured(name, "as before", why, false);
    }
    return check(
        name,
        "at most " + megabytes(most),
        megabytes(after) + ", before " + megabytes(before),
        after <= most);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private void log(List<AttackReport.Check> checks) throws IOException {
    int most = LOG_LINES + LOG_LINES_PER_ATTACKER * target.addresses().get();
    List<String> said = target.process().said();
    String complaint = LogCheck.complaint(said, most);
    checks.add(
        check(
            "server's log",
            "no stack trace, at most " + most + " lines",
            complaint == null ? said.size() + " lines, no stack trace" : complaint,
            complaint == null));
  }
}
