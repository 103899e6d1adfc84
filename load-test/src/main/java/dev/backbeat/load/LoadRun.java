package dev.backbeat.load;

import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.load.wire.Tls;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** One run from the first room to the results. The calling thread conducts and waits. */
final class LoadRun implements RunListener {
  private static final int MAX_VIOLATIONS_KEPT = 20;

  /** After the measured time: for the last acknowledgements, and for the server's closes. */
  private static final long DRAIN_NS = 3_000_000_000L;

  private static final long POLL_MS = 100;
  private static final long LOOP_ANSWER_SECONDS = 30;

  private final LoadSettings settings;
  private final Progress progress;
  private final ErrorCounts errors = new ErrorCounts();
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger settled = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private final List<String> violationsKept = Collections.synchronizedList(new ArrayList<>());
  private final List<String> notes = new ArrayList<>();
  private final Histogram joinUs = new ConcurrentHistogram(LoopMeter.MAX_US, LoopMeter.DIGITS);
  private final Semaphore handshakes;
  private final List<LoadLoop> loops = new ArrayList<>();

  LoadRun(LoadSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.handshakes = new Semaphore(settings.rampConcurrency());
  }

  /** Does it all; errors of clients and server are part of the results. */
  Results run() throws InterruptedException {
    LoadProtocol protocol = LoadProtocol.of(settings.protocol(), settings.protocolOptions());
    ServerApi api = protocol.hasBackbeatApi() ? new ServerApi(settings) : null;
    List<Ramp.Place> plan = Ramp.plan(settings, rooms(api));
    String host = settings.url().getHost();
    InetSocketAddress address = new InetSocketAddress(host, settings.port());
    Tls tls = settings.secure() ? Tls.of(host, settings.port(), settings.insecure()) : null;
    for (int i = 0; i < settings.loops(); i++) {
      loops.add(new LoadLoop("load-" + i, settings, protocol, address, tls, this));
    }
    try {
      return measure(api, ramp(plan));
    } finally {
      for (LoadLoop loop : loops) {
        loop.stop();
      }
    }
  }

  /** Where there is nobody to create rooms, their numbers: they come to be when somebody joins. */
  private List<String> rooms(ServerApi api) {
    if (api == null) {
      return IntStream.range(0, settings.rooms()).mapToObj(Integer::toString).toList();
    }
    ServerApi.RoomsMade rooms = api.createRooms();
    if (rooms.ids().isEmpty()) {
      note("the server made no rooms (" + rooms.refusal() + "), so clients joined any room");
    }
    return rooms.ids();
  }

  /**
   * @param api null if the server has none
   */
  private Results measure(ServerApi api, double rampSeconds) throws InterruptedException {
    ProcessProbe process =
        settings.serverPid() == 0 ? null : new ProcessProbe(settings.serverPid());
    ServerProbe probe = ServerProbe.start(api, process);
    Sampler sampler = new Sampler(loops, probe, System.nanoTime());
    boolean anybody = joined.get() > 0;
    phase("warm-up", anybody ? settings.warmupSeconds() : 0, sampler, false);
    onLoops(LoadLoop::begin);
    Tally.Edge before = sampler.begin();
    phase("measure", anybody ? settings.seconds() : 0, sampler, true);
    onLoops(LoadLoop::end);
    Tally.Edge after = sampler.end();
    awaitAcknowledgements();
    LoopStats stats = new LoopStats();
    for (LoadLoop loop : loops) {
      stats.add(onLoop(loop, loop::collect));
    }
    long errorsInTime = errors.total();
    leave();
    if (errors.total() > errorsInTime) {
      note("some errors came while the clients left");
    }
    Tally.Joins joins = new Tally.Joins(joined.get(), joinUs, rampSeconds);
    return new Results(
        settings,
        Tally.figures(settings, stats, joins, before, after, errors.total(), violations.get()),
        errors.byKind(),
        violationsKept,
        sampler.samples(),
        Tally.curve(stats.ack),
        notes);
  }

  private void note(String sentence) {
    notes.add(sentence);
    progress.say(sentence);
  }

  /** Connects everybody, at most so many at once; returns the seconds that it took. */
  private double ramp(List<Ramp.Place> plan) throws InterruptedException {
    List<LoadClient> clients = new ArrayList<>(plan.size());
    for (Ramp.Place p : plan) {
      clients.add(loops.get(p.loop()).addClient(p.seat()));
    }
    long startNs = System.nanoTime();
    loops.forEach(LoadLoop::start);
    for (int i = 0; i < clients.size(); i++) {
      while (!handshakes.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS)) {
        showRamp(startNs);
      }
      loops.get(plan.get(i).loop()).connect(clients.get(i));
      showRamp(startNs);
    }
    while (settled.get() < clients.size()) {
      Thread.sleep(POLL_MS);
      showRamp(startNs);
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    progress.say(
        String.format(
            Locale.ROOT, "%d of %d joined in %.1f s", joined.get(), clients.size(), seconds));
    return seconds;
  }

  private long lastShownNs;

  private void showRamp(long startNs) {
    long nowNs = System.nanoTime();
    if (nowNs - lastShownNs > POLL_MS * 1_000_000) {
      lastShownNs = nowNs;
      String detail =
          String.format(
              Locale.ROOT, "joined, %.1f s, %d errors", (nowNs - startNs) / 1e9, errors.total());
      progress.show("ramp", joined.get(), settings.clients(), detail, nowNs);
    }
  }

  /** Waits, with a sample per second. */
  private void phase(String name, int seconds, Sampler sampler, boolean measured)
      throws InterruptedException {
    long startNs = System.nanoTime();
    for (int second = 1; second <= seconds; second++) {
      long waitNs = startNs + second * 1_000_000_000L - System.nanoTime();
      if (waitNs > 0) {
        TimeUnit.NANOSECONDS.sleep(waitNs);
      }
      Sample s = sampler.sample(measured);
      String detail =
          String.format(
              Locale.ROOT,
              "s, %.0f frames/s, %.0f kB/s, ack p99 %.1f ms, late p99 %.1f ms, %d errors",
              s.framesPerSecond(),
              s.kilobytesPerSecond(),
              s.ackP99Ms(),
              s.generatorLateP99Ms(),
              errors.total());
      progress.show(name, second, seconds, detail, System.nanoTime());
    }
  }

  private void awaitAcknowledgements() throws InterruptedException {
    long untilNs = System.nanoTime() + DRAIN_NS;
    int waiting = unacknowledged();
    while (waiting > 0 && System.nanoTime() < untilNs) {
      Thread.sleep(POLL_MS);
      waiting = unacknowledged();
    }
    if (waiting > 0) {
      errors.add(
          "unacknowledged_input",
          "inputs that no frame acknowledged within " + DRAIN_NS / 1_000_000_000L + " s",
          waiting);
    }
  }

  private int unacknowledged() throws InterruptedException {
    int n = 0;
    for (LoadLoop loop : loops) {
      n += onLoop(loop, loop::unacknowledged);
    }
    return n;
  }

  private void leave() throws InterruptedException {
    onLoops(LoadLoop::stopSending);
    onLoops(LoadLoop::leaveAll);
    long untilNs = System.nanoTime() + DRAIN_NS;
    while (!allClosed() && System.nanoTime() < untilNs) {
      Thread.sleep(POLL_MS);
    }
    onLoops(LoadLoop::abortAll);
  }

  private boolean allClosed() throws InterruptedException {
    for (LoadLoop loop : loops) {
      if (!onLoop(loop, loop::allClosed)) {
        return false;
      }
    }
    return true;
  }

  private void onLoops(java.util.function.Consumer<LoadLoop> action) throws InterruptedException {
    for (LoadLoop loop : loops) {
      onLoop(
          loop,
          () -> {
            action.accept(loop);
            return true;
          });
    }
  }

  private static <T> T onLoop(LoadLoop loop, Callable<T> action) throws InterruptedException {
    try {
      return loop.submit(action).get(LOOP_ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the generator failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("a generator thread does not answer", e);
    }
  }

  @Override
  public void onJoined(long joinNs) {
    joinUs.recordValue(Math.min(LoopMeter.MAX_US, joinNs / 1000));
    joined.incrementAndGet();
    settle();
  }

  @Override
  public void onJoinFailed() {
    settle();
  }

  private void settle() {
    settled.incrementAndGet();
    handshakes.release();
  }

  @Override
  public void onError(String kind, String detail) {
    errors.add(kind, detail);
  }

  @Override
  public void onViolation(String what) {
    violations.incrementAndGet();
    if (violationsKept.size() < MAX_VIOLATIONS_KEPT) {
      violationsKept.add(what);
    }
  }
}
