package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.tls.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * One event loop's share of the sockets: HTTP, upgrades, connections. All instances listen on the
 * same port; Vert.x hands accepted sockets out in turn.
 */
final class GatewayVerticle extends VerticleBase {
  /** So many connections are looked at before the loop is given back. */
  private static final int FIGURES_BATCH = 256;

  private static final int ACCEPT_BACKLOG = 4_096;

  private final GatewayServices services;
  private final Certificates certificates;
  private final WebFiles files;
  private final int port;
  private final Sweep sweep;
  private final HttpLimits httpLimits;
  private final PreframedWriter preframed = new PreframedWriter();
  private HttpServer server;
  private boolean turned;
  private long turnedNs;

  GatewayVerticle(GatewayServices services, Certificates certificates, WebFiles files, int port) {
    this.services = services;
    this.certificates = certificates;
    this.files = files;
    this.port = port;
    this.sweep = new Sweep(services);
    this.httpLimits = new HttpLimits(services.config().http(), services.metrics());
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(Sweep.TURN_MS, timer -> turn());
    turn();
    server = vertx.createHttpServer(options());
    boolean direct = services.config().listen().framePath() == ServerConfig.FramePath.DIRECT;
    FrameWriter writer = direct ? preframed : BinaryFrameWriter.INSTANCE;
    UpgradeHandler upgrade =
        new UpgradeHandler(services, new PipelineTakeover(services, sweep, writer));
    return server
        .invalidRequestHandler(httpLimits::invalid)
        .requestHandler(HttpRoutes.create(vertx, services, upgrade, files, httpLimits))
        .listen(port, services.config().listen().host())
        .recover(e -> Future.failedFuture(ListenFailure.of("--port", port, e)))
        .onSuccess(
            listening -> {
              if (certificates.enabled()) {
                certificates.serve(listening);
              }
            });
  }

  @Override
  public Future<?> stop() {
    preframed.close();
    return Future.succeededFuture();
  }

  private void turn() {
    long nowNs = System.nanoTime();
    services.health().loopTurned(Thread.currentThread().getName(), nowNs);
    if (turned) {
      services.metrics().loopLag(nowNs - turnedNs - Health.LOOP_PERIOD_NS);
    }
    turned = true;
    turnedNs = nowNs;
    sweep.run(nowNs);
  }

  /** What waits for this loop's sockets. */
  Sweep sweep() {
    return sweep;
  }

  /** The port that the server listens on. */
  int actualPort() {
    return server.actualPort();
  }

  /** Does something on the loop with every live connection; counts where it said true. */
  Future<Integer> each(Predicate<Connection> action) {
    return Future.future(
        promise ->
            context.runOnContext(
                nothing -> {
                  int count = 0;
                  for (Connection connection : sweep.all()) {
                    if (!connection.closing() && action.test(connection)) {
                      count++;
                    }
                  }
                  promise.complete(count);
                }));
  }

  /** How the loop's connections do whose room is wanted; a batch at a time. */
  Future<List<ClientFigures>> clients(Predicate<String> wantedRoom) {
    return Future.future(
        promise ->
            context.runOnContext(
                nothing ->
                    collect(sweep.all().iterator(), wantedRoom, new ArrayList<>(), promise)));
  }

  private void collect(
      Iterator<Connection> connections,
      Predicate<String> wantedRoom,
      List<ClientFigures> into,
      Promise<List<ClientFigures>> done) {
    long nowNs = System.nanoTime();
    for (int i = 0; i < FIGURES_BATCH && connections.hasNext(); i++) {
      Connection connection = connections.next();
      if (!connection.closing()
          && connection.participant().ready()
          && wantedRoom.test(connection.participant().roomId())) {
        into.add(connection.figures(nowNs));
      }
    }
    if (connections.hasNext()) {
      context.runOnContext(nothing -> collect(connections, wantedRoom, into, done));
    } else {
      done.complete(into);
    }
  }

  private HttpServerOptions options() {
    ServerConfig.Limits limits = services.config().limits();
    HttpServerOptions options =
        new HttpServerOptions()
            .setCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setWebSocketSubProtocols(
                List.of(Protocol.SUBPROTOCOL_BINARY, Protocol.SUBPROTOCOL_JSON))
            .setMaxWebSocketFrameSize(limits.maxMessageBytes())
            .setMaxWebSocketMessageSize(limits.maxMessageBytes())
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setHandle100ContinueAutomatically(false);
    options
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setReuseAddress(true)
        .setReusePort(services.config().drain().reusePort());
    httpLimits.apply(options);
    if (limits.sendBufferBytes() > 0) {
      // Small on purpose: what the kernel holds for a slow client is stale by the time it arrives
      // (the kernel doubles the number for its own bookkeeping).
      options.setSendBufferSize(limits.sendBufferBytes());
    }
    if (certificates.enabled()) {
      // The guard in front of it is a little stricter, and counts.
      certificates.secure(options, services.config().http().handshakeTimeoutSeconds() + 5);
    }
    return options;
  }
}
