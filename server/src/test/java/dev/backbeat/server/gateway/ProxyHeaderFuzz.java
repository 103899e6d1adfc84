package dev.backbeat.server.gateway;

import dev.backbeat.server.fuzz.FuzzInput;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Any bytes as the beginning of a trusted proxy's connection, in one piece and in small ones: the
 * header is taken, waited for or refused, the same however the stream is cut. If it is taken, the
 * address is the one that stands in it, and what follows comes through untouched; if it is refused,
 * the socket is closed, that is counted once, and nothing comes through. How long it is waited for
 * is bounded; all buffers and counts are given back.
 */
public final class ProxyHeaderFuzz {
  private static final ServerConfig.Http SETTINGS =
      new ServerConfig.Http(10, 60, 30, 3, 1, 4096, 8192, 64, 16_384);
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
  private static final int PROXY_COMMAND = 0x21;

  /** The line and its end. */
  private static final int MAX_V1_BYTES = 108 + 2;

  private static final int MAX_V2_BYTES = 16 + 216 + 1_024;
  private static final String FULL = "full";

  private ProxyHeaderFuzz() {}

  /** What became of a stream. {@code rest} is what came through to who stands behind. */
  private record Outcome(
      boolean open, boolean waits, InetAddress proxied, List<Limit> hits, String rest) {
    boolean taken() {
      return open && !waits;
    }
  }

  /** A stream, how it is cut, and whether the address that it names has all its sockets. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    boolean full = in.below(2) == 1;
    int pieceBytes = 1 + in.u8();
    byte[] stream = in.rest();
    Outcome whole = outcome(stream, Math.max(1, stream.length), full);
    check(stream, whole, full);
    Outcome cut = outcome(stream, pieceBytes, full);
    // Behind a refusal the peer sends no more, and what is waited for has no rest.
    require(whole.equals(cut), "in pieces of " + pieceBytes + " it is " + cut, stream, whole);
  }

  private static Outcome outcome(byte[] stream, int pieceBytes, boolean full) {
    OpenSockets sockets = new OpenSockets(3, 1);
    List<Limit> hits = new ArrayList<>();
    List<ByteBuf> written = new ArrayList<>();
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    if (sockets.open() != null || full && sockets.openOf(FULL) != null) {
      throw new AssertionError("there is a place");
    }
    SocketGuard guard = new SocketGuard(sockets, hits::add, SETTINGS);
    guard.guard(channel);
    ProxyHeader.expect(
        channel.pipeline(),
        guard,
        hits::add,
        address -> full ? FULL : "of " + address.getHostAddress());
    for (int at = 0; at < stream.length && channel.isOpen(); at += pieceBytes) {
      int end = Math.min(stream.length, at + pieceBytes);
      ByteBuf piece = Unpooled.buffer().writeBytes(stream, at, end - at);
      written.add(piece);
      channel.writeInbound(piece);
    }
    boolean open = channel.isOpen();
    boolean waits = channel.pipeline().names().stream().anyMatch(n -> n.contains("-proxy"));
    List<Limit> hitsSoFar = List.copyOf(hits);
    String rest = rest(channel);
    InetAddress proxied = channel.attr(ClientAddresses.PROXIED).get();
    channel.finishAndReleaseAll();
    channel.checkException();
    written.forEach(piece -> require(piece.refCnt() == 0, "a buffer is left", stream, null));
    require(sockets.count() == 0, "a socket stays counted", stream, null);
    require(sockets.addresses() == (full ? 1 : 0), "an address stays counted", stream, null);
    return new Outcome(open, waits && open, open ? proxied : null, hitsSoFar, rest);
  }

  private static String rest(EmbeddedChannel channel) {
    StringBuilder rest = new StringBuilder();
    for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
      ByteBuf bytes = (ByteBuf) part;
      rest.append(bytes.toString(StandardCharsets.ISO_8859_1));
      bytes.release();
    }
    return rest.toString();
  }

  private static void check(byte[] stream, Outcome seen, boolean full) {
    if (!seen.open()) {
      List<Limit> expected =
          List.of(
              seen.hits().contains(Limit.PROXY_HEADER) || !full
                  ? Limit.PROXY_HEADER
                  : Limit.HTTP_SOCKETS_PER_ADDRESS);
      require(seen.hits().equals(expected), "counted otherwise", stream, seen);
      require(seen.rest().isEmpty(), "bytes of a refused socket came through", stream, seen);
      return;
    }
    require(seen.hits().isEmpty(), "a limit was met", stream, seen);
    boolean version2 = startsWith(stream, SIGNATURE);
    if (!seen.taken()) {
      int max = version2 ? MAX_V2_BYTES : MAX_V1_BYTES;
      require(stream.length <= max, "it still waits", stream, seen);
      require(seen.rest().isEmpty(), "bytes came through before the header", stream, seen);
      require(seen.proxied() == null, "an address before the header", stream, seen);
      return;
    }
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    int end = version2 ? 16 + (stream[14] & 0xff) * 256 + (stream[15] & 0xff) : crLf(text);
    require(end >= 0 && end <= (version2 ? MAX_V2_BYTES : MAX_V1_BYTES), "long", stream, seen);
    require(seen.rest().equals(text.substring(end)), "another rest", stream, seen);
    InetAddress source = version2 ? ofVersion2(stream) : ofVersion1(text.substring(0, end - 2));
    boolean same = source == null ? seen.proxied() == null : source.equals(seen.proxied());
    require(same, "the header says " + source, stream, seen);
    require(source == null || !full, "it has all its sockets", stream, seen);
  }

  private static int crLf(String text) {
    int at = text.indexOf("\r\n");
    return at < 0 ? -1 : at + 2;
  }

  /** The source of a line; null = it names none. */
  private static InetAddress ofVersion1(String line) {
    String[] words = line.split(" ");
    return words.length > 2 && words[1].matches("TCP[46]")
        ? NetUtil.createInetAddressFromIpAddressString(words[2])
        : null;
  }

  /** The source by its bytes; null = the proxy's own connection, or of no IP address. */
  private static InetAddress ofVersion2(byte[] header) {
    int length = header[13] >> 4 == 1 ? 4 : header[13] >> 4 == 2 ? 16 : 0;
    if (header[12] != PROXY_COMMAND || length == 0) {
      return null;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(header, 16, 16 + length));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    int length = Math.min(start.length, bytes.length);
    return bytes.length >= length && Arrays.equals(bytes, 0, length, start, 0, length);
  }

  private static void require(boolean holds, String what, byte[] stream, Outcome seen) {
    if (!holds) {
      throw new AssertionError(what + ": " + seen + ", of " + HexFormat.of().formatHex(stream));
    }
  }

  /** Headers of both versions, their extensions, what is nearly one, and none. */
  public static List<byte[]> seeds() {
    String v1 = "PROXY TCP4 203.0.113.9 10.0.0.1 4711 8080\r\n";
    return List.of(
        seed(0, 6, text(v1 + "GET / HTTP/1.1\r\n")),
        seed(1, 6, text(v1 + "GET / HTTP/1.1\r\n")),
        seed(0, 0, text("PROXY TCP6 2001:db8::9 fd00::1 65535 1\r\n")),
        seed(0, 3, text("PROXY TCP6 fe80::1%eth0 fd00::1 65535 1\r\n")),
        seed(0, 3, text("PROXY UNKNOWN\r\nGET")),
        seed(0, 3, text("PROXY UNKNOWN 1.2.3.4 1.2.3.4 1 1\r\nGET")),
        seed(0, 3, text("PROXY TCP4 " + "1".repeat(120))),
        seed(0, 3, text("GET /healthz HTTP/1.1\r\n\r\n")),
        seed(0, 11, version2(0x21, 0x11, "cb0071090a00000112671f90", "474554")),
        seed(1, 11, version2(0x21, 0x11, "cb0071090a00000112671f90", "474554")),
        seed(0, 4, version2(0x21, 0x21, "20010db8" + "00".repeat(28) + "12671f90", "")),
        seed(0, 4, version2(0x20, 0x00, "", "474554")),
        seed(0, 4, version2(0x21, 0x00, "", "474554")),
        seed(0, 40, version2(0x21, 0x31, "312e322e332e34" + "00".repeat(209), "474554")),
        seed(0, 4, version2(0x21, 0x11, "cb0071090a00000112671f90" + "040003000000", "47")),
        seed(
            0,
            4,
            version2(0x21, 0x11, "cb0071090a00000112671f90" + "20000801" + "00".repeat(7), "47")),
        seed(0, 200, version2(0x21, 0x11, "00".repeat(2_000), "")));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] version2(int command, int family, String addresses, String behind) {
    byte[] body = HexFormat.of().parseHex(addresses);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    out.write(command);
    out.write(family);
    out.write(body.length >> 8);
    out.write(body.length);
    out.writeBytes(body);
    out.writeBytes(HexFormat.of().parseHex(behind));
    return out.toByteArray();
  }

  private static byte[] seed(int full, int cut, byte[] stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(full);
    out.write(cut);
    out.writeBytes(stream);
    return out.toByteArray();
  }
}
