package dev.backbeat.server.ops;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.LoopBroadcaster;
import dev.backbeat.server.input.InputObserver;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.overload.WriteAges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Everything that is counted, as Prometheus reads it. Any thread; what the hot path calls only adds
 * to a {@link LongAdder}.
 */
public final class ServerMetrics
    implements BroadcastObserver, InputObserver, LimitObserver, AutoCloseable {
  private static final Duration[] AGE_BUCKETS =
      millis(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 33, 66, 250);
  private static final Duration[] LAG_BUCKETS = millis(1, 2, 5, 10, 25, 50, 100, 250, 1_000);
  private static final Duration[] RTT_BUCKETS =
      millis(0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 400, 800, 2_000);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TickMeters ticks = new TickMeters(registry);
  private final CodeCounters inputsRejected =
      codes("backbeat.inputs.rejected", "Inputs and messages refused", "reason");
  private final CodeCounters upgradesRejected =
      codes("backbeat.upgrades.rejected", "Upgrades refused", "code");
  private final CodeCounters joinsRejected =
      codes("backbeat.joins.rejected", "Joins refused", "code");
  private final CodeCounters closes =
      codes("backbeat.closes", "Connections closed by the server", "code");
  private final LongAdder frames = new LongAdder();
  private final LongAdder frameBytes = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder inputs = new LongAdder();
  private final LongAdder lateInputs = new LongAdder();
  private final LongAdder rewinds = new LongAdder();
  private final LongAdder clampedRewinds = new LongAdder();
  private final LongAdder sentAway = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder messageBytes = new LongAdder();
  private final Counter[] limitHits = new Counter[Limit.values().length];
  private final ProcessMeters process = new ProcessMeters(registry);
  private final Counter repairs;
  private final Counter loopOverruns;
  private final Counter overBudget;
  private final Counter[] slowerCells = new Counter[3];
  private final Counter slowClients;
  private final Counter ticketsIssued;
  private final Counter resumes;
  private final Timer rtt;
  private final Timer writeAge;
  private final Timer loopLag;
  private final WriteAges writeAges = new WriteAges();

  /** Counts from zero, and registers the JVM's and the process's own figures. */
  public ServerMetrics() {
    counter("backbeat.frames", "Frames written to clients", "frames", frames);
    counter("backbeat.frame", "Payload bytes of frames written to clients", "bytes", frameBytes);
    counter("backbeat.clients.skipped", "Frames not written to slow clients", null, skipped);
    counter("backbeat.inputs", "Inputs accepted from clients", null, inputs);
    counter("backbeat.inputs.late", "Inputs that came after their tick", null, lateInputs);
    counter("backbeat.rewinds", "Actions for which the world is rewound", null, rewinds);
    counter(
        "backbeat.rewinds.clamped",
        "Rewinds whose stated view was not taken",
        null,
        clampedRewinds);
    counter("backbeat.sent.away", "Connections closed because the server stops", null, sentAway);
    counter("backbeat.messages", "Messages received from clients", null, messages);
    counter("backbeat.message", "Payload bytes received from clients", "bytes", messageBytes);
    repairs = event("backbeat.repairs", "Resets sent to clients that had been skipped");
    loopOverruns =
        event("backbeat.loop.overruns", "Committed ticks that a gateway loop was too late for");
    overBudget = event("backbeat.budget.hits", "Plans of clients over their budget at full rate");
    for (int i = 0; i < slowerCells.length; i++) {
      slowerCells[i] =
          Counter.builder("backbeat.cells.slower")
              .description("Cells that clients take less often than every send, per send")
              .tag("period", Integer.toString(2 << i))
              .register(registry);
    }
    for (Limit limit : Limit.values()) {
      limitHits[limit.ordinal()] =
          Counter.builder("backbeat.limit.hits")
              .description("How often a limit was met")
              .tag("limit", limit.label())
              .register(registry);
    }
    slowClients = event("backbeat.slow.clients", "Connections closed because they took no bytes");
    ticketsIssued = event("backbeat.tickets.issued", "Tickets given out");
    resumes = event("backbeat.resumes", "Sessions resumed on a new connection");
    rtt =
        Timer.builder("backbeat.rtt")
            .description("Round-trip times of WebSocket pings")
            .serviceLevelObjectives(RTT_BUCKETS)
            .register(registry);
    writeAge =
        Timer.builder("backbeat.write.age")
            .description("How old a tick was when a gateway loop began to write it")
            .serviceLevelObjectives(AGE_BUCKETS)
            .register(registry);
    loopLag =
        Timer.builder("backbeat.loop.lag")
            .description("How late a gateway loop's timer was, ten times per second and loop")
            .serviceLevelObjectives(LAG_BUCKETS)
            .register(registry);
    for (CloseCode code : CloseCode.values()) {
      closes.register(List.of(Integer.toString(code.code())));
    }
  }

  static Duration[] millis(double... values) {
    Duration[] durations = new Duration[values.length];
    for (int i = 0; i < values.length; i++) {
      durations[i] = Duration.ofNanos((long) (values[i] * 1e6));
    }
    return durations;
  }

  private CodeCounters codes(String name, String help, String tag) {
    return new CodeCounters(registry, name, help, tag);
  }

  private void counter(String name, String help, String unit, LongAdder adder) {
    FunctionCounter.builder(name, adder, LongAdder::sum)
        .description(help)
        .baseUnit(unit)
        .register(registry);
  }

  private Counter event(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  /** A connection is closed because the server stops. */
  public void addSentAway() {
    sentAway.increment();
  }

  /** Connections closed because the server stops. */
  public long sentAway() {
    return sentAway.sum();
  }

  /** What runs: the build, the JVM, and this process by its name. */
  public void build(String instance) {
    Gauge.builder("backbeat.build.info", () -> 1)
        .description("Always 1; its labels say what runs")
        .tag("version", BuildInfo.version())
        .tag("java", Runtime.version().toString())
        .tag("instance_id", instance)
        .register(registry);
  }

  /** How the gateway's loops talk to the kernel. */
  public void transport(String name) {
    Gauge.builder("backbeat.transport.info", () -> 1)
        .description("Always 1; its label says how loops talk to the kernel")
        .tag("transport", name)
        .register(registry);
  }

  /** A figure that is read when somebody asks for it. */
  public void gauge(String name, String help, String unit, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).baseUnit(unit).register(registry);
  }

  /** One of several such figures, told apart by a tag. */
  public void gauge(String name, String help, String tag, String of, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).tag(tag, of).register(registry);
  }

  /** A count that is kept elsewhere and read when somebody asks for it. */
  public void counter(String name, String help, Supplier<Number> value) {
    FunctionCounter.builder(name, this, metrics -> value.get().doubleValue())
        .description(help)
        .register(registry);
  }

  /**
   * One of several such counts, told apart by a tag: kept elsewhere and read when somebody asks for
   * it.
   */
  public void counter(String name, String help, String tag, String of, Supplier<Number> value) {
    // The registry holds its second argument weakly, the function not.
    FunctionCounter.builder(name, this, metrics -> value.get().doubleValue())
        .description(help)
        .tag(tag, of)
        .register(registry);
  }

  /** CPU seconds of this process so far, user and system. */
  public double cpuSeconds() {
    return process.cpuSeconds();
  }

  /** How ticks go. */
  public TickMeters ticks() {
    return ticks;
  }

  /** The codes by which inputs, upgrades and joins can be refused: their series exist from now. */
  public void errorCodes(Collection<String> codes) {
    inputsRejected.register(codes);
    upgradesRejected.register(codes);
    joinsRejected.register(codes);
  }

  @Override
  public void onBroadcast(int frames, long payloadBytes, int skippedClients) {
    this.frames.add(frames);
    frameBytes.add(payloadBytes);
    if (skippedClients > 0) {
      skipped.add(skippedClients);
    }
  }

  @Override
  public void onWriteStart(long committedNs, long periodNs) {
    long ageNs = System.nanoTime() - committedNs;
    writeAges.add(ageNs, periodNs);
    writeAge.record(Math.max(0, ageNs), TimeUnit.NANOSECONDS);
  }

  @Override
  public void onRepair() {
    repairs.increment();
  }

  @Override
  public void onSlowerCells(int everySecond, int everyFourth, int everyEighth) {
    slowerCells[0].increment(everySecond);
    slowerCells[1].increment(everyFourth);
    slowerCells[2].increment(everyEighth);
  }

  @Override
  public void onOverBudget(int clients) {
    overBudget.increment(clients);
  }

  @Override
  public void onLoopOverrun() {
    loopOverruns.increment();
    writeAges.addMissed(LoopBroadcaster.MAX_PENDING_TICKS);
  }

  @Override
  public void onLateInputs(int count) {
    lateInputs.add(count);
  }

  @Override
  public void onRewind(boolean clamped) {
    rewinds.increment();
    if (clamped) {
      clampedRewinds.increment();
    }
  }

  @Override
  public void onLimit(Limit limit) {
    limitHits[limit.ordinal()].increment();
  }

  /** How old ticks are when loops begin to write them. */
  public WriteAges writeAges() {
    return writeAges;
  }

  /** Frames written, or not written because a client was slow, since the start. */
  public long framesDecided() {
    return frames.sum() + skipped.sum();
  }

  /** A message came in. */
  public void messageReceived(int bytes) {
    messages.increment();
    messageBytes.add(bytes);
  }

  /** Inputs went into an inbox. */
  public void inputsAccepted(int count) {
    inputs.add(count);
  }

  /** Something that a client sent was refused, and the client plays on. */
  public void rejectedInput(String reason, int count) {
    inputsRejected.add(reason, count);
  }

  /** An upgrade was refused. */
  public void rejectedUpgrade(String code) {
    upgradesRejected.add(code, 1);
  }

  /** A ticket was given out. */
  public void ticketIssued() {
    ticketsIssued.increment();
  }

  /** A join was refused. */
  public void rejectedJoin(String code) {
    joinsRejected.add(code, 1);
  }

  /** The server closed a connection with this code. */
  public void closed(int closeCode) {
    closes.add(Integer.toString(closeCode), 1);
  }

  /** A connection was closed because it took no bytes. */
  public void slowClient() {
    slowClients.increment();
  }

  /** A session is back. */
  public void resumed() {
    resumes.increment();
  }

  /** A gateway loop's timer was so late. */
  public void loopLag(long lagNs) {
    loopLag.record(Math.max(0, lagNs), TimeUnit.NANOSECONDS);
  }

  /** One measured round trip. */
  public void roundTrip(long rttNs) {
    rtt.record(rttNs, TimeUnit.NANOSECONDS);
  }

  /** To be called about once per second: lets the windows of quantiles move on. */
  public void observe(long nowNs) {
    ticks.observe(nowNs);
  }

  /**
   * How late all ticks since the start were, to within 1 %: a line per bucket that is not empty,
   * with the game, the bucket's highest lateness in ns and its number of ticks.
   */
  public String tickLateness() {
    return ticks.lateness();
  }

  /** The Prometheus text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    process.close();
    registry.close();
  }
}
