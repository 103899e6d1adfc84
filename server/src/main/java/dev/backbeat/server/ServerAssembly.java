package dev.backbeat.server;

import dev.backbeat.server.admission.ClockWatch;
import dev.backbeat.server.flight.SlowTicks;
import dev.backbeat.server.gateway.Gateway;
import dev.backbeat.server.ops.ConfigMeters;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.HealthMeters;
import dev.backbeat.server.ops.HealthWatch;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.OverloadMeters;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.overload.PressureSampler;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.room.SimulationSettings;
import dev.backbeat.server.room.SimulationVerticle;
import dev.backbeat.server.session.SanctionFile;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import dev.backbeat.server.tls.Certificates;
import dev.backbeat.server.trace.TracedRooms;
import dev.backbeat.server.trace.Tracing;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The parts of a server, put together: who is made of what, and who knows whom. Nothing runs yet:
 * {@link ServerStart} starts them in their order.
 */
final class ServerAssembly {
  final ServerConfig config;
  final LiveConfig live;
  final EventLoops loops;
  final ServerMetrics metrics;
  final Overload overload;
  final WatchThread overloadWatch;
  final SimulationVerticle simulation;
  final Rooms rooms;
  final Sessions sessions;
  final SanctionFile sanctionFile;
  final Health health;
  final WatchThread healthWatch;
  final Certificates certificates;
  final Gateway gateway;
  final ReadyFile readyFile;
  private final ClockWatch clockWatch = new ClockWatch(System.nanoTime());

  /**
   * Reads keys and certificates, so it blocks. If it fails nothing is left but what it was given.
   *
   * @throws IOException with a sentence if one cannot be used
   */
  static ServerAssembly create(
      LiveConfig live, EventLoops loops, GameRegistry games, SanctionFile sanctionFile)
      throws IOException {
    ServerMetrics metrics = new ServerMetrics();
    ServerAssembly assembly = null;
    try {
      assembly = new ServerAssembly(live, loops, games, sanctionFile, metrics);
      return assembly;
    } finally {
      if (assembly == null) {
        metrics.close();
      }
    }
  }

  private ServerAssembly(
      LiveConfig live,
      EventLoops loops,
      GameRegistry games,
      SanctionFile sanctionFile,
      ServerMetrics metrics)
      throws IOException {
    this.metrics = metrics;
    this.live = live;
    this.config = live.current();
    this.loops = loops;
    this.sanctionFile = sanctionFile;
    this.overload = new Overload(config.overload().settings());
    this.simulation = new SimulationVerticle(games, simulationSettings());
    this.rooms = new TracedRooms(simulation.rooms(), Tracing.global());
    String instance = instanceId(config.drain());
    this.readyFile = new ReadyFile(config.drain().readyFile(), instance);
    this.sessions =
        new Sessions(
            instance,
            Duration.ofSeconds(config.simulation().resumeGraceSeconds()),
            4 * config.limits().maxConnections());
    this.health =
        new Health(
            config.observability().readyStallMs() * 1_000_000L,
            config.observability().liveStallSeconds() * 1_000_000_000L,
            simulation::health,
            metrics::framesDecided,
            sessions::connected,
            () -> overload.step().admitting());
    this.healthWatch = new WatchThread("backbeat-health", new HealthWatch(health)::look);
    this.certificates = Certificates.load(live, metrics, InstantSource.system());
    this.gateway =
        new Gateway(
            loops.vertx(),
            live,
            rooms,
            sessions,
            sanctionFile.sanctions(),
            metrics,
            health,
            overload,
            giveWay(),
            loops.listeners(),
            certificates);
    sanctionFile.onForeign(gateway::endBanned);
    PressureSampler pressure =
        new PressureSampler(
            simulation::load,
            metrics.writeAges(),
            metrics::cpuSeconds,
            Runtime.getRuntime().availableProcessors());
    this.overloadWatch =
        new WatchThread("backbeat-overload", nowNs -> overload.sample(pressure.take(nowNs), nowNs));
    health.instance(instance);
    registerMeters(games);
  }

  private SimulationSettings simulationSettings() {
    ServerConfig.Simulation wanted = config.simulation();
    return new SimulationSettings(
        wanted.game(),
        wanted.maxRooms(),
        wanted.tickHz(),
        wanted.sendHz(),
        wanted.maxRoomPlayers(),
        wanted.tickThreads(),
        wanted.resumeGraceSeconds() * 1_000,
        List.of(),
        metrics,
        new SlowTicks(metrics.ticks(), config.observability().slowTickMs() * 1_000_000L),
        overload::step,
        wanted.clientBytesPerSecond(),
        wanted.rewindCapMs(),
        metrics,
        wanted.maxRoomEntities());
  }

  private static String instanceId(ServerConfig.Drain settings) {
    // Not a secret: what is secret in a token follows it.
    return settings.instanceId() != null
        ? settings.instanceId()
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 10);
  }

  /** Where every thread has a processor of its own there is nothing to give. */
  private GiveWay giveWay() {
    int threads = config.simulation().tickThreads() + config.listen().gatewayLoops();
    return threads > Runtime.getRuntime().availableProcessors()
        ? simulation.giveWay()
        : GiveWay.NEVER;
  }

  private void registerMeters(GameRegistry games) {
    metrics.build(instance());
    metrics.transport(loops.transport());
    metrics.ticks().register(games.names());
    ConfigMeters.register(metrics, live);
    OverloadMeters.register(metrics, overload);
    HealthMeters.register(metrics, health);
    PopulationMeters.register(metrics, sessions, rooms);
  }

  /** This process' name among others. */
  String instance() {
    return sessions.instance();
  }

  /** To be called about once a second. */
  void observe(long nowNs) {
    health.observe(nowNs);
    metrics.observe(nowNs);
    certificates.observe();
    clockWatch.look(System.currentTimeMillis(), nowNs);
  }

  /** Ends what has threads or files of its own, but for the loops. */
  void close() {
    overloadWatch.close();
    live.close();
    healthWatch.close();
    metrics.close();
    sanctionFile.close();
  }
}
