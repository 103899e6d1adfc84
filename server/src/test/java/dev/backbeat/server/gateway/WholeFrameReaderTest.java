package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a stream is cut, the reader and the library together say what the library alone says. */
class WholeFrameReaderTest {
  private static final int MAX_BYTES = 300;
  private static final int BINARY = WireClient.BINARY;

  /** What came of a stream: a line per frame or failure. */
  private static final class Heard extends ChannelInboundHandlerAdapter
      implements WholeFrameReader.Sink {
    private final byte[] scratch = new byte[MAX_BYTES];
    private final List<String> lines = new ArrayList<>();
    private boolean refused;
    private int direct;

    @Override
    public boolean accepting() {
      return !refused;
    }

    @Override
    public void onBinary(int length, long nowNs) {
      direct++;
      say("BinaryWebSocketFrame", true, Arrays.copyOf(scratch, length));
    }

    @Override
    public void onBug(RuntimeException bug) {
      lines.add(bug.toString());
    }

    private void say(String kind, boolean last, byte[] payload) {
      lines.add(kind + (last ? " " : "... ") + HexFormat.of().formatHex(payload));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof WebSocketFrame frame) {
        byte[] payload = new byte[frame.content().readableBytes()];
        frame.content().readBytes(payload);
        say(frame.getClass().getSimpleName(), frame.isFinalFragment(), payload);
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!refused) {
        refused = true;
        lines.add("refused " + ((CorruptedWebSocketFrameException) cause).closeStatus().code());
      }
    }
  }

  private static WebSocket13FrameDecoder decoder() {
    // As Vert.x sets it up.
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_BYTES)
            .closeOnProtocolViolation(false)
            .build());
  }

  private static Heard library(byte[] stream) {
    Heard heard = new Heard();
    EmbeddedChannel channel = new EmbeddedChannel(decoder(), heard);
    channel.writeInbound(Unpooled.wrappedBuffer(stream));
    channel.finishAndReleaseAll();
    return heard;
  }

  private static Heard direct(byte[] stream, int... cuts) {
    Heard heard = new Heard();
    EmbeddedChannel channel =
        new EmbeddedChannel(new WholeFrameReader(heard, heard.scratch), decoder(), heard);
    List<ByteBuf> pieces = new ArrayList<>();
    int from = 0;
    for (int to : cuts) {
      pieces.add(piece(stream, from, to));
      from = to;
    }
    pieces.add(piece(stream, from, stream.length));
    pieces.forEach(channel::writeInbound);
    channel.finishAndReleaseAll();
    pieces.forEach(piece -> assertEquals(0, piece.refCnt(), "released"));
    return heard;
  }

  /** With bytes in front that are not its own. */
  private static ByteBuf piece(byte[] stream, int from, int to) {
    ByteBuf buffer = Unpooled.directBuffer();
    buffer.writeBytes(new byte[] {-1, -2, -3}).writeBytes(stream, from, to - from);
    return buffer.readerIndex(3);
  }

  private static byte[] frame(int opcode, boolean last, int length, Random random) {
    byte[] mask = new byte[4];
    byte[] payload = new byte[length];
    random.nextBytes(mask);
    random.nextBytes(payload);
    if (opcode == WireClient.TEXT || opcode == WireClient.CONTINUATION) {
      Arrays.fill(payload, (byte) 'x');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireClient.header(opcode, last, length, true));
    out.writeBytes(mask);
    for (int i = 0; i < length; i++) {
      out.write(payload[i] ^ mask[i & 3]);
    }
    return out.toByteArray();
  }

  /** Everything that a lawful client may send. */
  private static byte[] mixedStream(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int length : new int[] {0, 1, 3, 4, 7, 8, 9, 23, 125, 126, 127, 256, MAX_BYTES}) {
      out.writeBytes(frame(BINARY, true, length, random));
    }
    out.writeBytes(frame(WireClient.PING, true, 8, random));
    out.writeBytes(frame(BINARY, true, 20, random));
    out.writeBytes(frame(BINARY, false, 20, random));
    out.writeBytes(frame(WireClient.PONG, true, 8, random));
    out.writeBytes(frame(WireClient.CONTINUATION, false, 5, random));
    out.writeBytes(frame(WireClient.CONTINUATION, true, 0, random));
    out.writeBytes(frame(BINARY, true, 21, random));
    out.writeBytes(frame(WireClient.TEXT, true, 9, random));
    out.writeBytes(frame(BINARY, true, 22, random));
    return out.toByteArray();
  }

  @Test
  void cutInTwoAtEveryByte() {
    byte[] stream = mixedStream(new Random(1));
    List<String> expected = library(stream).lines;
    assertEquals(22, expected.size());
    for (int cut = 0; cut <= stream.length; cut++) {
      assertEquals(expected, direct(stream, cut).lines, "cut at " + cut);
    }
  }

  @Test
  void byteByByte() {
    byte[] stream = mixedStream(new Random(2));
    int[] cuts = new int[stream.length];
    Arrays.setAll(cuts, i -> i);
    assertEquals(library(stream).lines, direct(stream, cuts).lines);
  }

  @Test
  void wholeBinaryMessagesDoNotTouchTheLibrary() {
    byte[] stream = mixedStream(new Random(3));
    assertEquals(16, direct(stream).direct);
  }

  @Test
  void randomStreamsInRandomPieces() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      byte[] stream = randomStream(random);
      int[] cuts = random.ints(random.nextInt(12), 0, stream.length + 1).sorted().toArray();
      assertEquals(
          library(stream).lines, direct(stream, cuts).lines, "seed " + seed + " round " + round);
    }
  }

  /** Mostly lawful frames, then perhaps a broken one and more behind it. */
  private static byte[] randomStream(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean open = false;
    for (int i = random.nextInt(12); i >= 0; i--) {
      int length = random.nextInt(random.nextBoolean() ? 30 : MAX_BYTES + 1);
      boolean last = random.nextInt(4) > 0;
      if (random.nextInt(5) == 0) {
        out.writeBytes(frame(WireClient.PING, true, length % 126, random));
      } else {
        int opcode = open ? WireClient.CONTINUATION : random.nextInt(6) == 0 ? 1 : BINARY;
        out.writeBytes(frame(opcode, last, length, random));
        open = !last;
      }
    }
    if (random.nextInt(3) == 0) {
      out.writeBytes(broken(random.nextInt(BROKEN_KINDS), random));
      for (int i = random.nextInt(3); i > 0; i--) {
        out.writeBytes(frame(BINARY, true, 12, random));
      }
    }
    return out.toByteArray();
  }

  private static final int BROKEN_KINDS = 8;

  private static byte[] broken(int kind, Random random) {
    byte[] good = frame(BINARY, true, 10, random);
    return switch (kind) {
      case 0 -> bytes(0x82, 0x03, 1, 2, 3); // not masked
      case 1 -> frame(BINARY, true, MAX_BYTES + 1, random); // too long
      case 2 -> frame(3, true, 10, random); // reserved opcode
      case 3 -> frame(WireClient.PING, false, 4, random); // fragmented control frame
      case 4 -> bytes(0x82, 0xfe, 0, 5, 1, 2, 3, 4, 0, 0, 0, 0, 0); // length not minimal
      case 5 -> bytes(0x82, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4); // negative length
      case 6 -> bytes(0xc2, 0x81, 1, 2, 3, 4, 9); // a reserved bit
      default -> {
        good[0] = (byte) 0x80; // a continuation of nothing, or the end of what is open
        yield good;
      }
    };
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void everyBrokenFrameIsRefusedAsByTheLibraryWhereverItIsCut() {
    for (int kind = 0; kind < BROKEN_KINDS; kind++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(frame(BINARY, true, 20, new Random(kind)));
      out.writeBytes(broken(kind, new Random(kind)));
      out.writeBytes(frame(BINARY, true, 20, new Random(kind)));
      byte[] stream = out.toByteArray();
      List<String> expected = library(stream).lines;
      assertTrue(expected.get(expected.size() - 1).startsWith("refused"), expected::toString);
      for (int cut = 0; cut <= stream.length; cut++) {
        assertEquals(expected, direct(stream, cut).lines, "kind " + kind + " cut at " + cut);
      }
    }
  }

  @Test
  void anUnfinishedMessageKeepsABinaryFrameForTheLibraryToRefuse() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(frame(BINARY, false, 20, new Random(5)));
    out.writeBytes(frame(BINARY, true, 20, new Random(6)));
    assertEquals(library(out.toByteArray()).lines, direct(out.toByteArray()).lines);
    assertEquals(0, direct(out.toByteArray()).direct);
  }

  @Test
  void othersAreReadOnAfterAFailure() {
    List<Integer> lengths = new ArrayList<>();
    List<RuntimeException> bugs = new ArrayList<>();
    byte[] scratch = new byte[MAX_BYTES];
    WholeFrameReader.Sink failing =
        new WholeFrameReader.Sink() {
          @Override
          public boolean accepting() {
            return true;
          }

          @Override
          public void onBinary(int length, long nowNs) {
            lengths.add(length);
            throw new IllegalStateException("as planned");
          }

          @Override
          public void onBug(RuntimeException bug) {
            bugs.add(bug);
          }
        };
    EmbeddedChannel channel = new EmbeddedChannel(new WholeFrameReader(failing, scratch));
    ByteBuf in = Unpooled.buffer();
    in.writeBytes(frame(BINARY, true, 5, new Random(7)));
    in.writeBytes(frame(BINARY, true, 6, new Random(8)));
    channel.writeInbound(in);
    assertEquals(List.of(5, 6), lengths);
    assertEquals(2, bugs.size());
    assertEquals(0, in.refCnt());
    channel.writeInbound(new BinaryWebSocketFrame());
    BinaryWebSocketFrame passedOn = channel.readInbound();
    passedOn.release();
  }
}
