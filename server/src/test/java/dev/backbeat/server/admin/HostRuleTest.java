package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose pages may call the admin API. */
class HostRuleTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8081, 127.0.0.1, 8081, true",
    "http://127.0.0.1:8082, 127.0.0.1, 8081, false",
    "http://localhost, localhost, -1, true",
    // TLS ends in a proxy, which hands on the Host.
    "https://console.example, console.example, -1, true",
    "https://console.example:8443, console.example, 8443, true",
    "https://console.example:8443, console.example, -1, false",
    "https://evil.example, console.example, -1, false",
    "null, console.example, -1, false",
    "'https://a b', console.example, -1, false",
  })
  void aPageOfTheSameHostAndPortIsOwn(String origin, String host, int port, boolean own) {
    assertEquals(own, HostRule.isOwn(origin, HostAndPort.create(host, port)));
  }
}
