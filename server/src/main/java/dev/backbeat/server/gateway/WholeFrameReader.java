package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Takes messages that came whole in one binary frame out of the bytes that the socket gave, in
 * place, in front of Netty's WebSocket decoder; that one gets everything else: frames of which a
 * part is still to come, fragments, text, control frames, and whatever breaks a rule.
 */
final class WholeFrameReader extends ChannelInboundHandlerAdapter {
  /** Name of Netty's WebSocket decoder in the pipeline. */
  static final String DECODER = "wsdecoder";

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FINAL_BINARY_MASKED = 0x8280;
  private static final int LENGTH_MASK = 0x7f;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;

  private final Sink sink;
  private final byte[] scratch;
  private final FrameBoundaries boundaries = new FrameBoundaries();
  private boolean passedOn;

  /**
   * A reader for one connection.
   *
   * @param scratch of the loop; a longer message is the decoder's
   */
  WholeFrameReader(Sink sink, byte[] scratch) {
    this.sink = sink;
    this.scratch = scratch;
  }

  /** What messages go to. */
  interface Sink {
    /** Whether whole messages are still wanted; if not, the decoder gets all that comes. */
    boolean accepting();

    /** A whole binary message, in the scratch array. */
    void onBinary(int length, long nowNs);

    /** {@link #onBinary} threw. */
    void onBug(RuntimeException bug);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf in)) {
      passedOn = true;
      ctx.fireChannelRead(message);
      return;
    }
    passedOn = false;
    long nowNs = System.nanoTime();
    while (in.isReadable()) {
      if (boundaries.betweenFrames() && take(in, nowNs)) {
        continue;
      }
      int bytes = boundaries.advance(in);
      passedOn = true;
      if (bytes == in.readableBytes()) {
        ctx.fireChannelRead(in);
        return;
      }
      ctx.fireChannelRead(in.readRetainedSlice(bytes));
    }
    in.release();
  }

  /** Of interest to the handlers behind only if they got something. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (passedOn) {
      ctx.fireChannelReadComplete();
    }
  }

  /** Whether the next bytes were a whole frame of the usual kind. */
  private boolean take(ByteBuf in, long nowNs) {
    int at = in.readerIndex();
    int readable = in.readableBytes();
    if (readable < 6 || boundaries.fragmented() || !sink.accepting()) {
      return false;
    }
    int start = in.getUnsignedShort(at);
    if ((start & ~LENGTH_MASK) != FINAL_BINARY_MASKED) {
      return false;
    }
    int length = start & LENGTH_MASK;
    int header = 6;
    if (length == LENGTH_IN_2_BYTES) {
      length = in.getUnsignedShort(at + 2);
      header = 8;
      if (length < LENGTH_IN_2_BYTES) {
        return false;
      }
    } else if (length == LENGTH_IN_8_BYTES) {
      return false;
    }
    if (readable < header + length || length > scratch.length) {
      return false;
    }
    unmask(in, at + header, length);
    in.readerIndex(at + header + length);
    try {
      sink.onBinary(length, nowNs);
    } catch (RuntimeException e) {
      sink.onBug(e);
    }
    return true;
  }

  private void unmask(ByteBuf in, int from, int length) {
    int mask = in.getIntLE(from - 4);
    long mask8 = (mask & 0xffff_ffffL) | (long) mask << 32;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      LONG.set(scratch, i, in.getLongLE(from + i) ^ mask8);
    }
    for (; i < length; i++) {
      scratch[i] = (byte) (in.getByte(from + i) ^ mask >>> 8 * (i & 3));
    }
  }
}
