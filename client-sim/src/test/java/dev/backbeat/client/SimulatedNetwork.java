package dev.backbeat.client;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An {@link InputLead} beside a model of the network and of the server: every input is sent, ways
 * have a seeded jitter and keep the order as TCP does, the server reports the newest input with
 * every frame and counts late ones. Time goes in steps of a quarter of a millisecond.
 */
final class SimulatedNetwork {
  private static final long MS = 1_000_000;
  private static final long STEP_NS = MS / 4;

  private final int hz;
  private int wayMs;
  private final int jitterMs;
  private final boolean normal;
  private final int spanTicks;
  private final SplittableRandom up;
  private final SplittableRandom down;
  private final InputLead lead;
  private final ServerClock clock;
  private final ClientStats stats = new ClientStats();

  private record Input(int tick, long arrivesNs) {}

  private record Frame(int tick, int inputTick, int leadQ8, int late, long arrivesNs) {}

  private record Pong(long sentNs, long serverTickQ8, long arrivesNs) {}

  private final ArrayDeque<Input> inputs = new ArrayDeque<>();
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private final ArrayDeque<Pong> pongs = new ArrayDeque<>();
  private long lastUpNs;
  private long lastDownNs;
  private long stallFromNs = Long.MAX_VALUE;
  private long stallToNs = Long.MAX_VALUE;

  private long nowNs;
  private final long serverAheadNs = 7_000 * MS;
  private int simulated;
  private int newestReceived;
  private int newestLeadQ8;
  private int late;
  private long nextPingNs;
  private int pings;

  private int firstTick;
  private int newestTaken;
  private int ticks;
  private long[] waysNs = new long[1024];
  private long[] offsetsNs = new long[1024];
  private boolean[] lateTicks = new boolean[1024];

  SimulatedNetwork(int hz, int wayMs, int jitterMs, boolean normal, long seed, int spanTicks) {
    this.hz = hz;
    this.wayMs = wayMs;
    this.jitterMs = jitterMs;
    this.normal = normal;
    this.spanTicks = spanTicks;
    SplittableRandom random = new SplittableRandom(seed);
    this.up = random.split();
    this.down = random.split();
    this.lead = new InputLead(hz);
    this.clock = new ServerClock(hz);
    this.simulated = (int) (serverTickNs(0) * hz / 1_000_000_000L);
  }

  private long serverTickNs(long atNs) {
    return atNs + serverAheadNs;
  }

  private long wayNs(SplittableRandom random) {
    double jitter = normal ? random.nextGaussian() : random.nextDouble(-1, 1);
    return (long) (Math.max(1, wayMs + jitter * jitterMs) * MS);
  }

  private long released(long atNs) {
    return atNs >= stallFromNs && atNs < stallToNs ? stallToNs : atNs;
  }

  private long upNs(long wayNs) {
    lastUpNs = Math.max(lastUpNs, released(nowNs + wayNs));
    return lastUpNs;
  }

  private long downNs() {
    lastDownNs = Math.max(lastDownNs, released(nowNs + wayNs(down)));
    return lastDownNs;
  }

  /** Nothing gets through from now on for so long. */
  void stall(int ms) {
    stallFromNs = nowNs;
    stallToNs = nowNs + ms * MS;
  }

  /** Each way takes so long from now on. */
  void wayMs(int ms) {
    wayMs = ms;
  }

  InputLead lead() {
    return lead;
  }

  int ticks() {
    return ticks;
  }

  void run(int moreTicks) {
    for (int end = ticks + moreTicks; ticks < end; nowNs += STEP_NS) {
      server();
      client();
    }
  }

  private void server() {
    while (serverTickNs(nowNs) * hz / 1_000_000_000L > simulated) {
      int tick = simulated + 1;
      long dueNs = tick * 1_000_000_000L / hz - serverAheadNs;
      while (!inputs.isEmpty() && inputs.peek().arrivesNs <= dueNs) {
        Input in = inputs.poll();
        newestReceived = in.tick;
        long inDueNs = in.tick * 1_000_000_000L / hz - serverAheadNs;
        newestLeadQ8 = (int) ((inDueNs - in.arrivesNs) * 256 * hz / 1_000_000_000L);
        if (in.tick < tick) {
          late++;
          lateTicks[in.tick - firstTick] = true;
        }
      }
      simulated = tick;
      if (tick % spanTicks == 0) {
        frames.add(new Frame(tick, newestReceived, newestLeadQ8, late, downNs()));
      }
    }
  }

  private void client() {
    while (!pongs.isEmpty() && pongs.peek().arrivesNs <= nowNs) {
      Pong pong = pongs.poll();
      clock.sample(pong.sentNs, pong.serverTickQ8, nowNs);
      stats.rttSample(nowNs - pong.sentNs, clock.minRttNs());
      lead.onRoundTrip(clock.offsetNs(nowNs), stats.rttNs, stats.jitterNs, nowNs);
    }
    while (!frames.isEmpty() && frames.peek().arrivesNs <= nowNs) {
      Frame f = frames.poll();
      lead.report(f.tick, f.inputTick, f.leadQ8, f.late);
    }
    if (nowNs >= nextPingNs) {
      nextPingNs = nowNs + (++pings < 5 ? 100 : 1000) * MS;
      long there = upNs(wayNs(up));
      long answered = serverTickNs(there) / 1000 * 256 * hz / 1_000_000;
      long back = Math.max(lastDownNs, released(there + wayNs(down)));
      pongs.add(new Pong(nowNs, answered, back));
    }
    if (clock.samples() == 0) {
      return;
    }
    int newest = (int) (lead.tickQ8(nowNs) >> 8);
    if (newestTaken == 0) {
      firstTick = newest;
      newestTaken = newest - 1;
    }
    while (newestTaken < newest) {
      take(++newestTaken);
    }
  }

  private void take(int tick) {
    int i = tick - firstTick;
    if (i == waysNs.length) {
      waysNs = Arrays.copyOf(waysNs, i * 2);
      offsetsNs = Arrays.copyOf(offsetsNs, i * 2);
      lateTicks = Arrays.copyOf(lateTicks, i * 2);
    }
    lead.onTaken(tick);
    lead.onSent(1, tick);
    waysNs[i] = wayNs(up);
    offsetsNs[i] = lead.offsetNs();
    inputs.add(new Input(tick, upNs(waysNs[i])));
    ticks = i + 1;
  }

  /** The share of late inputs from that tick of the run on, but for those still on their way. */
  double lateShare(int from) {
    int n = 0;
    for (int i = from; i < ticks - hz; i++) {
      n += lateTicks[i] ? 1 : 0;
    }
    return (double) n / (ticks - hz - from);
  }

  int lateCount(int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      n += lateTicks[i] ? 1 : 0;
    }
    return n;
  }

  double meanOffsetTicks(int from) {
    double sum = 0;
    for (int i = from; i < ticks; i++) {
      sum += offsetsNs[i] - serverAheadNs;
    }
    return sum / (ticks - from) * hz / 1e9;
  }

  double maxOffsetTicks(int from) {
    long most = Long.MIN_VALUE;
    for (int i = from; i < ticks; i++) {
      most = Math.max(most, offsetsNs[i] - serverAheadNs);
    }
    return most * hz / 1e9;
  }

  double offsetTicks(int i) {
    return (offsetsNs[i] - serverAheadNs) * hz / 1e9;
  }

  /**
   * The least constant lead with which the same inputs, on the same ways, would have been late no
   * more often than that: found by bisection.
   */
  double leastConstantTicks(int from, double share) {
    double low = 0;
    double high = hz;
    while (high - low > 0.001) {
      double middle = (low + high) / 2;
      if (lateWith(middle, from) < share) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private double lateWith(double aheadTicks, int from) {
    long aheadNs = (long) (aheadTicks * 1e9 / hz);
    long lastNs = Long.MIN_VALUE;
    int lateOnes = 0;
    for (int i = 0; i < ticks - hz; i++) {
      long dueNs = (firstTick + i) * 1_000_000_000L / hz;
      lastNs = Math.max(lastNs, dueNs - aheadNs + waysNs[i]);
      lateOnes += i >= from && lastNs > dueNs ? 1 : 0;
    }
    return (double) lateOnes / (ticks - hz - from);
  }
}
