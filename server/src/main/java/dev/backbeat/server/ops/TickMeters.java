package dev.backbeat.server.ops;

import dev.backbeat.server.tick.TickObserver;
import dev.backbeat.server.tick.TickPhases;
import dev.backbeat.server.tick.TickTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How ticks go, by game. Tick threads record, and allocate nothing; games are known from the start,
 * so that every series exists at 0 before its first tick.
 */
public final class TickMeters implements TickObserver {
  private static final Duration[] BUCKETS =
      ServerMetrics.millis(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 33, 66, 250);
  private static final double[] LATENESS_QUANTILES = {0.5, 0.99, 0.999, 1};
  private static final TickPhases.Phase[] PHASES = TickPhases.Phase.values();

  private final MeterRegistry registry;
  private final ConcurrentHashMap<String, OfGame> games = new ConcurrentHashMap<>();

  TickMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private record OfGame(
      Timer duration,
      Timer lateness,
      TickLateness exactLateness,
      Counter overruns,
      Counter failures,
      LongAdder[] phasesNs) {}

  /** Makes their series exist. */
  public void register(Collection<String> names) {
    names.forEach(this::of);
  }

  @Override
  public void onTick(TickTask task, long tick, long latenessNs, long durationNs) {
    OfGame meters = of(task.kind());
    meters.lateness.record(Math.max(0, latenessNs), TimeUnit.NANOSECONDS);
    meters.exactLateness.record(latenessNs);
    meters.duration.record(durationNs, TimeUnit.NANOSECONDS);
    TickPhases phases = task.phases();
    if (phases != null) {
      for (TickPhases.Phase phase : PHASES) {
        meters.phasesNs[phase.ordinal()].add(phases.lastNs(phase));
      }
    }
  }

  @Override
  public void onOverrun(String game, long skippedTicks) {
    of(game).overruns.increment(skippedTicks);
  }

  @Override
  public void onFailure(String game) {
    of(game).failures.increment();
  }

  /** To be called about once per second: lets the windows of quantiles move on. */
  void observe(long nowNs) {
    games.values().forEach(meters -> meters.exactLateness.observe(nowNs));
  }

  /** See {@link ServerMetrics#tickLateness}. */
  String lateness() {
    StringBuilder lines = new StringBuilder();
    games.forEach((game, meters) -> meters.exactLateness.write(game, lines));
    return lines.toString();
  }

  private OfGame of(String game) {
    OfGame meters = games.get(game);
    return meters != null ? meters : games.computeIfAbsent(game, this::newMeters);
  }

  private OfGame newMeters(String game) {
    TickLateness exact = new TickLateness();
    for (double quantile : LATENESS_QUANTILES) {
      Gauge.builder("backbeat.tick.lateness.recent", exact, e -> e.quantileSeconds(quantile))
          .description("How late ticks of the last 10 to 20 s started; rank 1 is the latest")
          .baseUnit("seconds")
          .tag("game", game)
          .tag("rank", BigDecimal.valueOf(quantile).stripTrailingZeros().toPlainString())
          .register(registry);
    }
    return new OfGame(
        timer("backbeat.tick.duration", "How long a room's tick took", game),
        timer("backbeat.tick.lateness", "How late a room's tick started", game),
        exact,
        counter("backbeat.tick.overruns", "Ticks given up because a room was too late", game),
        counter("backbeat.room.failures", "Rooms that ended by an exception", game),
        phases(game));
  }

  private LongAdder[] phases(String game) {
    LongAdder[] phasesNs = new LongAdder[PHASES.length];
    for (TickPhases.Phase phase : PHASES) {
      LongAdder sumNs = new LongAdder();
      phasesNs[phase.ordinal()] = sumNs;
      FunctionCounter.builder("backbeat.tick.phase", sumNs, ns -> ns.sum() / 1e9)
          .description("Time that rooms' ticks spent in each of their phases")
          .baseUnit("seconds")
          .tag("game", game)
          .tag("phase", phase.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    return phasesNs;
  }

  private Counter counter(String name, String help, String game) {
    return Counter.builder(name).description(help).tag("game", game).register(registry);
  }

  private Timer timer(String name, String help, String game) {
    return Timer.builder(name)
        .description(help)
        .tag("game", game)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
