package dev.backbeat.server.gateway;

import dev.backbeat.server.fuzz.FuzzInput;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any forwarding headers, from peers that are trusted and peers that are not: an address comes out,
 * never an exception; of a peer that is not trusted its own; and what a client wrote to the left of
 * what a trusted proxy appended changes nothing.
 */
public final class ForwardedFuzz {
  private static final HostAndPort ASKED = HostAndPort.authority("inside", 8080);
  private static final InetAddress PROXY = NetUtil.createInetAddressFromIpAddressString("10.0.0.1");
  private static final InetAddress STRANGER =
      NetUtil.createInetAddressFromIpAddressString("198.51.100.7");
  private static final String CLIENT = "203.0.113.9";

  private ForwardedFuzz() {}

  /** Some headers. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    boolean rfc7239 = in.below(2) == 1;
    ClientAddresses addresses = rfc7239 ? ClientAddressesTest.RFC7239 : ClientAddressesTest.XFF;
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    StringBuilder sources = new StringBuilder();
    while (in.remaining() > 0) {
      int which = in.below(4);
      String value = headerValue(in.chunk());
      switch (which) {
        case 0 -> headers.add("X-Forwarded-Proto", value);
        case 1 -> headers.add("X-Forwarded-Host", value);
        default -> {
          headers.add(rfc7239 ? "Forwarded" : "X-Forwarded-For", value);
          sources.append(value);
        }
      }
    }
    require(addresses.of(PROXY, headers, ASKED).address() != null, "no address", headers);
    require(
        addresses.of(STRANGER, headers, ASKED).address().equals(STRANGER),
        "a stranger was believed",
        headers);
    // A quote or a comment left open by the client swallows what is appended to the same header;
    // proxies add a header of their own or close it, so only closed ones are held to this.
    if (sources.indexOf("\"") < 0) {
      headers.add(rfc7239 ? "Forwarded" : "X-Forwarded-For", rfc7239 ? "for=" + CLIENT : CLIENT);
      String seen = addresses.of(PROXY, headers, ASKED).text();
      require(seen.equals(CLIENT), "it is " + seen, headers);
    }
  }

  /** What HTTP lets into a header's value. */
  private static String headerValue(byte[] bytes) {
    StringBuilder value = new StringBuilder();
    for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\t' || c >= ' ' && c != 0x7f) {
        value.append(c);
      }
    }
    return value.toString().strip();
  }

  private static void require(boolean holds, String what, MultiMap headers) {
    if (!holds) {
      throw new AssertionError(what + ": " + headers);
    }
  }

  /** Lists, parameters and the usual tricks. */
  public static List<byte[]> seeds() {
    return List.of(
        seed(0, 2, "1.1.1.1, 10.9.9.9,203.0.113.9"),
        seed(0, 2, "[2001:db8::9]:4711, unknown , 10.0.0.2"),
        seed(0, 3, "fe80::1%eth0, ::ffff:10.0.0.1"),
        seed(1, 2, "for=192.0.2.60;proto=http;by=10.0.0.1, For=\"[2001:db8::1]:_x\""),
        seed(1, 2, "for=\"a,b\\\"c\";host=x, for=_hidden"),
        seed(0, 0, "https, http"),
        seed(0, 1, "evil.example:99999, a b"));
  }

  private static byte[] seed(int form, int header, String value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(form);
    out.write(header);
    FuzzInput.putChunk(out, value.getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }
}
