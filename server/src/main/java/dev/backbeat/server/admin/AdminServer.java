package dev.backbeat.server.admin;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.backbeat.server.gateway.HttpAnswers;
import dev.backbeat.server.gateway.HttpSockets;
import dev.backbeat.server.gateway.ListenFailure;
import dev.backbeat.server.ops.Addresses;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.tls.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' listener, on an event loop and with workers of its own: it answers when the
 * players' loops do not. Any thread.
 */
public final class AdminServer {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  /** A flight recording takes its time, and nothing is sent meanwhile. */
  private static final int IDLE_SECONDS = 400;

  private static final int TLS_HANDSHAKE_SECONDS = 10;
  private static final long SAMPLE_MS = 1_000;
  private static final long UNAUDITED_MS = 60_000;
  private static final int MAX_HEADER_BYTES = 8 * 1_024;

  private final ServerConfig.Admin config;
  private final Vertx vertx;
  private final HttpServer server;
  private final Router router;

  private AdminServer(ServerConfig.Admin config, Vertx vertx, HttpServer server, Router router) {
    this.config = config;
    this.vertx = vertx;
    this.server = server;
    this.router = router;
  }

  /**
   * Starts to listen.
   *
   * @param certificates of the server
   * @param more adds routes that need no token, outside of {@code /admin}: health, metrics
   * @return fails with a sentence if it cannot
   */
  public static Future<AdminServer> start(
      AdminServices services, Certificates certificates, Consumer<Router> more) {
    // On a thread that belongs to no Vert.x: this one is not nested in the players'. Nor is it the
    // JDK's common pool's, which may have but one, that a program of which this is a part holds.
    return Future.fromCompletionStage(
            CompletableFuture.supplyAsync(
                AdminServer::newVertx, task -> new Thread(task, "backbeat-admin-start").start()))
        .compose(vertx -> listenOrClose(vertx, services, certificates, more));
  }

  private static Future<AdminServer> listenOrClose(
      Vertx vertx, AdminServices services, Certificates certificates, Consumer<Router> more) {
    // Not a future of a Vert.x context: what closes it would never say so.
    Promise<AdminServer> started = Promise.promise();
    Future.succeededFuture()
        .compose(nothing -> listen(vertx, services, certificates, more))
        .onSuccess(started::complete)
        .onFailure(
            e -> vertx.close().toCompletionStage().whenComplete((closed, x) -> started.fail(e)));
    return started.future();
  }

  private static Future<AdminServer> listen(
      Vertx vertx, AdminServices services, Certificates certificates, Consumer<Router> more) {
    ServerConfig.Admin config = services.live().current().admin();
    AdminAuth auth = new AdminAuth(config.tokens(), Ticker.systemTicker());
    HttpServer http = vertx.createHttpServer(options(config, certificates));
    Audit audit = new Audit(Clock.systemUTC());
    Schemas schemas = Schemas.load();
    boolean loopback = Addresses.isLoopback(config.host());
    Sampler sampler = new Sampler(services);
    AdminConnections connections = new AdminConnections(HttpSockets::abort);
    List<AdminCall> calls = calls(vertx, services, certificates, sampler, audit);
    JsonObject document = OpenApiDocument.of(calls, schemas);
    Router router =
        new AdminRouter(
                vertx, auth, new HostRule(config.host(), loopback), audit, schemas, connections)
            .create(
                calls,
                open -> {
                  more.accept(open);
                  new ConsolePages(vertx).addTo(open);
                  open.get("/admin/openapi.json").handler(r -> HttpAnswers.json(r, 200, document));
                });
    vertx.setPeriodic(
        1,
        SAMPLE_MS,
        timer -> {
          long nowNs = System.nanoTime();
          sampler.sample(nowNs, System.currentTimeMillis());
          connections.sweep(nowNs);
        });
    vertx.setPeriodic(UNAUDITED_MS, timer -> audit.unaudited(auth.takeUnaudited()));
    vertx.runOnContext(nothing -> Thread.currentThread().setName("backbeat-admin"));
    return http.connectionHandler(connection -> connections.accepted(connection, System.nanoTime()))
        .requestHandler(router)
        .listen(config.port(), config.host())
        .recover(e -> Future.failedFuture(ListenFailure.of("--admin-port", config.port(), e)))
        .map(
            listening -> {
              if (config.tls()) {
                certificates.serve(listening);
              }
              AdminServer admin = new AdminServer(config, vertx, listening, router);
              LOG.atInfo().addKeyValue("url", admin.url()).log("the admin console listens");
              services.live().onChange(changed -> auth.tokens(changed.admin().tokens()));
              return admin;
            });
  }

  /** All calls, in the order of the document. */
  private static List<AdminCall> calls(
      Vertx vertx,
      AdminServices services,
      Certificates certificates,
      Sampler sampler,
      Audit audit) {
    List<AdminCall> calls = new ArrayList<>();
    calls.addAll(new StatusCalls(services, sampler).calls());
    calls.addAll(new RoomCalls(services, sampler).calls());
    calls.addAll(new PlayerCalls(services).calls());
    calls.addAll(new SanctionCalls(services).calls());
    calls.addAll(new ServerCalls(services, vertx, certificates).calls());
    calls.addAll(new LogCalls(vertx).calls());
    calls.addAll(new AuditCalls(audit).calls());
    calls.addAll(new DiagnosticsCalls(services).calls());
    calls.addAll(new FlightRecorder(vertx).calls());
    List<String> twice = OpenApiDocument.duplicates(calls);
    if (!twice.isEmpty()) {
      throw new IllegalStateException("listed twice: " + twice);
    }
    return List.copyOf(calls);
  }

  private static Vertx newVertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(2)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  private static HttpServerOptions options(ServerConfig.Admin config, Certificates certificates) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setCompressionSupported(true)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setHandle100ContinueAutomatically(false);
    options
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setTcpNoDelay(true)
        .setReuseAddress(true);
    if (config.tls()) {
      certificates.secure(options, TLS_HANDSHAKE_SECONDS);
    }
    return options;
  }

  /** For tests: what is where. */
  List<Route> routes() {
    return router.getRoutes();
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Where the console is: {@code http://127.0.0.1:9090/admin}. */
  public String url() {
    String host = config.host().contains(":") ? '[' + config.host() + ']' : config.host();
    return (config.tls() ? "https://" : "http://") + host + ':' + port() + "/admin";
  }

  /** Stops listening; completes when its threads are gone. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    vertx.close().toCompletionStage().whenComplete((nothing, e) -> closed.complete());
    return closed.future();
  }
}
