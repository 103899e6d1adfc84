package dev.backbeat.load;

import dev.backbeat.protocol.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * One WebSocket connection over a Netty channel with the least that a load generator needs: the
 * upgrade, one reused array per event loop to read into, frames written straight into a pooled
 * buffer without a promise. Against Vert.x' WebSocket client it allocates 36 bytes instead of 1,100
 * per frame and input; see {@code docs/load-testing.md}. Everything happens on the channel's event
 * loop.
 */
final class ClientChannel extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
  /** What happens on the connection, on its event loop. */
  interface Listener {
    /** The upgrade is done; messages may be written. */
    void onOpen();

    /** A message; the array is valid during the call only. */
    void onMessage(byte[] data, int offset, int length, long nowNs);

    /**
     * The end, called once.
     *
     * @param kind short and stable, as in errors_by_kind: "upgrade_503", "closed_1001" ...
     */
    void onClosed(String kind, String detail);
  }

  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_UPGRADE_ANSWER_BYTES = 16_384;
  private static final int MAX_MESSAGE_BYTES = 8 << 20;

  private final LoadSettings settings;
  private final byte[] scratch;
  private final Listener listener;
  private final String key;
  private final FrameReader reader = new FrameReader(MAX_MESSAGE_BYTES);
  private final StringBuilder answer = new StringBuilder();
  private ChannelHandlerContext context;
  private boolean open;
  private boolean closed;
  private String closeKind;
  private String closeDetail = "";
  private long readNs;
  private int maskState;

  /**
   * @param scratch shared by the connections of one event loop
   * @param seed of the masking keys
   */
  ClientChannel(LoadSettings settings, byte[] scratch, long seed, Listener listener) {
    this.settings = settings;
    this.scratch = scratch;
    this.listener = listener;
    this.maskState = (int) (seed ^ seed >>> 32) | 1;
    byte[] nonce = new byte[16];
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = (byte) nextMask();
    }
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  /** Whether the socket takes more; false while the server does not read. */
  boolean writable() {
    return open && !closed && context.channel().isWritable();
  }

  /** Writes one binary message. */
  void writeBinary(byte[] payload, int length) {
    write(FrameWriter.BINARY, payload, 0, length);
  }

  /** Closes the connection without a word. */
  void abort() {
    if (context != null) {
      context.close();
    }
  }

  private void write(int opcode, byte[] payload, int offset, int length) {
    if (closed) {
      return;
    }
    ByteBuf out = context.alloc().directBuffer(length + FrameWriter.MAX_HEADER_BYTES);
    FrameWriter.write(opcode, payload, offset, length, nextMask(), out);
    context.writeAndFlush(out, context.voidPromise());
  }

  /** Xorshift: RFC 6455 wants keys that a script cannot foresee; the test is its own script. */
  private int nextMask() {
    maskState ^= maskState << 13;
    maskState ^= maskState >>> 17;
    maskState ^= maskState << 5;
    return maskState;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!settings.secure()) {
      upgrade();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls) {
      if (tls.isSuccess()) {
        upgrade();
      } else {
        fail("tls_failed", String.valueOf(tls.cause().getMessage()));
      }
    }
  }

  private void upgrade() {
    String path = settings.url().getRawPath();
    String query = settings.url().getRawQuery();
    String target =
        (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    StringBuilder request = new StringBuilder(512);
    request.append("GET ").append(target).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(settings.url().getHost()).append(':').append(settings.port());
    request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13");
    request.append("\r\nSec-WebSocket-Key: ").append(key);
    request.append("\r\nSec-WebSocket-Protocol: ").append(Protocol.SUBPROTOCOL_BINARY);
    if (!settings.ticket().isEmpty()) {
      request.append("\r\nAuthorization: ").append(Protocol.TICKET_SCHEME).append(' ');
      request.append(settings.ticket());
    }
    request.append("\r\n\r\n");
    ByteBuf out = context.alloc().directBuffer(request.length());
    out.writeCharSequence(request, StandardCharsets.US_ASCII);
    context.writeAndFlush(out, context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      readNs = System.nanoTime();
      while (in.isReadable() && !closed) {
        int n = Math.min(in.readableBytes(), scratch.length);
        in.readBytes(scratch, 0, n);
        int used = open ? 0 : readAnswer(n);
        if (open && used < n) {
          reader.feed(scratch, used, n - used, this);
        }
      }
    } finally {
      in.release();
    }
  }

  /** Returns how many bytes belonged to the HTTP answer. */
  private int readAnswer(int length) {
    for (int i = 0; i < length; i++) {
      answer.append((char) (scratch[i] & 0xff));
      int n = answer.length();
      if (n >= 4 && answer.charAt(n - 1) == '\n' && answer.charAt(n - 3) == '\n') {
        checkAnswer(answer.toString());
        return i + 1;
      }
      if (n > MAX_UPGRADE_ANSWER_BYTES) {
        fail("upgrade_failed", "the answer to the upgrade has no end");
        return length;
      }
    }
    return length;
  }

  private void checkAnswer(String head) {
    String[] lines = head.split("\r\n");
    String status = lines[0].length() >= 12 ? lines[0].substring(9, 12) : "none";
    if (!status.equals("101")) {
      String error = header(lines, Protocol.ERROR_HEADER.toLowerCase(Locale.ROOT));
      fail("upgrade_" + status, lines[0] + (error.isEmpty() ? "" : " (" + error + ")"));
    } else if (!header(lines, "sec-websocket-accept").equals(expectedAccept())) {
      fail("upgrade_failed", "a wrong Sec-WebSocket-Accept");
    } else if (!header(lines, "sec-websocket-protocol").equals(Protocol.SUBPROTOCOL_BINARY)) {
      fail("upgrade_failed", "the server chose another subprotocol");
    } else {
      open = true;
      listener.onOpen();
    }
  }

  private static String header(String[] lines, String lowerCaseName) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(lowerCaseName)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  private String expectedAccept() {
    try {
      byte[] sha1 =
          MessageDigest.getInstance("SHA-1")
              .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(sha1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length) {
    if (text) {
      onProtocolError("a text message on the binary protocol");
    } else {
      listener.onMessage(data, offset, length, readNs);
    }
  }

  @Override
  public void onPing(byte[] data, int offset, int length) {
    write(FrameWriter.PONG, data, offset, length);
  }

  @Override
  public void onClose(int code, String reason) {
    closeKind = "closed_" + code;
    closeDetail = reason;
    byte[] echo = {(byte) (code >>> 8), (byte) code};
    write(FrameWriter.CLOSE, echo, 0, code == 1005 ? 0 : 2);
    context.close();
  }

  @Override
  public void onProtocolError(String what) {
    fail("protocol_error", what);
  }

  private void fail(String kind, String detail) {
    if (closeKind == null) {
      closeKind = kind;
      closeDetail = detail;
    }
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(closeKind == null ? "connection_lost" : closeKind, closeDetail);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail("connection_lost", String.valueOf(cause.getMessage()));
  }

  private void end(String kind, String detail) {
    if (!closed) {
      closed = true;
      listener.onClosed(kind, detail);
    }
  }
}
