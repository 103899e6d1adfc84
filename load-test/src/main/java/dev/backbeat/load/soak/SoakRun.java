package dev.backbeat.load.soak;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Warms the server up, notes its level without clients, lets clients churn, lets all of them leave,
 * and compares. The caller's thread waits.
 */
final class SoakRun {
  /** Collections that are asked for during the churn, at most, and not more often than that. */
  private static final int COLLECTIONS = 60;

  private static final double MIN_COLLECTION_SECONDS = 1.5;
  private static final double PROGRESS_SECONDS = 10;
  private static final int LEVEL_READINGS = 3;
  private static final long DRAIN_SECONDS = 30;
  private static final long POLL_MS = 500;

  /**
   * How long what.
   *
   * @param warmUpSeconds churn before the first level is noted: class loading, compilation, pools
   * @param churnSeconds churn that counts
   * @param settleSeconds for what the server remembers of those who left, at most
   * @param periodSeconds from one sample to the next
   */
  record Times(int warmUpSeconds, int churnSeconds, int settleSeconds, double periodSeconds) {}

  private final SoakLoad load;
  private final SoakProbe probe;
  private final Times times;
  private final PrintStream out;
  private final long startNs = System.nanoTime();
  private final Map<Resource, Series> series = new EnumMap<>(Resource.class);
  private final Series arrivals = new Series();

  SoakRun(SoakLoad load, SoakProbe probe, Times times, PrintStream out) {
    this.load = load;
    this.probe = probe;
    this.times = times;
    this.out = out;
    for (Resource resource : Resource.values()) {
      series.put(resource, new Series());
    }
  }

  /** Runs it. */
  SoakResult run() throws InterruptedException {
    note(probe.read(false)); // Before anybody comes.
    load.churn(true);
    sample(times.warmUpSeconds());
    everybodyLeaves();
    Map<Resource, Double> before = level(null);
    double from = seconds();
    load.churn(true);
    sample(times.churnSeconds());
    double to = seconds();
    everybodyLeaves();
    Map<Resource, Double> after = level(before);
    List<Verdict> verdict = new ArrayList<>();
    for (Resource resource : Resource.values()) {
      verdict.add(
          resource.remembered()
              ? Ceiling.of(resource, series.get(resource), arrivals)
              : Growth.of(
                  resource,
                  series.get(resource),
                  from,
                  to,
                  before.getOrDefault(resource, Double.NaN),
                  after.getOrDefault(resource, Double.NaN)));
    }
    return new SoakResult(verdict, series, from, to, load.counts().all(), probe.alive());
  }

  private double seconds() {
    return (System.nanoTime() - startNs) / 1e9;
  }

  private void sample(double forSeconds) throws InterruptedException {
    double until = seconds() + forSeconds;
    double collectEvery =
        Math.max(MIN_COLLECTION_SECONDS, (double) times.churnSeconds() / COLLECTIONS);
    double next = seconds();
    double nextCollection = next;
    double nextLine = next;
    while (seconds() < until && probe.alive()) {
      boolean collect = seconds() >= nextCollection;
      nextCollection += collect ? collectEvery : 0;
      note(probe.read(collect));
      if (seconds() >= nextLine) {
        nextLine += PROGRESS_SECONDS;
        progress();
      }
      next += times.periodSeconds();
      TimeUnit.MILLISECONDS.sleep(Math.max(1, Math.round(1e3 * (next - seconds()))));
    }
  }

  private void progress() {
    out.printf(
        Locale.ROOT,
        "%6.0f s  %4d clients  %,9d frames  %6d joined%n",
        seconds(),
        load.alive(),
        load.counts().of("frames"),
        load.counts().of("joined"));
  }

  private void note(Map<Resource, Double> values) {
    double now = seconds();
    values.forEach((resource, value) -> series.get(resource).add(now, value));
    arrivals.add(now, load.counts().of(SoakLoad.CONNECTS));
  }

  private void everybodyLeaves() throws InterruptedException {
    load.churn(false);
    double until = seconds() + DRAIN_SECONDS;
    while (load.alive() > 0 && seconds() < until) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  /**
   * The level without clients, read when the server has forgotten them: when everything is back at
   * {@code before}, or nothing changes any more, or time is up.
   */
  private Map<Resource, Double> level(Map<Resource, Double> before) throws InterruptedException {
    double until = seconds() + times.settleSeconds();
    int still = 0;
    Map<Resource, Double> last = Map.of();
    while (seconds() < until && probe.alive()) {
      Map<Resource, Double> now = probe.read(false);
      note(now);
      boolean empty =
          now.getOrDefault(Resource.SEATS, 0.0) == 0
              && now.getOrDefault(Resource.CONNECTIONS, 0.0) == 0
              && now.getOrDefault(Resource.TOKENS, 0.0) == 0;
      boolean back = empty && (before == null || back(before, now));
      still = back && same(last, now) ? still + 1 : 0;
      if (still >= LEVEL_READINGS) {
        break;
      }
      last = now;
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    Map<Resource, Double> level = probe.read(true);
    note(level);
    return level;
  }

  private static boolean back(Map<Resource, Double> before, Map<Resource, Double> now) {
    return now.entrySet().stream()
        .allMatch(
            e ->
                e.getValue() - before.getOrDefault(e.getKey(), e.getValue())
                    <= e.getKey().returnLimit());
  }

  /**
   * Rooms expire one after another: as long as their number falls, there is something to wait for.
   */
  private static boolean same(Map<Resource, Double> last, Map<Resource, Double> now) {
    return last.getOrDefault(Resource.ROOMS, -1.0).equals(now.getOrDefault(Resource.ROOMS, -1.0));
  }
}
