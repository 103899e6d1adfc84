package dev.backbeat.server.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.v1.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** {@code backbeat.v1.json}: the same message as proto3 JSON in one text frame. For debugging. */
final class JsonFrameWriter implements FrameWriter {
  static final JsonFrameWriter INSTANCE = new JsonFrameWriter();

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private JsonFrameWriter() {}

  static String print(MessageOrBuilder frame) throws InvalidProtocolBufferException {
    return PRINTER.print(frame);
  }

  @Override
  public void write(
      ChannelHandlerContext entry, DirectSocket socket, ByteBuf frame, ChannelPromise written) {
    String json;
    try {
      json = print(ServerFrame.parseFrom(frame.nioBuffer()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the server composed a frame that does not parse", e);
    } finally {
      frame.release();
    }
    entry.writeAndFlush(new TextWebSocketFrame(json), written);
  }
}
