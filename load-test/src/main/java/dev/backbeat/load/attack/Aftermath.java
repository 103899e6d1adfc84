package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What must be as it was when all attacks are over. Used by the conducting thread. */
final class Aftermath {
  private static final double ALLOWED_LATENCY = 1.10;
  private static final double ALLOWED_MEMORY = 1.10;
  private static final long MEMORY_SLACK_BYTES = 8L << 20;
  private static final int DESCRIPTOR_SLACK = 10;
  private static final int THREAD_SLACK = 10;
  private static final int LOG_LINES_PER_ATTACKER = 4;
  private static final int LOG_LINES = 500;
  private static final double MAX_GAP_MS = 2_000;

  /** Seats, half-closed sockets and rates of attackers are gone by then. */
  private static final long SETTLE_SECONDS = 40;

  private final AttackSettings settings;
  private final Target target;
  private final HonestPlayers honest;
  private Footprint before;
  private Map<String, Integer> complaints = Map.of();

  Aftermath(AttackSettings settings, Target target, HonestPlayers honest) {
    this.settings = settings;
    this.target = target;
    this.honest = honest;
  }

  /** Remembers what is there before the first attack. */
  void begin() throws IOException, InterruptedException {
    if (target.process() != null) {
      before = Footprint.of(target.process());
    }
  }

  /** The attacks are over; faults follow, which players may notice. */
  void beforeFaults() throws InterruptedException {
    complaints = honest.complaints();
  }

  /** Judges, and ends server and players. */
  List<AttackReport.Check> checks(List<HonestPlayers.Window> windows)
      throws IOException, InterruptedException {
    List<AttackReport.Check> checks = new ArrayList<>();
    checks.add(players(complaints, honest.still()));
    checks.add(ticks(windows));
    checks.add(latency(windows));
    checks.add(connections());
    if (target.process() != null) {
      footprint(checks);
      honest.leave();
      log(checks);
      int exit = target.process().end();
      checks.add(check("exit code after SIGTERM", "0", Integer.toString(exit), exit == 0));
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
    try (Wire wire = target.connect()) {
      long sum =
          wire.send(Requests.get(target, "/metrics"))
              .response()
              .body()
              .lines()
              .filter(line -> line.startsWith("backbeat_connections{"))
              .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
      return Long.toString(sum);
    }
  }

  private AttackReport.Check ticks(List<HonestPlayers.Window> windows) {
    double gapMs =
        windows.stream()
            .filter(w -> !w.name().contains("not compared"))
            .mapToDouble(HonestPlayers.Window::maxGapMs)
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

  private AttackReport.Check latency(List<HonestPlayers.Window> windows) {
    Histogram quiet = new Histogram(3);
    Histogram hostile = new Histogram(3);
    double least = Double.MAX_VALUE;
    double most = 0;
    for (HonestPlayers.Window w : windows) {
      if (w.quiet()) {
        quiet.add(w.ackUs());
      } else if (!w.name().contains("not compared")) {
        hostile.add(w.ackUs());
      }
    }
    double quietMs = quiet.getValueAtPercentile(99) / 1_000.0;
    for (HonestPlayers.Window w : windows) {
      if (w.quiet()) {
        least = Math.min(least, w.p99Ms());
        most = Math.max(most, w.p99Ms());
      }
    }
    double hostileMs = hostile.getValueAtPercentile(99) / 1_000.0;
    double ratio = hostileMs / quietMs;
    boolean good = ratio <= ALLOWED_LATENCY;
    return check(
        "input to acknowledgement, p99",
        settings.judgeLatency() ? "at most 10 % above quiet" : "not judged",
        String.format(
            Locale.ROOT,
            "%.1f ms under attack, %.1f ms quiet (windows %.1f to %.1f): ratio %.2f",
            hostileMs,
            quietMs,
            least,
            most,
            ratio),
        good || !settings.judgeLatency());
  }

  private void footprint(List<AttackReport.Check> checks) throws IOException, InterruptedException {
    long allowed = (long) (before.liveBytes() * ALLOWED_MEMORY) + MEMORY_SLACK_BYTES;
    int descriptors = before.descriptors() + DESCRIPTOR_SLACK;
    int threads = before.threads() + THREAD_SLACK;
    long untilNs = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
    Footprint after = Footprint.of(target.process());
    while (System.nanoTime() - untilNs < 0
        && (after.liveBytes() > allowed
            || after.descriptors() > descriptors
            || after.threads() > threads)) {
      TimeUnit.SECONDS.sleep(2);
      after = Footprint.of(target.process());
    }
    checks.add(
        check(
            "heap after a collection",
            "at most " + megabytes(allowed),
            megabytes(after.liveBytes()) + ", before " + megabytes(before.liveBytes()),
            after.liveBytes() <= allowed));
    checks.add(
        check(
            "resident memory",
            "not judged",
            megabytes(after.residentBytes()) + ", before " + megabytes(before.residentBytes()),
            true));
    checks.add(
        check(
            "descriptors",
            "at most " + descriptors,
            after.descriptors() + ", before " + before.descriptors(),
            after.descriptors() <= descriptors));
    checks.add(
        check(
            "threads",
            "at most " + threads,
            after.threads() + ", before " + before.threads(),
            after.threads() <= threads));
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
