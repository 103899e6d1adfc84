package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class LogAddressesTest {
  private static InetAddress of(String literal) {
    return NetUtil.createInetAddressFromIpAddressString(literal);
  }

  @Test
  void masksTheHostAndNotTheNetwork() {
    assertEquals("203.0.113.77", LogAddresses.FULL.text(of("203.0.113.77")));
    assertEquals("203.0.113.0/24", LogAddresses.NETWORK.text(of("203.0.113.77")));
    assertEquals("2001:db8:7:0:0:0:0:0/48", LogAddresses.NETWORK.text(of("2001:db8:7:8:9:a:b:c")));
    assertEquals("", LogAddresses.OFF.text(of("203.0.113.77")));
    assertEquals("", LogAddresses.FULL.text(null), "no IP socket");
  }
}
