package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines and counts of one socket, with its loop's clock stepped by hand. */
class SocketGuardTest {
  private static final ServerConfig.Http SETTINGS =
      new ServerConfig.Http(10, 60, 30, 3, 2, 4096, 8192, 64, 16_384);

  private final OpenSockets sockets = new OpenSockets(3, 2);
  private final List<Limit> hits = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private SocketGuard guarded() {
    assertNull(sockets.open());
    channel.freezeTime();
    SocketGuard guard = new SocketGuard(sockets, hits::add, SETTINGS);
    guard.guard(channel);
    return guard;
  }

  @AfterEach
  void nothingStaysCounted() {
    channel.close();
    channel.runPendingTasks();
    assertEquals(0, sockets.count());
    assertEquals(0, sockets.addresses());
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private void trickle() {
    channel.writeInbound(Unpooled.copiedBuffer("G", StandardCharsets.US_ASCII));
  }

  @Test
  void bytesThatTrickleInDoNotMoveTheDeadline() {
    guarded();
    for (int second = 1; second < 10; second++) {
      pass(1);
      trickle();
      assertTrue(channel.isOpen());
    }
    pass(1);
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.HANDSHAKE_TIME), hits);
  }

  @Test
  void aRequestHasItsOwnDeadlineAndSoHasTheTimeBehindIt() {
    SocketGuard guard = guarded();
    pass(9);
    guard.requestBegins();
    pass(59);
    assertTrue(channel.isOpen());
    guard.requestEnds();
    pass(29);
    assertTrue(channel.isOpen());
    pass(1);
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.HTTP_IDLE_TIME), hits);
  }

  @Test
  void anAnswerThatNobodyReadsEnds() {
    SocketGuard guard = guarded();
    guard.requestBegins();
    pass(60);
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.REQUEST_TIME), hits);
  }

  @Test
  void aWebSocketIsNotCountedAndHasNoDeadlineOfThese() {
    SocketGuard guard = guarded();
    assertTrue(guard.countFor("a"));
    guard.requestBegins();
    guard.upgraded();
    assertEquals(0, sockets.count());
    assertEquals(0, sockets.addresses());
    assertNull(SocketGuard.of(channel));
    assertNull(channel.pipeline().get(SocketGuard.NAME));
    guard.requestEnds(); // Its end may be told afterwards.
    pass(1_000);
    assertTrue(channel.isOpen());
    assertEquals(List.of(), hits);
    channel.close();
    assertEquals(0, sockets.count(), "given back once");
  }

  @Test
  void socketsAreCountedTogetherAndByAddress() {
    OpenSockets few = new OpenSockets(3, 2);
    for (int i = 0; i < 3; i++) {
      assertNull(few.open());
    }
    assertEquals(Limit.HTTP_SOCKETS, few.open());
    assertEquals(3, few.count());
    assertNull(few.openOf("a"));
    assertNull(few.openOf("a"));
    assertEquals(Limit.HTTP_SOCKETS_PER_ADDRESS, few.openOf("a"));
    assertNull(few.openOf("b"));
    assertNull(few.openOf(null), "not limited");
    few.closeOf("a");
    assertNull(few.openOf("a"));
    few.closeOf("a");
    few.closeOf("a");
    few.closeOf("b");
    assertEquals(0, few.addresses());
    few.close();
    assertNull(few.open());
  }

  // ---- PROXY header

  private SocketGuard expecting() {
    assertNull(sockets.open());
    channel.freezeTime();
    SocketGuard guard = new SocketGuard(sockets, hits::add, SETTINGS);
    guard.guard(channel);
    ProxyHeader.expect(channel.pipeline(), guard, hits::add, InetAddress::getHostAddress);
    return guard;
  }

  private InetAddress proxied() {
    return channel.attr(ClientAddresses.PROXIED).get();
  }

  private String afterHeader() {
    io.netty.buffer.ByteBuf rest = channel.readInbound();
    try {
      return rest == null ? null : rest.toString(StandardCharsets.US_ASCII);
    } finally {
      if (rest != null) {
        rest.release();
      }
    }
  }

  @Test
  void version1InPieces() {
    expecting();
    for (byte b :
        "PROXY TCP4 203.0.113.9 10.0.0.1 4711 8080\r\nGET /".getBytes(StandardCharsets.US_ASCII)) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
    }
    assertEquals(NetUtil.createInetAddressFromIpAddressString("203.0.113.9"), proxied());
    StringBuilder rest = new StringBuilder();
    for (String part = afterHeader(); part != null; part = afterHeader()) {
      rest.append(part);
    }
    assertEquals("GET /", rest.toString());
    assertEquals(1, sockets.addresses());
    assertEquals(List.of(SocketGuard.NAME), names(), "the header's handlers are gone");
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(channel.pipeline().names());
    names.removeIf(name -> !name.startsWith("backbeat"));
    return names;
  }

  /** 12 bytes of signature, version and command, family, length. */
  private static byte[] version2(int command, int family, byte... addresses) {
    byte[] head = {0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    byte[] all = new byte[16 + addresses.length];
    System.arraycopy(head, 0, all, 0, 12);
    all[12] = (byte) (0x20 | command);
    all[13] = (byte) family;
    all[14] = (byte) (addresses.length >> 8);
    all[15] = (byte) addresses.length;
    System.arraycopy(addresses, 0, all, 16, addresses.length);
    return all;
  }

  @Test
  void version2() {
    expecting();
    byte[] v6 = new byte[36];
    System.arraycopy(NetUtil.createByteArrayFromIpAddressString("2001:db8::9"), 0, v6, 0, 16);
    v6[31] = 1;
    channel.writeInbound(Unpooled.wrappedBuffer(version2(1, 0x21, v6)));
    assertEquals(NetUtil.createInetAddressFromIpAddressString("2001:db8::9"), proxied());
    assertEquals(List.of(SocketGuard.NAME), names());
  }

  @Test
  void aProxysOwnConnectionNamesNobody() {
    expecting();
    channel.writeInbound(Unpooled.wrappedBuffer(version2(0, 0)));
    assertNull(proxied());
    assertTrue(channel.isOpen());
    assertEquals(List.of(SocketGuard.NAME), names());
  }

  @Test
  void aPathOfASocketOfTheProxysMachineIsNoAddress() {
    expecting();
    byte[] paths = new byte[216];
    System.arraycopy("1.2.3.4".getBytes(StandardCharsets.US_ASCII), 0, paths, 0, 7);
    channel.writeInbound(Unpooled.wrappedBuffer(version2(1, 0x31, paths)));
    assertNull(proxied());
    assertEquals(List.of(SocketGuard.NAME), names());
  }

  @Test
  void anAddressThatCannotBeReadIsNotTakenForTheProxys() {
    expecting();
    String header = "PROXY TCP6 fe80::1%eth0 fd00::1 4711 8080\r\n";
    channel.writeInbound(Unpooled.copiedBuffer(header, StandardCharsets.US_ASCII));
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.PROXY_HEADER), hits);
  }

  @Test
  void aVersionThatThereIsNotIsNotWaitedFor() {
    expecting();
    byte[] header = version2(1, 0x11, new byte[12]);
    header[12] = (byte) 0xff;
    channel.writeInbound(Unpooled.wrappedBuffer(header));
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.PROXY_HEADER), hits);
  }

  @Test
  void aSocketWithoutAHeaderIsClosed() {
    expecting();
    channel.writeInbound(
        Unpooled.copiedBuffer("GET /healthz HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.PROXY_HEADER), hits);
  }

  @Test
  void aHeaderThatNeverEndsMeetsTheDeadline() {
    expecting();
    channel.writeInbound(Unpooled.copiedBuffer("PROXY TCP4 203.0", StandardCharsets.US_ASCII));
    pass(10);
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.HANDSHAKE_TIME), hits);
  }

  @Test
  void aHeaderThatIsTooLongIsRefused() {
    expecting();
    channel.writeInbound(Unpooled.wrappedBuffer(version2(1, 0x11, new byte[2_000])));
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.PROXY_HEADER), hits);
  }

  @Test
  void theNamedAddressHasALimitOfSocketsToo() {
    assertNull(sockets.openOf("203.0.113.9"));
    assertNull(sockets.openOf("203.0.113.9"));
    expecting();
    channel.writeInbound(
        Unpooled.copiedBuffer(
            "PROXY TCP4 203.0.113.9 10.0.0.1 4711 8080\r\nGET / HTTP/1.1\r\n\r\n",
            StandardCharsets.US_ASCII));
    assertFalse(channel.isOpen());
    assertEquals(List.of(Limit.HTTP_SOCKETS_PER_ADDRESS), hits);
    assertNull(afterHeader(), "nor is a request that came with the header answered");
    sockets.closeOf("203.0.113.9");
    sockets.closeOf("203.0.113.9");
  }
}
