package dev.backbeat.server;

import dev.backbeat.server.admin.AdminServer;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.DrainStatus;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.tls.Certificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A whole server that runs: what {@link Main} starts, and what a program or a test embeds. What it
 * is made of stands in {@link ServerAssembly}. Any thread.
 */
public final class BackbeatServer {
  private final ServerAssembly parts;
  private final ServerDrain drain;
  private volatile AdminServer admin;
  private final Promise<Void> closed = Promise.promise();

  BackbeatServer(ServerAssembly parts) {
    this.parts = parts;
    this.drain =
        new ServerDrain(
            parts.live, parts.instance(), parts.rooms, parts.gateway, parts.health, this::close);
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

  /**
   * Starts a server with these games; it closes the configuration when it stops, and so does a
   * start that fails.
   */
  public static Future<BackbeatServer> start(LiveConfig live, GameRegistry games) {
    return ServerStart.start(live, games);
  }

  /**
   * The overload ladder. With {@code --overload-ladder off} nobody moves it but who calls {@link
   * Overload#sample}: a test, say.
   */
  public Overload overload() {
    return parts.overload;
  }

  /** Its configuration, to reload. */
  public LiveConfig liveConfig() {
    return parts.live;
  }

  /** This process' name among others: in resume tokens, logs and {@code /readyz}. */
  public String instance() {
    return parts.instance();
  }

  /** What it shows to those who connect by TLS, and how that is replaced. */
  public Certificates certificates() {
    return parts.certificates;
  }

  /** The port that it listens on. */
  public int port() {
    return parts.gateway.port();
  }

  /** The operators' listener, if there is one. */
  public Optional<AdminServer> admin() {
    return Optional.ofNullable(admin);
  }

  /** The operators' listener listens. */
  void admin(AdminServer listening) {
    admin = listening;
  }

  /** What clients connect to: {@code ws://127.0.0.1:8080/play}. */
  public String url() {
    return parts.gateway.url();
  }

  /** All rooms. */
  public Rooms rooms() {
    return parts.rooms;
  }

  /** WebSocket connections now. */
  public int connections() {
    return parts.gateway.connections();
  }

  /**
   * Closes players' TCP connections without a close frame, as a broken network would.
   *
   * @return how many
   */
  public Future<Integer> dropSockets(Predicate<String> playerName) {
    return parts.gateway.dropSockets(playerName);
  }

  /**
   * Begins to stop: not ready from now on, no new rooms, players are told; who still plays at the
   * deadline is disconnected with a hint when to come back. Asked again, the earlier deadline
   * counts. {@link #closed} completes when all is gone.
   *
   * @return how it stands right afterwards
   */
  public DrainStatus drain(DrainRequest request) {
    parts.readyFile.delete();
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
    drain.roomsEndMs(TimeUnit.SECONDS.toMillis(Math.max(1, parts.config.drain().seconds())));
    drain(DrainRequest.now());
    return closed();
  }

  private void close() {
    release().onComplete(closed);
  }

  /** Ends whatever there is of it, however far its start came; completes when all is gone. */
  Future<Void> release() {
    parts.readyFile.delete();
    parts.close();
    AdminServer listening = admin;
    Future<Void> operatorsGone =
        listening == null ? Future.succeededFuture() : EventLoops.inTime(listening.close());
    return operatorsGone.transform(gone -> parts.loops.closeThen(Future.<Void>succeededFuture()));
  }
}
