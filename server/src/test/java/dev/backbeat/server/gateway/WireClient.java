package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;

/**
 * A WebSocket client on a bare socket, for tests that must break the frame layer's rules. It waits
 * at most {@link #PATIENCE_MS} for anything.
 */
final class WireClient implements AutoCloseable {
  static final int PATIENCE_MS = 30_000;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private int status;
  private String body = "";
  private boolean answersPings = true;
  private boolean json;

  /** A message or control frame from the server. */
  record Incoming(int opcode, byte[] payload) {
    int closeCode() {
      return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }
  }

  private WireClient(int port, int receiveBufferBytes) throws IOException {
    this(new Socket(), port, receiveBufferBytes);
  }

  private WireClient(Socket socket, int port, int receiveBufferBytes) throws IOException {
    this.socket = socket;
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** The same through TLS. */
  static WireClient openTls(int port, SSLSocket socket) throws IOException {
    WireClient client = new WireClient(socket, port, 0);
    client.handshake(port, "/play", Protocol.SUBPROTOCOL_BINARY);
    return client;
  }

  /** Upgrades with the binary subprotocol. */
  static WireClient open(int port, String... extraHeaders) throws IOException {
    return upgrade(port, "/play", Protocol.SUBPROTOCOL_BINARY, extraHeaders);
  }

  static WireClient openJson(int port) throws IOException {
    WireClient client = upgrade(port, "/play", Protocol.SUBPROTOCOL_JSON);
    client.json = true;
    return client;
  }

  static WireClient upgrade(int port, String path, String subprotocols, String... extraHeaders)
      throws IOException {
    WireClient client = new WireClient(port, 0);
    client.handshake(port, path, subprotocols, extraHeaders);
    return client;
  }

  /** With a small receive buffer, so that not reading is soon felt by the server. */
  static WireClient openSmall(int port, int receiveBufferBytes) throws IOException {
    WireClient client = new WireClient(port, receiveBufferBytes);
    client.handshake(port, "/play", Protocol.SUBPROTOCOL_BINARY);
    return client;
  }

  /** A good upgrade in which one piece of the text is replaced by another. */
  static WireClient upgradeWith(int port, String piece, String replacement) throws IOException {
    WireClient client = new WireClient(port, 0);
    String good = upgradeText(port, "/play", Protocol.SUBPROTOCOL_BINARY);
    assertTrue(good.contains(piece), piece);
    client.request(good.replace(piece, replacement));
    return client;
  }

  private void handshake(int port, String path, String subprotocols, String... extraHeaders)
      throws IOException {
    request(upgradeText(port, path, subprotocols, extraHeaders));
  }

  private static String upgradeText(
      int port, String path, String subprotocols, String... extraHeaders) {
    List<String> lines = new ArrayList<>();
    lines.add("GET " + path + " HTTP/1.1");
    lines.add("Host: 127.0.0.1:" + port);
    lines.add("Connection: Upgrade");
    lines.add("Upgrade: websocket");
    lines.add("Sec-WebSocket-Version: 13");
    lines.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    if (subprotocols != null) {
      lines.add("Sec-WebSocket-Protocol: " + subprotocols);
    }
    lines.addAll(List.of(extraHeaders));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private void request(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    status = Integer.parseInt(line().split(" ")[1]);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (status != 101) {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  int status() {
    return status;
  }

  String body() {
    return body;
  }

  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** From now on pings stay unanswered. */
  WireClient ignorePings() {
    answersPings = false;
    return this;
  }

  // ---- Sending

  synchronized void frame(int opcode, boolean last, byte[] payload) throws IOException {
    raw(header(opcode, last, payload.length, true));
    byte[] mask = {1, 2, 3, 4};
    byte[] masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask[i & 3];
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(mask);
    all.writeBytes(masked);
    raw(all.toByteArray());
  }

  static byte[] header(int opcode, boolean last, long length, boolean masked) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write((last ? 0x80 : 0) | opcode);
    int maskBit = masked ? 0x80 : 0;
    if (length < 126) {
      head.write(maskBit | (int) length);
    } else if (length < 65_536) {
      head.write(maskBit | 126);
      head.write((int) (length >> 8));
      head.write((int) length);
    } else {
      head.write(maskBit | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        head.write((int) (length >> shift));
      }
    }
    return head.toByteArray();
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void send(ClientFrame frame) throws IOException {
    if (json) {
      String text = JsonFormat.printer().print(frame);
      frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    } else {
      frame(BINARY, true, frame.toByteArray());
    }
  }

  void send(ClientFrame.Builder frame) throws IOException {
    send(frame.build());
  }

  void text(String text) throws IOException {
    frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  static ClientFrame.Builder join(String room, String name) {
    return ClientFrame.newBuilder()
        .setJoin(Join.newBuilder().setProtocolVersion(1).setRoom(room).setName(name));
  }

  static ClientFrame.Builder input(int tick, int moveX, int moveY, int aim) {
    return ClientFrame.newBuilder()
        .setInputs(
            InputBatch.newBuilder()
                .setFirstTick(tick)
                .addValues(moveX)
                .addValues(moveY)
                .addValues(aim)
                .addPresses(0)
                .addPresses(0));
  }

  /** Joins and waits for the Welcome. */
  Welcome joined(String room, String name) throws IOException {
    send(join(room, name));
    return await(ServerFrame::hasWelcome).getWelcome();
  }

  // ---- Receiving

  /** The next frame that is not a ping or pong; pings are answered. */
  Incoming next() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      if ((first & 0x70) != 0 || (second & 0x80) != 0 || (first & 0x80) == 0) {
        throw new IOException("the server sent RSV bits, a mask or a fragment");
      }
      long length = second;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = in.readNBytes((int) length);
      if (payload.length < length) {
        throw new EOFException();
      }
      int opcode = first & 0x0f;
      if (opcode == PING) {
        if (answersPings) {
          frame(PONG, true, payload);
        }
      } else if (opcode != PONG) {
        return new Incoming(opcode, payload);
      }
    }
  }

  /** The next ServerFrame that matches; a close before it, or none in good time, fails. */
  ServerFrame await(Predicate<ServerFrame> wanted) throws IOException {
    long givingUpNs = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (true) {
      Incoming incoming = next();
      if (System.nanoTime() > givingUpNs) {
        throw new IOException("frames kept coming, but not the one that was waited for");
      }
      if (incoming.opcode() == CLOSE) {
        throw new EOFException("closed with " + incoming.closeCode());
      }
      ServerFrame frame = parse(incoming);
      if (wanted.test(frame)) {
        return frame;
      }
    }
  }

  private ServerFrame parse(Incoming incoming) throws IOException {
    if (json) {
      ServerFrame.Builder frame = ServerFrame.newBuilder();
      JsonFormat.parser().merge(new String(incoming.payload(), StandardCharsets.UTF_8), frame);
      return frame.build();
    }
    return ServerFrame.parseFrom(ByteString.copyFrom(incoming.payload()));
  }

  /** How the server ended it: the last error, if one was sent, and the close code. */
  record End(dev.backbeat.v1.Error error, dev.backbeat.v1.Goodbye goodbye, int closeCode) {}

  /** Reads until the close frame; -1 = the connection ended without one. */
  End end() throws IOException {
    dev.backbeat.v1.Error error = null;
    dev.backbeat.v1.Goodbye goodbye = null;
    while (true) {
      Incoming incoming;
      try {
        incoming = next();
      } catch (EOFException | SocketException e) {
        return new End(error, goodbye, -1);
      }
      if (incoming.opcode() == CLOSE) {
        answerClose(incoming);
        return new End(error, goodbye, incoming.closeCode());
      }
      ServerFrame frame = parse(incoming);
      if (frame.hasError()) {
        error = frame.getError();
      }
      if (frame.hasGoodbye()) {
        goodbye = frame.getGoodbye();
      }
    }
  }

  private void answerClose(Incoming close) {
    try {
      frame(CLOSE, true, close.payload());
    } catch (IOException gone) {
      // The server has hung up already, as it may.
    }
  }

  /** Whether the TCP connection has been closed by the server, waiting for it. */
  boolean eof() throws IOException {
    try {
      while (in.read() >= 0) {
        // What was on its way.
      }
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Resets the connection: as when a machine loses power, seen by its router. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
