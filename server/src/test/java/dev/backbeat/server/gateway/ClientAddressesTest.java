package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.backbeat.server.ops.ServerCommand;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is believed, and how far. 10/8 and fd00::/8 are trusted. */
class ClientAddressesTest {
  private static final String TRUSTED = "10.0.0.0/8,fd00::/8";
  private static final HostAndPort ASKED = HostAndPort.authority("inside", 8080);
  static final ClientAddresses XFF =
      new ClientAddresses(ServerCommand.configOf("--guests", "on", "--trusted-proxies", TRUSTED));
  static final ClientAddresses RFC7239 =
      new ClientAddresses(
          ServerCommand.configOf(
              "--guests", "on", "--trusted-proxies", TRUSTED, "--forwarded-header", "forwarded"));

  private static InetAddress address(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }

  private static MultiMap headers(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  private static String of(ClientAddresses addresses, String peer, MultiMap headers) {
    return addresses.of(address(peer), headers, ASKED).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
        "10.0.0.1 | 2001:db8::9 | 2001:db8:0:0:0:0:0:9",
        "10.0.0.1 | [2001:db8::9]:4711 | 2001:db8:0:0:0:0:0:9",
        "fd00::1 | 203.0.113.9 | 203.0.113.9",
        // What the client wrote itself stands to the left.
        "10.0.0.1 | 1.1.1.1, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 10.9.9.9, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 1.1.1.1, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
        // All of them trusted: a client inside.
        "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
        // What cannot be read ends the search at the hop before.
        "10.0.0.1 | 203.0.113.9, unknown | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9, unknown, 10.0.0.2 | 10.0.0.2",
        "10.0.0.1 | evil.example | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9, | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9:port | 10.0.0.1",
        "10.0.0.1 | [2001:db8::9 | 10.0.0.1",
        "10.0.0.1 | 300.0.0.1 | 10.0.0.1",
        // A peer that is not trusted may say what it likes.
        "198.51.100.7 | 203.0.113.9 | 198.51.100.7",
        "198.51.100.7 | 10.0.0.1 | 198.51.100.7",
      })
  void theRightMostAddressThatIsNotTrusted(String peer, String header, String client) {
    assertEquals(client, of(XFF, peer, headers("X-Forwarded-For", header)));
  }

  @Test
  void severalHeadersAreOneList() {
    assertEquals(
        "203.0.113.9",
        of(
            XFF,
            "10.0.0.1",
            headers("X-Forwarded-For", "1.1.1.1", "X-Forwarded-For", "203.0.113.9, 10.0.0.2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=203.0.113.9 | 203.0.113.9",
        "For=\"203.0.113.9:4711\";proto=https | 203.0.113.9",
        "proto=http; for=\"[2001:db8::9]:_x\" | 2001:db8:0:0:0:0:0:9",
        "for=1.1.1.1, for=203.0.113.9;by=10.0.0.1, for=10.0.0.2 | 203.0.113.9",
        "for=\"1.1.1.1, for=2.2.2.2\", for=203.0.113.9 | 203.0.113.9",
        "for=_hidden | 10.0.0.1",
        "by=203.0.113.9 | 10.0.0.1",
      })
  void theSameByRfc7239(String header, String client) {
    assertEquals(client, of(RFC7239, "10.0.0.1", headers("Forwarded", header)));
  }

  @Test
  void onlyTheChosenHeaderIsRead() {
    MultiMap both = headers("X-Forwarded-For", "203.0.113.1", "Forwarded", "for=203.0.113.2");
    assertEquals("203.0.113.1", of(XFF, "10.0.0.1", both));
    assertEquals("203.0.113.2", of(RFC7239, "10.0.0.1", both));
    ClientAddresses byProxyProtocol =
        new ClientAddresses(
            ServerCommand.configOf(
                "--guests", "on", "--trusted-proxies", TRUSTED, "--proxy-protocol", "on"));
    assertEquals("10.0.0.1", of(byProxyProtocol, "10.0.0.1", both), "a TCP proxy sets no header");
    ClientAddresses none =
        new ClientAddresses(
            ServerCommand.configOf(
                "--guests", "on", "--trusted-proxies", TRUSTED, "--forwarded-header", "none"));
    assertEquals("10.0.0.1", of(none, "10.0.0.1", both));
  }

  @Test
  void protocolAndHostComeFromTrustedProxiesAlone() {
    MultiMap headers =
        headers(
            "X-Forwarded-For", "203.0.113.9, 10.0.0.2",
            "X-Forwarded-Proto", "https, http",
            "X-Forwarded-Host", "play.example.org:8443");
    ClientAddress client = XFF.of(address("10.0.0.1"), headers, ASKED);
    assertEquals(true, client.secure(), "of the hop that the client spoke to");
    assertEquals("play.example.org", client.authority().host());
    assertEquals(8443, client.authority().port());
    ClientAddress spoofed = XFF.of(address("203.0.113.9"), headers, ASKED);
    assertNull(spoofed.secure());
    assertEquals("inside", spoofed.authority().host());
    ClientAddress tls =
        new ClientAddresses(ServerCommand.configOf("--tls-self-signed"))
            .of(address("203.0.113.9"), headers, ASKED);
    assertEquals(true, tls.secure());
  }

  @Test
  void aLocalSocketHasNoAddress() {
    assertEquals("local", XFF.of(null, headers("X-Forwarded-For", "1.1.1.1"), ASKED).text());
  }
}
