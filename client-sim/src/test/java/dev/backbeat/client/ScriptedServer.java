package dev.backbeat.client;

import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Pong;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server whose answers a test writes: real sockets, no game. It answers Pings by itself, with
 * tick = 100 per second, 5000 at its start.
 */
final class ScriptedServer implements AutoCloseable {
  static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "player",
                  FieldSchema.of("x", "px", 1).as(FieldRole.X),
                  FieldSchema.of("y", "px", 1).as(FieldRole.Y))),
          new InputSchema(List.of(new AxisSchema("move_x", -127, 127)), List.of("fire")),
          List.of(),
          List.of());

  /** What a connection tells the test, in order. */
  final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

  /** When an upgrade was refused, of {@link System#nanoTime}. */
  final BlockingQueue<Long> refusals = new LinkedBlockingQueue<>();

  private final HttpServer server;
  private final long startNs = System.nanoTime();
  private volatile boolean resumesOnly;
  private volatile int refusal;
  private volatile String refusalCode = "";
  private volatile int retryAfterSeconds;

  /** One accepted upgrade. */
  final class Connection {
    final String authorization;
    final ServerWebSocket socket;
    final BlockingQueue<ClientFrame> received = new LinkedBlockingQueue<>();
    volatile boolean answersPings = true;

    Connection(ServerWebSocket socket) {
      this.socket = socket;
      this.authorization = socket.headers().get("Authorization");
      socket.binaryMessageHandler(this::onMessage);
    }

    private void onMessage(Buffer bytes) {
      ClientFrame frame;
      try {
        frame = ClientFrame.parseFrom(bytes.getBytes());
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
      if (!frame.hasPing()) {
        received.add(frame);
      } else if (answersPings) {
        send(
            ServerFrame.newBuilder()
                .setPong(
                    Pong.newBuilder()
                        .setClientTimeUs(frame.getPing().getClientTimeUs())
                        .setServerTickQ8(tickQ8())));
      }
    }

    void send(ServerFrame.Builder frame) {
      socket.writeBinaryMessage(Buffer.buffer(frame.build().toByteArray()));
    }

    void welcome(String token, boolean resumed, int graceMs) {
      send(
          ServerFrame.newBuilder()
              .setWelcome(
                  Welcome.newBuilder()
                      .setProtocolVersion(Protocol.VERSION)
                      .setSession("s1")
                      .setResumeToken(token)
                      .setResumeGraceMs(graceMs)
                      .setRoom("room-1")
                      .setGame("demo")
                      .setPlayer(7)
                      .setTickHz(100)
                      .setSpanTicks(1)
                      .setServerTickQ8(tickQ8())
                      .setSchema(SchemaCodec.toMessage(SCHEMA))
                      .setMap(SchemaCodec.toMessage(new StaticMap(0, 0, 100, 100, new int[0])))
                      .setResumed(resumed)));
    }

    ClientFrame next() throws InterruptedException {
      ClientFrame frame = received.poll(10, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("nothing came within 10 s");
      }
      return frame;
    }

    /** Waits for the first input, others are thrown away. */
    ClientFrame nextInput() throws InterruptedException {
      ClientFrame frame = next();
      while (!frame.hasInputs()) {
        frame = next();
      }
      return frame;
    }

    /** As a lost network: without a close frame. */
    void kill() {
      Channel channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
      channel.eventLoop().execute(() -> channel.unsafe().closeForcibly());
    }
  }

  ScriptedServer(Vertx vertx) throws Exception {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .addWebSocketSubProtocol(Protocol.SUBPROTOCOL_BINARY)
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setPerFrameWebSocketCompressionSupported(false))
            .requestHandler(this::onRequest);
    server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void onRequest(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    boolean resume = authorization != null && authorization.startsWith("Resume ");
    if (refusal == 0 || resumesOnly && !resume) {
      request.toWebSocket().onSuccess(socket -> connections.add(new Connection(socket)));
    } else {
      if (retryAfterSeconds > 0) {
        request.response().putHeader("Retry-After", "" + retryAfterSeconds);
      }
      refusals.add(System.nanoTime());
      request
          .response()
          .setStatusCode(refusal)
          .putHeader(Protocol.ERROR_HEADER, refusalCode)
          .end("not today");
    }
  }

  /** From now on upgrades are refused with this status and Retry-After. */
  void refuse(int status, String code, int seconds) {
    retryAfterSeconds = seconds;
    refuse(status, code);
  }

  /** From now on upgrades are refused with this status; 0 = they are accepted. */
  void refuse(int status, String code) {
    refusal = status;
    refusalCode = code;
  }

  /** From now on resumes are refused with this status, and newcomers are not. */
  void refuseResumes(int status, String code) {
    resumesOnly = true;
    refuse(status, code);
  }

  long tickQ8() {
    return 5000 * 256L + (System.nanoTime() - startNs) * 256 * 100 / 1_000_000_000L;
  }

  String url() {
    return "ws://127.0.0.1:" + server.actualPort() + Protocol.PATH;
  }

  Connection next() throws InterruptedException {
    Connection connection = connections.poll(10, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("nobody connected within 10 s");
    }
    return connection;
  }

  @Override
  public void close() {
    server.close();
  }
}
