package dev.backbeat.server.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.server.fuzz.FuzzSchemas;
import dev.backbeat.v1.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The other end of a connection of {@link SteppedGateway}: sends any bytes, and reads what it is
 * sent as a client does, which must make sense always. One thread.
 */
final class SteppedClient {
  private static final int MAX_FRAMES_BEFORE_READ = 10_000;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Connection connection;
  private final boolean json;
  private final ClientWorld world = new ClientWorld(FuzzSchemas.WORLD);
  private int releases;
  private int closeCode;
  private String token;

  SteppedClient(SteppedGateway gateway, boolean json, String resumeToken) {
    this.json = json;
    this.connection = gateway.connection(json, resumeToken, () -> releases++);
    if (!json) {
      channel.pipeline().addLast(new WholeFrameReader(connection, gateway.scratch().message()));
    }
    channel
        .pipeline()
        .addLast(
            WholeFrameReader.DECODER,
            new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(SteppedGateway.maxMessageBytes())
                    .closeOnProtocolViolation(false)
                    .build()))
        .addLast(new FrameTap(connection));
    if (resumeToken != null && gateway.sessions().find(resumeToken).isPresent()) {
      connection.participant().resume(System.nanoTime());
    }
  }

  /** The newest token that a Welcome brought; null = none. */
  String token() {
    return token;
  }

  /** With what the server closed; 0 = it did not. */
  int closeCode() {
    return closeCode;
  }

  boolean open() {
    return channel.isOpen();
  }

  /** Bytes as they come from the socket. */
  void bytes(byte[] stream) {
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.copiedBuffer(stream));
    }
  }

  /** A final frame of its kind, masked with a mask of zeros. */
  void message(int opcode, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x80 | opcode);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.writeBytes(new byte[4]);
    out.writeBytes(payload);
    bytes(out.toByteArray());
  }

  /** The socket is gone. */
  void reset() {
    channel.close();
    channel.runPendingTasks();
  }

  /** Runs the loop's tasks and reads what was sent. */
  void read() throws InvalidProtocolBufferException {
    channel.runPendingTasks();
    channel.checkException();
    int frames = 0;
    for (Object sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      try {
        if (++frames > MAX_FRAMES_BEFORE_READ) {
          throw new AssertionError("no end of frames");
        }
        if (sent instanceof WebSocketFrame frame) {
          onFrame(frame);
        }
      } finally {
        ReferenceCountUtil.release(sent);
      }
    }
  }

  private void onFrame(WebSocketFrame frame) throws InvalidProtocolBufferException {
    if (closeCode != 0) {
      throw new AssertionError("a frame behind the close frame: " + frame);
    }
    if (frame instanceof CloseWebSocketFrame close) {
      closeCode = close.statusCode();
      return;
    }
    if (frame instanceof PongWebSocketFrame) {
      return;
    }
    if (frame instanceof TextWebSocketFrame != json) {
      throw new AssertionError("another kind of frame than was agreed: " + frame);
    }
    ServerFrame read = decode(frame.content());
    if (read.hasWelcome()) {
      token = read.getWelcome().getResumeToken();
    }
    world.apply(read);
  }

  private ServerFrame decode(ByteBuf content) throws InvalidProtocolBufferException {
    if (!json) {
      return ServerFrame.parseFrom(content.nioBuffer());
    }
    ServerFrame.Builder frame = ServerFrame.newBuilder();
    JsonFormat.parser().merge(content.toString(StandardCharsets.UTF_8), frame);
    return frame.build();
  }

  /** The end: everything was given back, once. */
  void finish() throws InvalidProtocolBufferException {
    read();
    channel.finishAndReleaseAll();
    if (releases != 1) {
      throw new AssertionError("released " + releases + " times");
    }
  }
}
