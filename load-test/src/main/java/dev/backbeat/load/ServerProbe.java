package dev.backbeat.load;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the server's CPU time, memory and tick durations: the first two from the process if its pid
 * is known, else from /metrics; the last always from there. What cannot be had is NaN. /metrics is
 * asked once per second by a thread of its own, so that a busy server does not hold up the samples;
 * a server without it is not asked.
 */
final class ServerProbe {
  /**
   * One reading.
   *
   * @param atNs when CPU time was read
   */
  record Reading(
      long atNs,
      ProcessProbe.Cpu cpu,
      double rssBytes,
      Optional<MetricsText> metrics,
      Optional<LatenessText> lateness) {
    /** Mean number of cores used between an earlier reading and this. */
    double cpuCores(Reading earlier) {
      return cores(earlier, cpu.totalSeconds() - earlier.cpu.totalSeconds());
    }

    /** The share of that which the program itself used. */
    double userCores(Reading earlier) {
      return cores(earlier, cpu.userSeconds() - earlier.cpu.userSeconds());
    }

    /** The share of that which the kernel used for it. */
    double systemCores(Reading earlier) {
      return cores(earlier, cpu.systemSeconds() - earlier.cpu.systemSeconds());
    }

    private double cores(Reading earlier, double seconds) {
      return atNs == earlier.atNs ? Double.NaN : seconds * 1e9 / (atNs - earlier.atNs);
    }
  }

  private record Scrape(long atNs, MetricsText metrics, Optional<LatenessText> lateness) {}

  private static final long PERIOD_NS = 1_000_000_000L;

  private final ServerApi api;
  private final ProcessProbe process;
  private final Thread scraper = new Thread(this::scrape, "load-scraper");
  private volatile Scrape newest;
  private volatile boolean running = true;

  /**
   * @param api null if the server has no /metrics
   * @param process null if the server's pid is not known
   */
  private ServerProbe(ServerApi api, ProcessProbe process) {
    this.api = api;
    this.process = process;
  }

  /** Asks /metrics once, which takes at most some seconds, then once per second until stopped. */
  static ServerProbe start(ServerApi api, ProcessProbe process) {
    ServerProbe probe = new ServerProbe(api, process);
    if (api != null) {
      probe.scrapeOnce();
      probe.scraper.setDaemon(true);
      probe.scraper.start();
    }
    return probe;
  }

  private void scrape() {
    long nextNs = System.nanoTime();
    while (running) {
      scrapeOnce();
      nextNs = Math.max(nextNs + PERIOD_NS, System.nanoTime());
      while (running && nextNs - System.nanoTime() > 0) {
        LockSupport.parkNanos(nextNs - System.nanoTime());
      }
    }
  }

  private void scrapeOnce() {
    Optional<String> text = api.metrics();
    if (text.isPresent()) {
      Optional<LatenessText> lateness = api.tickLateness().map(LatenessText::parse);
      newest = new Scrape(System.nanoTime(), MetricsText.parse(text.get()), lateness);
    }
  }

  /** Stops asking; the last reading, with /metrics asked once more. Takes at most some seconds. */
  Reading finish() {
    running = false;
    LockSupport.unpark(scraper);
    Reading now = read();
    if (api != null) {
      scrapeOnce();
    }
    Reading fresh = read();
    return process == null
        ? fresh
        : new Reading(now.atNs(), now.cpu(), now.rssBytes(), fresh.metrics(), fresh.lateness());
  }

  /** Does not wait. */
  Reading read() {
    Scrape scrape = newest;
    Optional<MetricsText> metrics = Optional.ofNullable(scrape).map(Scrape::metrics);
    Optional<LatenessText> lateness = Optional.ofNullable(scrape).flatMap(Scrape::lateness);
    if (process != null) {
      ProcessProbe.Cpu cpu = process.cpu();
      return new Reading(System.nanoTime(), cpu, process.rssBytes(), metrics, lateness);
    }
    return new Reading(
        scrape == null ? 0 : scrape.atNs(),
        new ProcessProbe.Cpu(
            Double.NaN, Double.NaN, metrics.map(MetricsText::cpuSeconds).orElse(Double.NaN)),
        metrics.map(MetricsText::rssBytes).orElse(Double.NaN),
        metrics,
        lateness);
  }
}
