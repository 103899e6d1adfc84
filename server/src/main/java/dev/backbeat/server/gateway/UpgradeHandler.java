package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.admission.BadTicketException;
import dev.backbeat.server.admission.Offence;
import dev.backbeat.server.admission.Penalties;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.session.Session;
import dev.backbeat.v1.ErrorCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /play}: lets a client in or says in plain HTTP why not. A request that asks for no
 * upgrade is answered as its upgrade would be refused, or with 426: browsers hide the answer to a
 * refused upgrade, and this is how a page learns it.
 */
final class UpgradeHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(UpgradeHandler.class);

  // Name of the handler in Vert.x' pipeline.
  private static final String VERTX_HANDLER = "handler";

  private final GatewayServices services;
  private final Sweep sweep;
  private final LoopScratch scratch;
  private final FrameWriter binaryWriter;
  private final OriginRule origins;
  private final ClientRules rules;

  UpgradeHandler(GatewayServices services, Sweep sweep, FrameWriter binaryWriter) {
    this.binaryWriter = binaryWriter;
    this.services = services;
    this.sweep = sweep;
    this.scratch = new LoopScratch(services.config().limits().maxMessageBytes());
    this.origins = new OriginRule(services::config, services.clients());
    this.rules = new ClientRules(services);
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    MultiMap headers = request.headers();
    boolean upgrade = asksForUpgrade(headers);
    InetAddress address = services.clients().of(request).address();
    String addressKey = services.addresses().key(address);
    Refusal early = precheck(request, upgrade, address, addressKey);
    if (early != null) {
      refuse(routing, early);
      return;
    }
    request.pause();
    Credential credential = Credential.of(headers);
    admit(credential, address, addressKey)
        .onComplete(
            result -> {
              Refusal refusal =
                  result.failed()
                      ? rules.offence(credential, addressKey, refusalOf(result.cause()))
                      : rules.judge(result.result(), addressKey);
              if (refusal != null) {
                request.resume();
                refuse(routing, refusal);
              } else if (!upgrade) {
                request.resume();
                refuse(
                    routing,
                    new Refusal(
                        426, ErrorCode.ERROR_UPGRADE_REQUIRED, "connect here with a WebSocket"));
              } else {
                accept(routing, result.result(), addressKey);
              }
            });
  }

  private static boolean asksForUpgrade(MultiMap headers) {
    return headers.contains("Upgrade", "websocket", true)
        && headers.get("Connection") != null
        && headers.getAll("Connection").stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  /** What can be said without looking at the credential; null = nothing against it. */
  private Refusal precheck(
      HttpServerRequest request, boolean upgrade, InetAddress address, String addressKey) {
    if (!services.health().admits(false)
        && !services
            .health()
            .admits(Credential.of(request.headers()) instanceof Credential.Resume)) {
      return new Refusal(503, ErrorCode.ERROR_DRAINING, "the server is about to stop");
    }
    if (!services.addresses().takeConnect(addressKey, System.nanoTime())) {
      services.metrics().onLimit(Limit.CONNECTS_PER_ADDRESS);
      services.limits().penalties().offence(Penalties.address(addressKey), Offence.HANDSHAKE_RATE);
      Refusal penalty = rules.penalty(Penalties.address(addressKey));
      if (penalty != null) {
        return penalty;
      }
      return new Refusal(
          429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS, "too many connects from your address");
    }
    if (services.addresses().full(addressKey)) {
      services.metrics().onLimit(Limit.CONNECTIONS_PER_ADDRESS);
      return new Refusal(
          429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS, "too many connections from your address");
    }
    Refusal banned = BanRule.refusal(services.sanctions(), "", address);
    if (banned != null) {
      return banned;
    }
    if (services.connections().get() >= services.config().limits().maxConnections()) {
      services.metrics().onLimit(Limit.CONNECTIONS);
      return new Refusal(503, ErrorCode.ERROR_SERVER_FULL, "the server has no connection left");
    }
    if (!origins.allows(request)) {
      return new Refusal(
          403, ErrorCode.ERROR_NOT_ALLOWED, "pages of this origin may not connect here");
    }
    return upgrade ? precheckUpgrade(request) : null;
  }

  private static Refusal precheckUpgrade(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!"13".equals(headers.get("Sec-WebSocket-Version"))) {
      return new Refusal(
          426, ErrorCode.ERROR_UPGRADE_REQUIRED, "this server speaks WebSocket version 13 only");
    }
    if (request.version() != HttpVersion.HTTP_1_1
        || !isWebSocketKey(headers.get("Sec-WebSocket-Key"))) {
      return new Refusal(
          426,
          ErrorCode.ERROR_UPGRADE_REQUIRED,
          "a WebSocket upgrade is HTTP/1.1 and has 16 bytes in base64 as its Sec-WebSocket-Key");
    }
    if (RequestFraming.hasBody(headers)) {
      return new Refusal(426, ErrorCode.ERROR_UPGRADE_REQUIRED, "a WebSocket upgrade has no body");
    }
    List<String> items = Credential.subprotocolItems(headers);
    if (!items.contains(Protocol.SUBPROTOCOL_BINARY)
        && !items.contains(Protocol.SUBPROTOCOL_JSON)) {
      return new Refusal(
          400,
          ErrorCode.ERROR_BAD_SUBPROTOCOL,
          "Sec-WebSocket-Protocol must offer "
              + Protocol.SUBPROTOCOL_BINARY
              + " or "
              + Protocol.SUBPROTOCOL_JSON);
    }
    return null;
  }

  private static boolean isWebSocketKey(String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == 16;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private Future<Admission> admit(Credential credential, InetAddress address, String addressKey) {
    return identify(credential, address, addressKey)
        .compose(
            admission -> {
              Refusal banned =
                  BanRule.refusal(services.sanctions(), admission.identity().player(), address);
              return banned == null
                  ? Future.succeededFuture(admission)
                  : Future.failedFuture(new BanRule.BannedException(banned));
            });
  }

  private Future<Admission> identify(
      Credential credential, InetAddress address, String addressKey) {
    var messages = services.addresses().messageBucket(addressKey, System.nanoTime());
    if (credential instanceof Credential.Resume resume) {
      if (services.sessions().elsewhere(resume.token())) {
        return Future.failedFuture(new SessionElsewhereException());
      }
      Session session = services.sessions().find(resume.token()).orElse(null);
      return session == null
          ? Future.failedFuture(new BadResumeTokenException())
          : Future.succeededFuture(
              new Admission(
                  Authenticator.Identity.resumed(session.playerId()),
                  session,
                  resume.token(),
                  session.present(),
                  address,
                  messages,
                  Quota.of(services, addressKey, session.playerId())));
    }
    String ticket = credential instanceof Credential.Ticket shown ? shown.token() : null;
    return services
        .authenticator()
        .authenticate(ticket)
        .map(
            identity ->
                new Admission(
                    identity,
                    null,
                    null,
                    0,
                    address,
                    messages,
                    Quota.of(services, addressKey, identity.player())));
  }

  private static Refusal refusalOf(Throwable cause) {
    if (cause instanceof BadTicketException refused) {
      return new Refusal(401, ErrorCode.ERROR_BAD_TICKET, refused.getMessage());
    }
    if (cause instanceof Authenticator.UsedTicketException used) {
      return new Refusal(401, ErrorCode.ERROR_TICKET_USED, used.getMessage());
    }
    if (cause instanceof BanRule.BannedException banned) {
      return banned.refusal();
    }
    if (cause instanceof SessionElsewhereException) {
      return new Refusal(
          409,
          ErrorCode.ERROR_SESSION_ELSEWHERE,
          "the session is another server's, which may be gone; join again");
    }
    if (cause instanceof BadResumeTokenException) {
      return new Refusal(
          401,
          ErrorCode.ERROR_BAD_RESUME_TOKEN,
          "no session has this resume token (any more); join again");
    }
    LOG.atError().setCause(cause).log("authentication failed");
    return new Refusal(500, ErrorCode.ERROR_INTERNAL, "the server failed to check the credential");
  }

  private void accept(RoutingContext routing, Admission admission, String addressKey) {
    if (!services.addresses().connect(addressKey)) {
      services.metrics().onLimit(Limit.CONNECTIONS_PER_ADDRESS);
      routing.request().resume();
      refuse(
          routing,
          new Refusal(
              429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS, "too many connections from your address"));
      return;
    }
    String player = admission.identity().player();
    if (admission.resumed() != null) {
      services.limits().players().connected(player); // It takes the place of an older one.
    } else if (!services
        .limits()
        .players()
        .connect(player, services.config().rates().connectionsPerPlayer())) {
      services.addresses().disconnected(addressKey);
      routing.request().resume();
      refuse(
          routing,
          rules.tooManySessions(
              Limit.CONNECTIONS_PER_PLAYER, "you play from too many places already"));
      return;
    }
    services.connections().incrementAndGet();
    Runnable release =
        () -> {
          services.connections().decrementAndGet();
          services.addresses().disconnected(addressKey);
          services.limits().players().disconnected(player);
        };
    Refusal late = useTicket(admission.identity().ticket());
    if (late != null) {
      release.run();
      routing.request().resume();
      refuse(routing, late);
      return;
    }
    routing
        .request()
        .toWebSocket()
        .onSuccess(socket -> open(routing.request(), socket, admission, release))
        .onFailure(
            failure -> {
              // Vert.x has answered the request already.
              release.run();
              services.metrics().rejectedUpgrade(ErrorCode.ERROR_UPGRADE_REQUIRED.name());
            });
  }

  /** The last thing before the upgrade: whoever is refused for another reason keeps the ticket. */
  private Refusal useTicket(Ticket ticket) {
    return switch (ticket == null ? Tickets.Use.ADMITTED : services.tickets().use(ticket)) {
      case ADMITTED -> null;
      case USED -> refusalOf(new Authenticator.UsedTicketException());
      case TOO_MANY -> {
        services.metrics().onLimit(Limit.USED_TICKETS);
        yield new Refusal(
            503, ErrorCode.ERROR_SERVER_FULL, "too many tickets were used within a short time");
      }
    };
  }

  private void open(
      HttpServerRequest request, ServerWebSocket socket, Admission admission, Runnable release) {
    // The socket is Vert.x Web's wrapper, which hides its channel; the connection beneath it does
    // not.
    Channel channel = ((ConnectionBase) request.connection()).channel();
    if (!channel.isActive()) {
      release.run(); // Lost during the upgrade: nobody else would say so.
      return;
    }
    long nowNs = System.nanoTime();
    long unsentBytes = services.config().limits().unsentBytes();
    if (unsentBytes > 0) {
      // Above it the kernel takes no more: what is stale by now waits with us.
      Transports.limitUnsent(channel, unsentBytes);
    }
    boolean json = Protocol.SUBPROTOCOL_JSON.equals(socket.subProtocol());
    Connection connection =
        new Connection(
            services,
            json,
            json ? JsonFrameWriter.INSTANCE : binaryWriter,
            scratch,
            admission,
            release,
            nowNs);
    try {
      takeOver(channel.pipeline(), connection);
      sweep.add(connection);
      if (admission.resumed() != null) {
        connection.participant().resume(nowNs);
      }
    } catch (RuntimeException e) {
      LOG.error("taking a connection over failed", e);
      if (channel.pipeline().get(FrameTap.class) == null) {
        release.run(); // Else it does so when the channel is closed.
      }
      channel.close();
    }
  }

  /**
   * From here on the connection is ours alone. Vert.x' own objects of it would hold two queues, the
   * request, the response and their headers for as long as it lives: 13 KB, of which nothing is
   * used again; silence is the sweep's business.
   */
  private void takeOver(ChannelPipeline pipeline, Connection connection) {
    SocketGuard guard = SocketGuard.of(pipeline.channel());
    if (guard != null) {
      guard.upgraded();
    }
    pipeline.addBefore(VERTX_HANDLER, "backbeat", new FrameTap(connection));
    if (!connection.json()
        && services.config().listen().framePath() == ServerConfig.FramePath.DIRECT) {
      WholeFrameReader reader = new WholeFrameReader(connection, scratch.message());
      pipeline.addBefore(WholeFrameReader.DECODER, "backbeat-reader", reader);
      DirectSocket direct = DirectIoHandler.of(pipeline.channel());
      if (direct != null && pipeline.first() == reader) { // No TLS before it.
        direct.open(reader, pipeline.firstContext());
        connection.outlet().direct(direct);
      }
    }
    pipeline.remove(VERTX_HANDLER);
  }

  private void refuse(RoutingContext routing, Refusal refusal) {
    services.metrics().rejectedUpgrade(refusal.code().name());
    HttpAnswers.refuse(routing, refusal);
  }

  /** Without a stack trace: it is an answer, not a fault. */
  private static final class SessionElsewhereException extends Exception {
    private static final long serialVersionUID = 1L;

    SessionElsewhereException() {
      super("session elsewhere", null, false, false);
    }
  }

  /** Without a stack trace: it is an answer, not a fault. */
  private static final class BadResumeTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BadResumeTokenException() {
      super("bad resume token", null, false, false);
    }
  }
}
