package dev.backbeat.server;

import dev.backbeat.server.admin.AdminServer;
import dev.backbeat.server.admin.AdminServices;
import dev.backbeat.server.flight.SlowTicks;
import dev.backbeat.server.gateway.Gateway;
import dev.backbeat.server.gateway.HealthRoutes;
import dev.backbeat.server.gateway.Listeners;
import dev.backbeat.server.gateway.LoopFairness;
import dev.backbeat.server.gateway.Transports;
import dev.backbeat.server.ops.ConfigMeters;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.DrainStatus;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.HealthMeters;
import dev.backbeat.server.ops.HealthWatch;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.OverloadMeters;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.overload.OverloadWatch;
import dev.backbeat.server.overload.PressureSampler;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.room.SimulationSettings;
import dev.backbeat.server.room.SimulationVerticle;
import dev.backbeat.server.session.SanctionFile;
import dev.backbeat.server.session.Sanctions;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import dev.backbeat.server.tls.Certificates;
import dev.backbeat.server.trace.TracedRooms;
import dev.backbeat.server.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A whole server, put together: what {@link Main} runs, and what a program or a test embeds. Any
 * thread.
 */
public final class BackbeatServer {
  private static final int OBSERVE_MS = 1_000;
  private static final int CLOSE_SECONDS = 5;

  private final ServerConfig config;
  private final LiveConfig live;
  private final Vertx vertx;
  private final ServerMetrics metrics;
  private final Health health;
  private final SimulationVerticle simulation;
  private final Rooms rooms;
  private final Gateway gateway;
  private final Certificates certificates;
  private final Sessions sessions;
  private final SanctionFile sanctionFile;
  private final Sanctions sanctions;
  private final Overload overload;
  private final OverloadWatch watch;
  private final HealthWatch healthWatch;
  private volatile AdminServer admin;
  private final ServerDrain drain;
  private final ReadyFile readyFile;
  private final Promise<Void> closed = Promise.promise();

  private BackbeatServer(
      LiveConfig live,
      Vertx vertx,
      String transport,
      Listeners listeners,
      GameRegistry games,
      SanctionFile sanctionFile)
      throws IOException {
    this.live = live;
    this.config = live.current();
    this.vertx = vertx;
    this.metrics = new ServerMetrics();
    this.overload = new Overload(config.overload().settings());
    ServerConfig.Simulation wanted = config.simulation();
    this.simulation =
        new SimulationVerticle(
            games,
            new SimulationSettings(
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
                wanted.maxRoomEntities()));
    String instance = instanceId(config.drain());
    this.readyFile = new ReadyFile(config.drain().readyFile(), instance);
    this.sessions =
        new Sessions(
            instance,
            Duration.ofSeconds(wanted.resumeGraceSeconds()),
            4 * config.limits().maxConnections());
    this.rooms = new TracedRooms(simulation.rooms(), Tracing.global());
    this.health =
        new Health(
            config.observability().readyStallMs() * 1_000_000L,
            config.observability().liveStallSeconds() * 1_000_000_000L,
            simulation::health,
            metrics::framesDecided,
            sessions::connected,
            () -> overload.step().admitting());
    this.certificates = Certificates.load(live, metrics, InstantSource.system());
    this.sanctionFile = sanctionFile;
    this.sanctions = sanctionFile.sanctions();
    this.gateway =
        new Gateway(
            vertx,
            live,
            rooms(),
            sessions,
            sanctions,
            metrics,
            health,
            overload,
            giveWay(config),
            listeners,
            certificates);
    sanctionFile.onForeign(gateway::endBanned);
    this.drain = new ServerDrain(live, instance, rooms(), gateway, health, this::close);
    this.watch =
        new OverloadWatch(
            overload,
            new PressureSampler(
                simulation::load,
                metrics.writeAges(),
                metrics::cpuSeconds,
                Runtime.getRuntime().availableProcessors()));
    health.instance(instance);
    metrics.build(instance);
    this.healthWatch = new HealthWatch(health);
    metrics.transport(transport);
    metrics.ticks().register(games.names());
    ConfigMeters.register(metrics, live);
    registerGauges();
  }

  /**
   * Starts a server with options as on the command line, such as {@code "--port", "0"}.
   *
   * @return the server once it listens; a failure says in a sentence why it does not
   */
  public static Future<BackbeatServer> start(String... args) {
    return start(ServerCommand.configOf(args), GameRegistry.load());
  }

  /** Starts a server with these games, whose configuration stays as it is. */
  public static Future<BackbeatServer> start(ServerConfig config, GameRegistry games) {
    return start(LiveConfig.fixed(config), games);
  }

  /** Starts a server with these games; it closes the configuration when it stops. */
  public static Future<BackbeatServer> start(LiveConfig live, GameRegistry games) {
    ServerConfig config = live.current();
    Listeners listeners = new Listeners(config.drain().reusePort());
    Transport transport = Transports.choose(config.listen(), listeners);
    Vertx vertx = newVertx(config, transport);
    BackbeatServer server;
    SanctionFile sanctionFile = null;
    try {
      StartupChecks.require(config, games);
      live.check(changed -> StartupChecks.require(changed, games));
      sanctionFile = SanctionFile.open(config.admin().bansFile(), Clock.systemUTC());
      server = new BackbeatServer(live, vertx, transport.name(), listeners, games, sanctionFile);
    } catch (Exception e) {
      if (sanctionFile != null) {
        sanctionFile.close();
      }
      return closedWith(vertx, Future.failedFuture(e));
    }
    // Not a future of a Vert.x context: its last word may come when the loops are gone.
    Promise<BackbeatServer> started = Promise.promise();
    vertx
        .deployVerticle(server.simulation)
        .compose(deployed -> server.gateway.start())
        .compose(listening -> server.startAdmin())
        .map(
            listening -> {
              vertx.setPeriodic(OBSERVE_MS, timer -> server.observe(System.nanoTime()));
              server.health.listening();
              server.healthWatch.start();
              server.readyFile.write(server.url());
              if (config.overload().ladder()) {
                server.watch.start();
              }
              return server;
            })
        .onComplete(
            result -> {
              if (result.succeeded()) {
                started.complete(server);
              } else {
                server.sanctionFile.close();
                closedWith(vertx, Future.<BackbeatServer>failedFuture(result.cause()))
                    .onComplete(started);
              }
            });
    return started.future();
  }

  private Future<Void> startAdmin() {
    if (config.admin().port() == null) {
      return Future.succeededFuture();
    }
    AdminServices services =
        new AdminServices(
            instance(),
            live,
            rooms(),
            simulation,
            gateway,
            sanctionFile,
            health,
            metrics,
            overload,
            this::drain,
            this::drainStatus);
    HealthRoutes watched = new HealthRoutes(health, metrics, overload);
    return AdminServer.start(
            services,
            certificates,
            router -> {
              watched.addHealth(router);
              watched.addMetrics(router);
            })
        .onSuccess(listening -> admin = listening)
        .mapEmpty();
  }

  /**
   * Does what a start does up to the first socket: reads keys and certificates, looks for the game,
   * holds the rules. Blocks; not for an event loop.
   *
   * @return what keeps a server from starting with the configuration, in sentences
   */
  static List<String> rehearse(ServerConfig config, GameRegistry games) {
    List<String> problems = StartupChecks.problems(config, games);
    if (!problems.isEmpty()) {
      return problems;
    }
    LiveConfig live = LiveConfig.fixed(config);
    Vertx vertx = null;
    try {
      Listeners listeners = new Listeners(config.drain().reusePort());
      Transport transport = Transports.choose(config.listen(), listeners);
      vertx = newVertx(config, transport);
      SanctionFile.check(config.admin().bansFile(), Clock.systemUTC());
      SanctionFile none = SanctionFile.open(null, Clock.systemUTC());
      new BackbeatServer(live, vertx, transport.name(), listeners, games, none).metrics.close();
      none.close();
      return List.of();
    } catch (Exception e) {
      return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      live.close();
      if (vertx != null) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
      }
    }
  }

  private void observe(long nowNs) {
    health.observe(nowNs);
    metrics.observe(nowNs);
    certificates.observe();
  }

  private static <T> Future<T> closedWith(Vertx vertx, Future<T> outcome) {
    Promise<T> promise = Promise.promise();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .whenComplete((closed, e) -> outcome.onComplete(promise));
    return promise.future();
  }

  private static Vertx newVertx(ServerConfig config, Transport transport) {
    LoopFairness.bound();
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(config.listen().gatewayLoops())
            .setWorkerPoolSize(4)
            .setInternalBlockingPoolSize(4)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false));
    return Vertx.builder().with(options).withTransport(transport).build();
  }

  private static String instanceId(ServerConfig.Drain settings) {
    // Not a secret: what is secret in a token follows it.
    return settings.instanceId() != null
        ? settings.instanceId()
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 10);
  }

  /** Where every thread has a processor of its own there is nothing to give. */
  private GiveWay giveWay(ServerConfig wanted) {
    int threads = wanted.simulation().tickThreads() + wanted.listen().gatewayLoops();
    return threads > Runtime.getRuntime().availableProcessors()
        ? simulation.giveWay()
        : GiveWay.NEVER;
  }

  private void registerGauges() {
    OverloadMeters.register(metrics, overload);
    HealthMeters.register(metrics, health);
    metrics.gauge("backbeat.sessions", "Sessions with a connection", null, sessions::connected);
    metrics.gauge("backbeat.resume.tokens", "Resume tokens that are known", null, sessions::tokens);
    metrics.gauge("backbeat.rooms", "Rooms now", null, () -> rooms().list().size());
    metrics.gauge("backbeat.players", "Seats of players", null, () -> sum(RoomInfo::players));
    metrics.gauge("backbeat.watchers", "Seats of watchers", null, () -> sum(RoomInfo::watchers));
  }

  /**
   * The overload ladder. With {@code --overload-ladder off} nobody moves it but who calls {@link
   * Overload#sample}: a test, say.
   */
  public Overload overload() {
    return overload;
  }

  private int sum(ToIntFunction<RoomInfo> seats) {
    return rooms().list().stream().mapToInt(seats).sum();
  }

  /** Its configuration, to reload. */
  public LiveConfig liveConfig() {
    return live;
  }

  /** This process' name among others: in resume tokens, logs and {@code /readyz}. */
  public String instance() {
    return sessions.instance();
  }

  /** What it shows to those who connect by TLS, and how that is replaced. */
  public Certificates certificates() {
    return certificates;
  }

  /** The port that it listens on. */
  public int port() {
    return gateway.port();
  }

  /** The operators' listener, if there is one. */
  public Optional<AdminServer> admin() {
    return Optional.ofNullable(admin);
  }

  /** What clients connect to: {@code ws://127.0.0.1:8080/play}. */
  public String url() {
    return gateway.url();
  }

  /** All rooms. */
  public Rooms rooms() {
    return rooms;
  }

  /** WebSocket connections now. */
  public int connections() {
    return gateway.connections();
  }

  /**
   * Closes players' TCP connections without a close frame, as a broken network would.
   *
   * @return how many
   */
  public Future<Integer> dropSockets(Predicate<String> playerName) {
    return gateway.dropSockets(playerName);
  }

  /**
   * Begins to stop: not ready from now on, no new rooms, players are told; who still plays at the
   * deadline is disconnected with a hint when to come back. Asked again, the earlier deadline
   * counts. {@link #closed} completes when all is gone.
   *
   * @return how it stands right afterwards
   */
  public DrainStatus drain(DrainRequest request) {
    readyFile.delete();
    drain.begin(request, System.nanoTime());
    return drainStatus();
  }

  /** How far the server is with stopping. */
  public DrainStatus drainStatus() {
    return drain.status(System.nanoTime());
  }

  /** Completes when a drain has come to its end and nothing of the server is left. */
  public Future<Void> closed() {
    return closed.future();
  }

  /**
   * Takes nobody new, tells the players, lets the ticks in flight finish, closes everything.
   * Completes when all is gone, at the latest {@code --drain-seconds} and a few more after the
   * call.
   */
  public Future<Void> stop() {
    drain.roomsEndMs(TimeUnit.SECONDS.toMillis(Math.max(1, config.drain().seconds())));
    drain(DrainRequest.now());
    return closed();
  }

  private void close() {
    watch.close();
    live.close();
    healthWatch.close();
    metrics.close();
    sanctionFile.close();
    closeAdmin()
        .transform(gone -> closedWith(vertx, Future.<Void>succeededFuture()))
        .onComplete(closed);
  }

  private Future<Void> closeAdmin() {
    AdminServer listening = admin;
    if (listening == null) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    listening
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS) // Its loop may be stuck.
        .whenComplete((gone, e) -> promise.complete());
    return promise.future();
  }
}
