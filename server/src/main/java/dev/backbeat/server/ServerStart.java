package dev.backbeat.server;

import dev.backbeat.server.admin.AdminServer;
import dev.backbeat.server.admin.AdminServices;
import dev.backbeat.server.gateway.HealthRoutes;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.session.SanctionFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;

/**
 * Starts a server, one thing after another: checks, parts, tick threads, the players' port, the
 * operators' port, watches. Whatever fails, nothing of it is left when the failure is told: no
 * thread, no file, no watch of the configuration. {@link Rehearsal} does the same up to the first
 * socket.
 */
final class ServerStart {
  private static final int OBSERVE_MS = 1_000;

  private final ServerAssembly parts;
  private final BackbeatServer server;

  private ServerStart(ServerAssembly parts) {
    this.parts = parts;
    this.server = new BackbeatServer(parts);
  }

  /** As {@link BackbeatServer#start(LiveConfig, GameRegistry)}. */
  static Future<BackbeatServer> start(LiveConfig live, GameRegistry games) {
    ServerConfig config = live.current();
    EventLoops loops = null;
    SanctionFile sanctionFile = null;
    ServerStart start;
    try {
      loops = EventLoops.create(config);
      StartupChecks.require(config, games);
      live.check(changed -> StartupChecks.require(changed, games));
      sanctionFile = SanctionFile.open(config.admin().bansFile(), Clock.systemUTC());
      start = new ServerStart(ServerAssembly.create(live, loops, games, sanctionFile));
    } catch (Exception e) {
      live.close();
      if (sanctionFile != null) {
        sanctionFile.close();
      }
      Future<BackbeatServer> failed = Future.failedFuture(e);
      return loops == null ? failed : loops.closeThen(failed);
    }
    return start.run();
  }

  private Future<BackbeatServer> run() {
    // Not a future of a Vert.x context: its last word may come when the loops are gone.
    Promise<BackbeatServer> started = Promise.promise();
    parts
        .loops
        .vertx()
        .deployVerticle(parts.simulation)
        .compose(deployed -> parts.gateway.start())
        .compose(listening -> listenToOperators())
        .map(listening -> open())
        .onComplete(
            result -> {
              if (result.succeeded()) {
                started.complete(server);
              } else {
                server.release().onComplete(gone -> started.fail(result.cause()));
              }
            });
    return started.future();
  }

  private Future<Void> listenToOperators() {
    if (parts.config.admin().port() == null) {
      return Future.succeededFuture();
    }
    AdminServices services =
        new AdminServices(
            parts.instance(),
            parts.live,
            parts.rooms,
            parts.simulation,
            parts.gateway,
            parts.sanctionFile,
            parts.health,
            parts.metrics,
            parts.overload,
            server::drain,
            server::drainStatus);
    HealthRoutes watched = new HealthRoutes(parts.health, parts.metrics, parts.overload);
    return AdminServer.start(
            services,
            parts.certificates,
            router -> {
              watched.addHealth(router);
              watched.addMetrics(router);
            })
        .onSuccess(server::admin)
        .mapEmpty();
  }

  /** Everything listens: players can come. */
  private BackbeatServer open() {
    parts.loops.vertx().setPeriodic(OBSERVE_MS, timer -> parts.observe(System.nanoTime()));
    parts.health.listening();
    parts.healthWatch.start();
    parts.readyFile.write(server.url());
    if (parts.config.overload().ladder()) {
      parts.overloadWatch.start();
    }
    return server;
  }
}
