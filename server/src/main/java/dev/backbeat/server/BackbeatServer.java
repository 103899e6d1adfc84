package dev.backbeat.server;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.admin.AdminServer;
import dev.backbeat.server.admin.AdminServices;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.flight.SlowTicks;
import dev.backbeat.server.gateway.Gateway;
import dev.backbeat.server.gateway.LoopFairness;
import dev.backbeat.server.gateway.Transports;
import dev.backbeat.server.ops.ConfigMeters;
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
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server, put together: what {@link Main} runs, and what a program or a test embeds. Any
 * thread.
 */
public final class BackbeatServer {
  private static final Logger LOG = LoggerFactory.getLogger(BackbeatServer.class);
  private static final int RETRY_AFTER_MS = 2_000;
  private static final int OBSERVE_MS = 1_000;
  private static final long CLOSE_FRAMES_MS = 1_500;

  private final ServerConfig config;
  private final LiveConfig live;
  private final Vertx vertx;
  private final ServerMetrics metrics;
  private final Health health;
  private final SimulationVerticle simulation;
  private final Gateway gateway;
  private final Sessions sessions;
  private final Overload overload;
  private final OverloadWatch watch;
  private final HealthWatch healthWatch;
  private volatile AdminServer admin;
  private Future<Void> stopped;

  private BackbeatServer(LiveConfig live, Vertx vertx, String transport, GameRegistry games)
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
                metrics));
    this.sessions =
        new Sessions(
            Duration.ofSeconds(wanted.resumeGraceSeconds()), 4 * config.limits().maxConnections());
    this.health =
        new Health(
            config.observability().readyStallMs() * 1_000_000L,
            config.observability().liveStallSeconds() * 1_000_000_000L,
            simulation::health,
            metrics::framesDecided,
            sessions::connected,
            () -> overload.step().admitting());
    this.gateway =
        new Gateway(vertx, live, rooms(), sessions, metrics, health, overload, giveWay(config));
    this.watch =
        new OverloadWatch(
            overload,
            new PressureSampler(
                simulation::load,
                metrics.writeAges(),
                metrics::cpuSeconds,
                Runtime.getRuntime().availableProcessors()));
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
    Transport transport = Transports.choose(config.listen());
    Vertx vertx = newVertx(config, transport);
    BackbeatServer server;
    try {
      StartupChecks.require(config, games);
      live.check(changed -> StartupChecks.require(changed, games));
      server = new BackbeatServer(live, vertx, transport.name(), games);
    } catch (Exception e) {
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
        new AdminServices(live, simulation, gateway, health, metrics, overload);
    return AdminServer.start(services, gateway.certificate(), router -> {})
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
      Transport transport = Transports.choose(config.listen());
      vertx = newVertx(config, transport);
      new BackbeatServer(live, vertx, transport.name(), games).metrics.close();
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
  }

  private static <T> Future<T> closedWith(Vertx vertx, Future<T> outcome) {
    Promise<T> promise = Promise.promise();
    vertx.close().toCompletionStage().whenComplete((closed, e) -> outcome.onComplete(promise));
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
    return simulation.rooms();
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
   * Takes nobody new, tells the players, lets the ticks in flight finish, closes everything.
   * Completes when all is gone, at the latest {@code --drain-seconds} and a few more after the
   * call.
   */
  public synchronized Future<Void> stop() {
    if (stopped == null) {
      stopped = drainAndClose();
    }
    return stopped;
  }

  private Future<Void> drainAndClose() {
    long startNs = System.nanoTime();
    int players = gateway.connections();
    int rooms = rooms().list().size();
    health.drain();
    String sentence = "the server is shutting down; come back in a moment";
    CloseReason reason = CloseReason.goodbye(CloseCode.GOING_AWAY, sentence, RETRY_AFTER_MS);
    Promise<Void> stopping = Promise.promise();
    rooms()
        .drain(reason)
        .timeout(config.operation().drainSeconds(), TimeUnit.SECONDS)
        .transform(drained -> gateway.goodbye(sentence, RETRY_AFTER_MS))
        .transform(said -> whenNobodyIsConnected())
        .onComplete(
            closed -> {
              LOG.atInfo()
                  .addKeyValue("connections", players)
                  .addKeyValue("cutOff", gateway.connections())
                  .addKeyValue("rooms", rooms)
                  .addKeyValue("tookMs", (System.nanoTime() - startNs) / 1_000_000)
                  .log("drained");
              watch.close();
              live.close();
              healthWatch.close();
              metrics.close();
              closeAdmin()
                  .transform(gone -> closedWith(vertx, Future.<Void>succeededFuture()))
                  .onComplete(stopping);
            });
    return stopping.future();
  }

  private Future<Void> closeAdmin() {
    AdminServer listening = admin;
    return listening == null ? Future.succeededFuture() : listening.close();
  }

  /** Clients answer a close frame; those who do not are not waited for. */
  private Future<Void> whenNobodyIsConnected() {
    Promise<Void> alone = Promise.promise();
    awaitNobody(System.nanoTime() + CLOSE_FRAMES_MS * 1_000_000, alone);
    return alone.future();
  }

  /**
   * One-shot timers: a periodic one that is made on another thread may fire, and cancel itself,
   * before Vert.x has kept what there is to cancel.
   */
  private void awaitNobody(long deadlineNs, Promise<Void> alone) {
    if (gateway.connections() == 0 || System.nanoTime() - deadlineNs > 0) {
      alone.complete();
    } else {
      vertx.setTimer(10, timer -> awaitNobody(deadlineNs, alone));
    }
  }
}
