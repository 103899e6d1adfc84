package dev.backbeat.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What the clients of one process share: event loops, their timers, and Vert.x's WebSocket client.
 * One hub serves one client as well as thousands. Any thread.
 */
public final class ClientHub {
  private final TransportOptions transport;
  private final WebSocketClient sockets;
  private final List<ClientLoop> loops;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<GameClient> open = ConcurrentHashMap.newKeySet();

  private ClientHub(Vertx vertx, TransportOptions transport) {
    this.transport = transport;
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(Integer.MAX_VALUE)
                .setMaxFrameSize(transport.maxMessageBytes())
                .setMaxMessageSize(transport.maxMessageBytes())
                .setTryUsePerFrameCompression(false)
                .setTryUsePerMessageCompression(false)
                .setTcpNoDelay(true)
                .setTrustAll(transport.trustAll())
                .setVerifyHost(!transport.trustAll()));
    this.loops =
        Stream.generate(
                () -> new ClientLoop(vertx, ((VertxInternal) vertx).createEventLoopContext()))
            .limit(transport.eventLoops())
            .toList();
  }

  /** A hub with the default limits. */
  public static ClientHub create(Vertx vertx) {
    return create(vertx, TransportOptions.DEFAULT);
  }

  /** A hub; it lives as long as {@code vertx}, or until it is closed. */
  public static ClientHub create(Vertx vertx, TransportOptions transport) {
    return new ClientHub(vertx, transport);
  }

  /** A client that decodes what it sees; {@link GameClient#connect} starts it. */
  public GameClient newClient(ClientOptions options, ClientListener listener) {
    return register(new GameClient(this, nextLoop(), options, listener));
  }

  /**
   * A client that looks at the header of its frames only: it has no {@link GameClient#world}, and
   * its listener learns of joins, errors and ends, not of frames, events, chats and scores.
   */
  public GameClient newLightClient(
      ClientOptions options, ClientListener listener, FrameListener frames) {
    return register(new GameClient(this, nextLoop(), options, listener, frames));
  }

  /** Clients that are not at their end yet. */
  public int openClients() {
    return open.size();
  }

  /** Every client leaves; then no more can be made. */
  public Future<Void> close() {
    List<Future<Void>> ends = open.stream().map(GameClient::leave).toList();
    return Future.join(ends).mapEmpty().eventually(sockets::close).mapEmpty();
  }

  TransportOptions transport() {
    return transport;
  }

  /** To be called on the client's loop, on which the socket then lives. */
  Future<WebSocket> open(WebSocketConnectOptions options) {
    return sockets.connect(options);
  }

  void onClosed(GameClient client) {
    open.remove(client);
  }

  private GameClient register(GameClient client) {
    open.add(client);
    return client;
  }

  private ClientLoop nextLoop() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }
}
