package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.backbeat.server.tls.SelfSignedCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to write a binary frame put the same bytes on the wire. */
class FrameWritersTest {
  private final PreframedWriter preframed = new PreframedWriter();

  @AfterEach
  void asTheLoopDoesAtItsEnd() {
    preframed.close();
  }

  static IntStream lengths() {
    return IntStream.of(
        0, 1, 2, 124, 125, 126, 127, 200, 1023, 1024, 1025, 4085, 4086, 4087, 8192, 65534, 65535,
        65536, 65537, 200_000);
  }

  private static byte[] payload(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** A server's end of a connection, and what its frames did. */
  private static final class Wire {
    private final FrameWriter writer;
    private final EmbeddedChannel channel;
    private final ChannelHandlerContext entry;
    private final FramesInFlight inFlight;

    Wire(FrameWriter writer, ChannelHandler... below) {
      this.writer = writer;
      ChannelInboundHandlerAdapter own = new ChannelInboundHandlerAdapter();
      channel = new EmbeddedChannel(below);
      channel
          .pipeline()
          .addLast(PreframedWriter.ENCODER, new WebSocket13FrameEncoder(false))
          .addLast("own", own);
      entry = writer.entry(channel.pipeline().context(own));
      inFlight = new FramesInFlight(channel);
    }

    void write(byte[] payload, int expectedBytes) {
      ByteBuf frame = writer.buffer(ByteBufAllocator.DEFAULT, expectedBytes);
      frame.writeBytes(payload);
      writer.write(entry, null, frame, inFlight.add());
      assertEquals(0, inFlight.count());
    }

    byte[] sent() {
      ByteBuf all = Unpooled.buffer();
      for (ByteBuf b = channel.readOutbound(); b != null; b = channel.readOutbound()) {
        all.writeBytes(b);
        b.release();
      }
      byte[] bytes = ByteBufUtil.getBytes(all);
      all.release();
      return bytes;
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void plain(int length) {
    Wire direct = new Wire(preframed);
    Wire library = new Wire(BinaryFrameWriter.INSTANCE);
    byte[] payload = payload(length);
    direct.write(payload, length);
    library.write(payload, length);
    assertArrayEquals(library.sent(), direct.sent());
  }

  @Test
  void aFrameLongerThanExpectedAndOneAfterAnother() {
    Wire direct = new Wire(preframed);
    Wire library = new Wire(BinaryFrameWriter.INSTANCE);
    lengths()
        .forEach(
            length -> {
              direct.write(payload(length), length / 3);
              library.write(payload(length), length / 3);
            });
    assertArrayEquals(library.sent(), direct.sent());
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void encrypted(int length) throws Exception {
    byte[] payload = payload(length);
    assertArrayEquals(
        throughTls(BinaryFrameWriter.INSTANCE, payload), throughTls(preframed, payload));
  }

  /** What a client reads behind its TLS after three frames. */
  private static byte[] throughTls(FrameWriter writer, byte[] payload) throws Exception {
    SelfSignedCertificate made = TLS;
    SslHandler server =
        SslContextBuilder.forServer(
                new ByteArrayInputStream(made.certificatePem().getBytes(StandardCharsets.US_ASCII)),
                new ByteArrayInputStream(made.privateKeyPem().getBytes(StandardCharsets.US_ASCII)))
            .build()
            .newHandler(UnpooledByteBufAllocator.DEFAULT);
    SslHandler client =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .build()
            .newHandler(UnpooledByteBufAllocator.DEFAULT);
    Wire wire = new Wire(writer, server);
    EmbeddedChannel peer = new EmbeddedChannel(client);
    for (int turn = 0; turn < 20; turn++) {
      pump(peer, wire.channel);
      pump(wire.channel, peer);
    }
    assertEquals(true, server.handshakeFuture().isSuccess());
    for (int i = 0; i < 3; i++) {
      wire.write(payload, payload.length);
    }
    pump(wire.channel, peer);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf b = peer.readInbound(); b != null; b = peer.readInbound()) {
      all.writeBytes(b);
      b.release();
    }
    byte[] bytes = ByteBufUtil.getBytes(all);
    all.release();
    peer.finishAndReleaseAll();
    wire.channel.finishAndReleaseAll();
    return bytes;
  }

  private static final SelfSignedCertificate TLS = certificate();

  private static SelfSignedCertificate certificate() {
    try {
      return SelfSignedCertificate.create("127.0.0.1");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void pump(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    for (ByteBuf b = from.readOutbound(); b != null; b = from.readOutbound()) {
      to.writeInbound(b);
    }
    to.runPendingTasks();
  }

  @Test
  void theNextFrameGetsTheBufferOfOneThatHasLeftAndOfNoOther() {
    ByteBuf first = preframed.buffer(ByteBufAllocator.DEFAULT, 100);
    ByteBuf second = preframed.buffer(ByteBufAllocator.DEFAULT, 100);
    assertNotSame(first, second);
    second.release();
    assertSame(second, preframed.buffer(ByteBufAllocator.DEFAULT, 100));
    first.release();
    second.release();
    ByteBuf large = preframed.buffer(ByteBufAllocator.DEFAULT, PreframedWriter.SHARED_BYTES + 1);
    assertNotSame(second, large);
    large.release();
    preframed.close();
    assertEquals(0, second.refCnt());
    ByteBuf afterTheEnd = preframed.buffer(ByteBufAllocator.DEFAULT, 100);
    assertEquals(1, afterTheEnd.refCnt());
    afterTheEnd.release();
  }

  @Test
  void framesThatWaitAreCountedUntilTheyLeaveOrFail() {
    EmbeddedChannel channel = new EmbeddedChannel();
    FramesInFlight inFlight = new FramesInFlight(channel);
    channel.write(Unpooled.buffer(1).writeByte(1), inFlight.add());
    channel.write(Unpooled.buffer(1).writeByte(2), inFlight.add());
    assertEquals(2, inFlight.count());
    channel.flush();
    assertEquals(0, inFlight.count());
    channel.releaseOutbound();
    channel.write(Unpooled.buffer(1).writeByte(3), inFlight.add());
    channel.close();
    assertEquals(0, inFlight.count());
    channel.writeAndFlush(Unpooled.buffer(1).writeByte(4), inFlight.add());
    channel.runPendingTasks();
    assertEquals(0, inFlight.count());
    assertThrows(UnsupportedOperationException.class, () -> inFlight.addListener(done -> {}));
  }
}
