package dev.backbeat.server.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;

/**
 * Which web pages may use the server. Programs send no Origin and may always; browsers always send
 * one, which stops a page somewhere from playing, or administering, behind its visitor's back.
 */
final class OriginRule {
  private final List<String> allowed;

  /**
   * With the configured list; the server's own origin always may.
   *
   * @param allowed such as {@code https://example.org}; {@code *} = all
   */
  OriginRule(List<String> allowed) {
    this.allowed = allowed;
  }

  boolean allows(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin == null
        || allowed.contains("*")
        || allowed.contains(origin)
        || own(origin, request.authority());
  }

  /** Scheme is not compared: TLS may end in a proxy before us. */
  private static boolean own(String origin, HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    try {
      URI uri = URI.create(origin);
      int originPort = uri.getPort();
      int defaultPort = "https".equals(uri.getScheme()) ? 443 : 80;
      int port = originPort < 0 ? defaultPort : originPort;
      int ownPort = authority.port() < 0 ? defaultPort : authority.port();
      return authority.host().equalsIgnoreCase(uri.getHost()) && port == ownPort;
    } catch (IllegalArgumentException e) {
      return false; // "null" and other things that name no host.
    }
  }
}
