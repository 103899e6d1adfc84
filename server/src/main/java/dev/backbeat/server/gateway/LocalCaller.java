package dev.backbeat.server.gateway;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Tells the programs of this machine from those who come through one of them: a proxy says so in a
 * header, and a page whose name leads to a loopback address (DNS rebinding) asks for that name.
 */
final class LocalCaller {
  private static final List<String> HANDED_ON =
      List.of("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via");

  private LocalCaller() {}

  /**
   * Whether it is one.
   *
   * @param client where the request comes from, or null
   * @param host that the server listens on
   */
  static boolean is(HttpServerRequest request, InetAddress client, String host) {
    HostAndPort authority = request.authority();
    return client != null
        && client.isLoopbackAddress()
        && HANDED_ON.stream().noneMatch(request.headers()::contains)
        && authority != null
        && isOwnName(authority.host().toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
  }

  private static boolean isOwnName(String name, String host) {
    if (name.equals("localhost") || name.equals(host)) {
      return true;
    }
    String literal =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(literal);
    return address != null && address.isLoopbackAddress();
  }
}
