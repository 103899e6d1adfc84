package dev.backbeat.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * The server's side of RFC 6455 as far as this game needs it: headers of unmasked binary frames
 * out, small masked frames in, which go to the player without an object per frame.
 */
final class WebSocketFrames extends ByteToMessageDecoder {
  static final int MAX_HEADER_BYTES = 4;

  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int MASK_BYTES = 4;
  private static final int MAX_PAYLOAD_BYTES = 125;
  private static final int MESSAGE_INPUT = 1;
  private static final int INPUT_BYTES = 13;

  private final Player player;

  WebSocketFrames(Player player) {
    this.player = player;
  }

  /** Writes the header of a whole binary message of fewer than 65,536 bytes. */
  static void writeBinaryHeader(ByteBuf out, int length) {
    if (length > 0xffff) {
      throw new IllegalArgumentException("a message of " + length + " bytes");
    }
    out.writeByte(0x80 | BINARY);
    if (length <= MAX_PAYLOAD_BYTES) {
      out.writeByte(length);
    } else {
      out.writeByte(126);
      out.writeShort(length);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    while (in.readableBytes() >= 2 + MASK_BYTES) {
      int at = in.readerIndex();
      int opcode = in.getByte(at) & 0x0f;
      int length = in.getByte(at + 1) & 0x7f;
      if (length > MAX_PAYLOAD_BYTES || opcode == CLOSE) {
        in.skipBytes(in.readableBytes());
        ctx.close();
        return;
      }
      int frameBytes = 2 + MASK_BYTES + length;
      if (in.readableBytes() < frameBytes) {
        return;
      }
      if (opcode == BINARY && length == INPUT_BYTES) {
        input(in, at + 2 + MASK_BYTES, in.getInt(at + 2));
      }
      in.skipBytes(frameBytes);
    }
  }

  /** Message type, sequence number, dx, dy; unmasked word by word. */
  private void input(ByteBuf in, int at, int mask) {
    int first = in.getInt(at) ^ mask;
    if (first >>> 24 != MESSAGE_INPUT) {
      return;
    }
    int second = in.getInt(at + 4) ^ mask;
    int third = in.getInt(at + 8) ^ mask;
    int last = (in.getByte(at + 12) ^ mask >>> 24) & 0xff;
    int sequence = Integer.reverseBytes(first << 8 | second >>> 24);
    int dx = Integer.reverseBytes(second << 8 | third >>> 24);
    int dy = Integer.reverseBytes(third << 8 | last);
    player.onInput(sequence, Float.intBitsToFloat(dx), Float.intBitsToFloat(dy));
  }
}
