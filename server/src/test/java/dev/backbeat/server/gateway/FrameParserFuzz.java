package dev.backbeat.server.gateway;

import dev.backbeat.server.fuzz.FuzzInput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A stream of bytes, cut anywhere: the reader in front of Netty's decoder and the assembler behind
 * it come to the same messages, or the same refusal, as Netty's decoder alone with everything at
 * once. Every buffer is given back.
 */
public final class FrameParserFuzz {
  private static final int MAX_BYTES = 300;
  private static final int STRUCTURED = 1;
  private static final int BYTE_BY_BYTE = 2;
  private static final int MAX_CUTS = 16;

  private FrameParserFuzz() {}

  /** One stream. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int mode = in.u8();
    int cutSeed = in.u16();
    byte[] stream = (mode & STRUCTURED) != 0 ? frames(in) : in.rest();
    List<String> expected = read(stream, false, new int[0]);
    int[] cuts = new int[stream.length];
    if ((mode & BYTE_BY_BYTE) != 0) {
      Arrays.setAll(cuts, i -> i);
    } else {
      Random random = new Random(cutSeed);
      cuts = random.ints(random.nextInt(MAX_CUTS + 1), 0, stream.length + 1).sorted().toArray();
    }
    List<String> actual = read(stream, true, cuts);
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "the decoder alone: "
              + expected
              + "\nwith the reader: "
              + actual
              + "\ncuts "
              + Arrays.toString(cuts));
    }
  }

  /** Frames with lengths that are true: a first byte, a length, a payload, all masked but few. */
  private static byte[] frames(FuzzInput in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (in.remaining() > 0) {
      int first = in.u8();
      int size = in.u8();
      boolean masked = size != 255;
      int length = size < 250 ? size : in.u16() & 0x1ff;
      byte[] payload = in.bytes(length);
      out.write(first);
      int flag = masked ? 0x80 : 0;
      if (payload.length < 126) {
        out.write(flag | payload.length);
      } else {
        out.write(flag | 126);
        out.write(payload.length >> 8);
        out.write(payload.length);
      }
      if (masked) {
        byte[] mask = {(byte) first, (byte) size, 0x55, (byte) 0xaa};
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= mask[i & 3];
        }
      }
      out.writeBytes(payload);
    }
    return out.toByteArray();
  }

  private static List<String> read(byte[] stream, boolean withReader, int[] cuts) {
    Heard heard = new Heard();
    EmbeddedChannel channel = new EmbeddedChannel();
    if (withReader) {
      channel.pipeline().addLast(new WholeFrameReader(heard, heard.scratch));
    }
    // As Vert.x sets it up.
    channel
        .pipeline()
        .addLast(
            new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(MAX_BYTES)
                    .closeOnProtocolViolation(false)
                    .build()),
            heard);
    List<ByteBuf> pieces = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      pieces.add(Unpooled.copiedBuffer(stream, from, cut - from));
      from = cut;
    }
    pieces.add(Unpooled.copiedBuffer(stream, from, stream.length - from));
    pieces.forEach(channel::writeInbound);
    channel.finishAndReleaseAll();
    for (ByteBuf piece : pieces) {
      if (piece.capacity() > 0 && piece.refCnt() != 0) {
        throw new AssertionError("a buffer was not released: " + piece);
      }
    }
    return heard.lines;
  }

  /** As a connection takes what comes: messages, control frames, the first refusal. */
  private static final class Heard extends ChannelInboundHandlerAdapter
      implements WholeFrameReader.Sink {
    private final byte[] scratch = new byte[MAX_BYTES];
    private final MessageAssembler assembler = new MessageAssembler(MAX_BYTES);
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private boolean refused;

    @Override
    public boolean accepting() {
      return !refused;
    }

    @Override
    public void onBinary(int length, long nowNs) {
      message(false, Arrays.copyOf(scratch, length));
    }

    @Override
    public void onBug(RuntimeException bug) {
      throw bug;
    }

    private void message(boolean text, byte[] bytes) {
      lines.add((text ? "text " : "binary ") + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      try {
        if (!refused && message instanceof WebSocketFrame frame) {
          onFrame(frame);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void onFrame(WebSocketFrame frame) {
      byte[] payload = new byte[frame.content().readableBytes()];
      frame.content().getBytes(frame.content().readerIndex(), payload);
      boolean data =
          frame instanceof BinaryWebSocketFrame
              || frame instanceof TextWebSocketFrame
              || frame instanceof ContinuationWebSocketFrame;
      if (!data) {
        lines.add(frame.getClass().getSimpleName() + " " + HexFormat.of().formatHex(payload));
        refused |= frame instanceof CloseWebSocketFrame; // A connection takes nothing after it.
        return;
      }
      if (!(frame instanceof ContinuationWebSocketFrame)) {
        fragments.reset();
      }
      fragments.writeBytes(payload);
      switch (assembler.add(frame, scratch)) {
        case INCOMPLETE -> {
          if (frame.isFinalFragment() || fragments.size() > MAX_BYTES || !utf8(frame)) {
            throw new AssertionError("incomplete, of " + fragments.size() + " bytes");
          }
        }
        case NOT_UTF8 -> {
          if (utf8(frame)) {
            throw new AssertionError("this is UTF-8: " + fragments);
          }
          refused = true;
          lines.add("refused 1007");
        }
        case TOO_BIG -> {
          refused = true;
          lines.add("refused 1009");
        }
        case COMPLETE -> {
          byte[] whole = Arrays.copyOf(scratch, assembler.length());
          if (!Arrays.equals(whole, fragments.toByteArray())) {
            throw new AssertionError("the assembler changed a message");
          }
          if (!utf8(frame)) {
            throw new AssertionError("text that is not UTF-8");
          }
          message(assembler.text(), whole);
        }
      }
    }

    /** Whether the message so far can be what it says: by the JDK's own decoder. */
    private boolean utf8(WebSocketFrame frame) {
      if (!assembler.text()) {
        return true;
      }
      ByteBuffer bytes = ByteBuffer.wrap(fragments.toByteArray());
      CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
      return !StandardCharsets.UTF_8
          .newDecoder()
          .decode(bytes, chars, frame.isFinalFragment())
          .isError();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
        throw new AssertionError("not a refusal of a frame", cause);
      }
      if (!refused) {
        refused = true;
        lines.add("refused " + corrupted.closeStatus().code());
      }
    }
  }

  /** Lawful streams, in both modes, and one with each kind of fault. */
  public static List<byte[]> seeds() {
    Random random = new Random(11);
    List<byte[]> seeds = new ArrayList<>();
    for (int mode = 0; mode < 4; mode++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[] {(byte) mode, 0x12, (byte) mode});
      for (int first : new int[] {0x82, 0x02, 0x00, 0x89, 0x80, 0x81, 0x8a, 0x82, 0x88}) {
        byte[] payload = new byte[first >= 0x88 ? 2 : random.nextInt(40)];
        random.nextBytes(payload);
        if (first == 0x88) {
          payload = new byte[] {3, (byte) 0xe8};
        }
        out.write(first);
        if ((mode & STRUCTURED) == 0) {
          out.write(0x80 | payload.length);
          out.writeBytes(new byte[4]); // A mask of zeros changes nothing.
        } else {
          out.write(payload.length);
        }
        out.writeBytes(payload);
      }
      seeds.add(out.toByteArray());
    }
    // A fault in the middle: reserved bits, a reserved opcode, no mask, a length that is too long.
    for (String hex : List.of("f2800000000081", "8380000000", "820161", "82ff7fffffffffffffff")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[] {0, 1, 2, (byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 7});
      out.writeBytes(HexFormat.of().parseHex(hex));
      out.writeBytes(new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 8});
      seeds.add(out.toByteArray());
    }
    return seeds;
  }
}
