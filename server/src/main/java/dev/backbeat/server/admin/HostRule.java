package dev.backbeat.server.admin;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which names the listener answers to. On a loopback address only its own: a page of somebody's
 * whose name leads to 127.0.0.1 (DNS rebinding) is not answered. Pages of other origins are not
 * answered anywhere.
 */
final class HostRule {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final boolean loopback;
  private final String host;

  HostRule(String host, boolean loopback) {
    this.host = host.toLowerCase(Locale.ROOT);
    this.loopback = loopback;
  }

  boolean allows(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    if (authority == null) {
      return false;
    }
    String name = authority.host().toLowerCase(Locale.ROOT);
    if (loopback && !LOOPBACK.contains(name) && !name.equals(host)) {
      return false;
    }
    String origin = request.getHeader("Origin");
    return origin == null || isOwn(origin, authority);
  }

  /**
   * Without a port each has its scheme's; which one the Host had, a proxy before us knows alone.
   */
  static boolean isOwn(String origin, HostAndPort authority) {
    try {
      URI uri = URI.create(origin);
      int usual = "https".equals(uri.getScheme()) ? 443 : 80;
      int port = uri.getPort() < 0 ? usual : uri.getPort();
      int own = authority.port() < 0 ? usual : authority.port();
      return uri.getHost() != null
          && uri.getHost().equalsIgnoreCase(authority.host())
          && port == own;
    } catch (IllegalArgumentException e) {
      return false; // "null", or no URI at all.
    }
  }
}
