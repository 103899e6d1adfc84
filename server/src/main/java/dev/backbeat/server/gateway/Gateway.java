package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.admission.ClientLimits;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.session.Sanctions;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import dev.backbeat.server.tls.Certificates;
import dev.backbeat.settings.SettingsException;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All gateway loops together: what the rest of the server starts, asks and stops. Any thread. */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private final Vertx vertx;
  private final GatewayServices services;
  private final Listeners listeners;
  private final Certificates certificates;
  private final OpenSockets sockets;
  private final List<GatewayVerticle> verticles = new ArrayList<>();
  private volatile int port;

  /**
   * Listens to nothing yet.
   *
   * @throws IOException if a key cannot be read
   */
  public Gateway(
      Vertx vertx,
      LiveConfig live,
      Rooms rooms,
      Sessions sessions,
      Sanctions sanctions,
      ServerMetrics metrics,
      Health health,
      Overload overload,
      GiveWay giveWay,
      Listeners listeners,
      Certificates certificates)
      throws IOException {
    this.vertx = vertx;
    this.listeners = listeners;
    ServerConfig config = live.current();
    Tickets tickets = tickets(vertx, live);
    ClientLimits limits = ClientLimits.of(config.rates(), config.penalties());
    live.onChange(changed -> limits.change(changed.rates(), changed.penalties()));
    ClientAddresses clients = new ClientAddresses(config);
    this.services =
        new GatewayServices(
            live,
            rooms,
            sessions,
            clients,
            addressLimits(live),
            limits,
            sanctions,
            tickets,
            new Authenticator(config.guestsJoin(), tickets),
            new ApiAccess(live::current, clients, limits.penalties()),
            new Welcomes((int) sessions.grace().toMillis(), config.simulation().rewindCapMs()),
            metrics,
            health,
            overload,
            giveWay,
            new AtomicInteger());
    this.sockets = new OpenSockets(config.http().maxSockets(), config.http().socketsPerAddress());
    guardAccepted(config.http());
    this.certificates = certificates;
    warnOfLab(config);
    metrics.errorCodes(
        Stream.of(ErrorCode.values()).map(Enum::name).filter(n -> n.startsWith("ERROR_")).toList());
    GatewayMeters.register(services, sockets, this::sweeps);
    RememberedMeters.register(services, sockets);
  }

  private void guardAccepted(ServerConfig.Http settings) {
    if (((VertxInternal) vertx).transport() instanceof GatewayTransport transport) {
      transport.acceptGuard(
          new AcceptGuard(
              services.clients(),
              services.addresses()::key,
              sockets,
              services.metrics(),
              settings));
    } else {
      throw new IllegalStateException("the transport is none of ours, so sockets had no deadline");
    }
  }

  private Stream<Sweep> sweeps() {
    synchronized (verticles) {
      return List.copyOf(verticles).stream().map(GatewayVerticle::sweep);
    }
  }

  private static AddressLimits addressLimits(LiveConfig live) {
    ServerConfig.Limits limits = live.current().limits();
    AddressLimits addresses =
        new AddressLimits(
            limits.connectionsPerAddress(),
            limits.connectsPerSecondPerAddress(),
            limits.messagesPerSecondPerAddress(),
            limits.limitLoopback());
    live.onChange(
        changed ->
            addresses.change(
                changed.limits().connectionsPerAddress(),
                changed.limits().connectsPerSecondPerAddress(),
                changed.limits().messagesPerSecondPerAddress()));
    return addresses;
  }

  private static void warnOfLab(ServerConfig config) {
    if (!config.lab().ports().isEmpty() && !config.listen().loopback()) {
      LOG.atWarn()
          .addKeyValue("host", config.listen().host())
          .addKeyValue("lab", config.lab().ports())
          .log(
              "--lab is for development, and this address is reached from other machines: pages"
                  + " of these ports may connect too");
    }
  }

  private static Tickets tickets(Vertx vertx, LiveConfig live) throws IOException {
    ServerConfig config = live.current();
    if (!config.listen().loopback() && config.tickets().hs256Secrets().isEmpty()) {
      LOG.warn(
          "no --jwt-hs256-secret: tickets of this server are good for this process only, and until"
              + " it ends");
    }
    Tickets tickets =
        new Tickets(vertx, config.tickets(), System::currentTimeMillis, System::nanoTime);
    live.prepare(
        changed -> {
          try {
            return tickets.prepare(changed.tickets());
          } catch (IOException e) {
            throw new SettingsException(e.getMessage(), e);
          }
        });
    return tickets;
  }

  /** Starts to listen, on all loops. */
  public Future<Void> start() {
    int loops = services.config().listen().gatewayLoops();
    WebFiles files = new WebFiles(vertx);
    // In Vert.x, servers share a port that is not 0; negative means one free port for all of them.
    int wanted = services.config().listen().port();
    int sharedPort = wanted == 0 ? -1 : wanted;
    return vertx
        .executeBlocking(JsonWarmup::run)
        .compose(warm -> vertx.executeBlocking(services.tickets()::warmUp))
        .compose(signed -> signed)
        .compose(read -> deploy(files, sharedPort))
        .compose(
            first -> {
              port = first.actualPort();
              List<Future<GatewayVerticle>> others = new ArrayList<>();
              for (int i = 1; i < loops; i++) {
                others.add(deploy(files, sharedPort));
              }
              return Future.all(others).mapEmpty();
            });
  }

  private Future<GatewayVerticle> deploy(WebFiles files, int onPort) {
    GatewayVerticle verticle = new GatewayVerticle(services, certificates, files, onPort);
    synchronized (verticles) {
      verticles.add(verticle);
    }
    return vertx.deployVerticle(verticle).map(verticle);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** What clients connect to. */
  public String url() {
    String host = services.config().listen().host();
    String shown = host.contains(":") ? '[' + host + ']' : host;
    String scheme = services.config().tls().enabled() ? "wss" : "ws";
    return scheme + "://" + shown + ':' + port + Protocol.PATH;
  }

  /**
   * Leaves the port to another instance: takes in whoever is at the door already and closes the
   * listening socket. Connections are not touched. Completes when it is closed.
   */
  public Future<Void> stopListening() {
    return listeners.close(vertx, port);
  }

  /** Connections closed with 1001 because the server stops. */
  public long sentAway() {
    return services.metrics().sentAway();
  }

  /** WebSocket connections now. */
  public int connections() {
    return services.connections().get();
  }

  /**
   * Tells everybody who is still connected to come back later, and closes. For those whom no room
   * knows: the rooms have told theirs.
   */
  public Future<Void> goodbye(CloseReason reason) {
    return each(connection -> {
          connection.close(reason);
          return true;
        })
        .mapEmpty();
  }

  /** The same for those alone who have neither joined nor are about to. */
  public Future<Void> goodbyeToUnjoined(CloseReason reason) {
    return each(connection -> {
          boolean waits = connection.participant().waitsForJoin();
          if (waits) {
            connection.close(reason);
          }
          return waits;
        })
        .mapEmpty();
  }

  /**
   * Closes TCP connections without a close frame, as a broken network would: for tests of clients,
   * and for operators who want to see them resume.
   *
   * @param playerName whose; the empty name are those who have not joined
   * @return how many
   */
  public Future<Integer> dropSockets(Predicate<String> playerName) {
    return each(
        connection -> {
          boolean chosen = playerName.test(connection.participant().name());
          if (chosen) {
            connection.abort();
          }
          return chosen;
        });
  }

  /**
   * How everybody's connection does who is in a room, as far as {@code wanted} says so of the
   * room's id. Loops that do not answer are left out by the caller's timeout, so none are counted
   * then.
   */
  public Future<List<ClientFigures>> clients(Predicate<String> wanted) {
    List<Future<List<ClientFigures>>> parts = new ArrayList<>();
    synchronized (verticles) {
      verticles.forEach(verticle -> parts.add(verticle.clients(wanted)));
    }
    return Future.all(parts).map(all -> parts.stream().flatMap(p -> p.result().stream()).toList());
  }

  /**
   * Closes the connections of everybody for whom a ban holds by now.
   *
   * @return how many
   */
  public Future<Integer> endBanned() {
    return each(connection -> connection.participant().endIfBanned());
  }

  /** Does something on its own loop with every live connection; counts where it said true. */
  private Future<Integer> each(Predicate<Connection> action) {
    List<Future<Integer>> counts = new ArrayList<>();
    synchronized (verticles) {
      verticles.forEach(verticle -> counts.add(verticle.each(action)));
    }
    return Future.all(counts).map(all -> counts.stream().mapToInt(Future::result).sum());
  }
}
