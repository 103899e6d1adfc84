package dev.backbeat.client.bots;

import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.ClientState;
import dev.backbeat.client.ClientStats;
import dev.backbeat.client.SessionInfo;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts bots at a steady rate, watches them, and ends them. {@link #run} blocks its caller until
 * the run is over; {@link #stop} ends it early, from any thread.
 */
final class Swarm {
  private static final long TURN_NS = 20_000_000;
  private static final long PROGRESS_NS = 1_000_000_000;
  private static final long RESTART_NS = 1_000_000_000;
  private static final long LEAVE_TIMEOUT_MS = 5_000;
  private static final long SETTLE_NS = 10_000_000_000L;

  private final ClientHub hub;
  private final SwarmOptions options;
  private final Consumer<SwarmSummary> progress;
  private final SwarmLog log = new SwarmLog();
  private final Bot[] bots;
  private final boolean[] everJoined;
  private final Totals ended = new Totals();
  private final long[] restartAtNs;
  private int started;
  private boolean stopped;

  /** Sums over bots, those included that are gone. */
  private static final class Totals {
    long frames;
    long bytesIn;
    long bytesOut;
    long inputs;
    long lateInputs;
    long disconnects;
    long resumes;
    long rejoins;
    long connectRetries;

    void add(ClientStats stats) {
      frames += stats.frames();
      bytesIn += stats.bytesIn();
      bytesOut += stats.bytesOut();
      inputs += stats.inputs();
      lateInputs += stats.lateInputs();
      disconnects += stats.disconnects();
      resumes += stats.resumes();
      rejoins += stats.rejoins();
      connectRetries += stats.connectRetries();
    }

    void add(Totals other) {
      frames += other.frames;
      bytesIn += other.bytesIn;
      bytesOut += other.bytesOut;
      inputs += other.inputs;
      lateInputs += other.lateInputs;
      disconnects += other.disconnects;
      resumes += other.resumes;
      rejoins += other.rejoins;
      connectRetries += other.connectRetries;
    }
  }

  /** A run; {@code progress} gets the figures so far, once per second. */
  Swarm(ClientHub hub, SwarmOptions options, Consumer<SwarmSummary> progress) {
    this.hub = hub;
    this.options = options;
    this.progress = progress;
    this.bots = new Bot[options.bots()];
    this.everJoined = new boolean[options.bots()];
    this.restartAtNs = new long[options.bots()];
  }

  /** Ends the run as soon as may be. Any thread. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Runs to the end; the bots have left when it returns. */
  SwarmSummary run() throws InterruptedException {
    long startNs = System.nanoTime();
    long progressAtNs = startNs + PROGRESS_NS;
    while (pause()) {
      long nowNs = System.nanoTime();
      if (options.seconds() > 0 && nowNs - startNs >= options.seconds() * 1_000_000_000L) {
        break;
      }
      startDue(nowNs - startNs);
      boolean anyLeft = restartProvokers(nowNs);
      if (started == bots.length && !anyLeft) {
        break;
      }
      if (nowNs - progressAtNs >= 0) {
        progressAtNs += PROGRESS_NS;
        progress.accept(summary(nowNs - startNs));
      }
    }
    settle();
    SwarmSummary last = summary(System.nanoTime() - startNs);
    leave();
    return last;
  }

  /** Bots that were started at the very end are given the time to get in. */
  private void settle() throws InterruptedException {
    long untilNs = System.nanoTime() + SETTLE_NS;
    while (anyJoining() && System.nanoTime() - untilNs < 0 && pause()) {
      // pause waits.
    }
  }

  private boolean anyJoining() {
    for (int i = 0; i < started; i++) {
      if (bots[i].client().state() == ClientState.JOINING) {
        return true;
      }
    }
    return false;
  }

  private synchronized boolean stopped() {
    return stopped;
  }

  /** Waits for a turn's length; false = stopped. */
  private synchronized boolean pause() throws InterruptedException {
    if (!stopped) {
      TimeUnit.NANOSECONDS.timedWait(this, TURN_NS);
    }
    return !stopped;
  }

  private void startDue(long runNs) {
    long due = 1 + runNs * options.rampPerSecond() / 1_000_000_000L;
    while (started < bots.length && started < due) {
      bots[started] = start(started);
      started++;
    }
  }

  private Bot start(int index) {
    ClientOptions client =
        options
            .client()
            .withName(options.namePrefix() + index)
            .withSeed(options.client().seed() + index);
    if (options.tickets() != null) {
      client = client.withTickets(options.tickets().source(client.name(), client.name()));
    }
    Bot bot = new Bot(hub, client, options.mix().of(index), index, log);
    bot.start();
    return bot;
  }

  /** A bot that was thrown out for what it is meant to do comes again; false = all are gone. */
  private boolean restartProvokers(long nowNs) {
    boolean anyLeft = false;
    for (int i = 0; i < started; i++) {
      Bot bot = bots[i];
      everJoined[i] |= bot.joined();
      if (!bot.ended()) {
        anyLeft = true;
      } else if (bot.provokes()) {
        anyLeft = true;
        if (restartAtNs[i] == 0) {
          restartAtNs[i] = nowNs + RESTART_NS;
        } else if (nowNs - restartAtNs[i] >= 0) {
          restartAtNs[i] = 0;
          ended.add(bot.client().stats());
          bots[i] = start(i);
        }
      }
    }
    return anyLeft;
  }

  private void leave() throws InterruptedException {
    try {
      hub.close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LEAVE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      // The process ends next, and the sockets with it.
      log.note("not every bot could leave: " + e);
    }
  }

  private SwarmSummary summary(long runNs) {
    Totals totals = new Totals();
    totals.add(ended);
    double[] rttsMs = new double[started];
    double[] leadsMs = new double[started];
    int measured = 0;
    int playing = 0;
    int joined = 0;
    for (int i = 0; i < started; i++) {
      Bot bot = bots[i];
      everJoined[i] |= bot.joined();
      joined += everJoined[i] ? 1 : 0;
      playing += bot.playing() ? 1 : 0;
      ClientStats stats = bot.client().stats();
      totals.add(stats);
      SessionInfo session = bot.client().session();
      if (session != null && stats.rttNs() >= 0) {
        rttsMs[measured] = stats.rttNs() / 1e6;
        leadsMs[measured] = stats.leadQ8() * 1000.0 / 256 / session.tickHz();
        measured++;
      }
    }
    Arrays.sort(rttsMs, 0, measured);
    Arrays.sort(leadsMs, 0, measured);
    return new SwarmSummary(
        bots.length,
        started,
        joined,
        playing,
        runNs / 1e9,
        totals.frames,
        totals.bytesIn,
        totals.bytesOut,
        totals.inputs,
        totals.lateInputs,
        totals.disconnects,
        totals.resumes,
        totals.rejoins,
        totals.connectRetries,
        measured == 0 ? -1 : rttsMs[measured / 2],
        measured == 0 ? -1 : rttsMs[measured - 1],
        measured == 0 ? 0 : leadsMs[measured / 2],
        stopped(),
        log);
  }
}
