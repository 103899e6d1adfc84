package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.ServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which web pages may use the server. Programs send no Origin and may always; browsers always send
 * one, which stops a page somewhere from playing, or administering, behind its visitor's back.
 */
final class OriginRule {
  private final Supplier<ServerConfig> config;
  private final Collection<Integer> labPorts;

  /**
   * With the configured list; the server's own origin always may. A page of the same host may too
   * if both ports, its own and the one that it came in by, are the server's or the network lab's:
   * the page is loaded from one and its WebSocket goes to the other.
   */
  OriginRule(Supplier<ServerConfig> config) {
    this.config = config;
    this.labPorts = config.get().lab().ports().values();
  }

  boolean allows(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    List<String> allowed = config.get().access().allowedOrigins();
    return origin == null
        || allowed.contains("*")
        || allowed.contains(origin)
        || own(origin, request.authority(), request.localAddress());
  }

  /** Scheme is not compared: TLS may end in a proxy before us. */
  private boolean own(String origin, HostAndPort authority, SocketAddress listening) {
    if (authority == null) {
      return false;
    }
    try {
      URI uri = URI.create(origin);
      int originPort = uri.getPort();
      int defaultPort = "https".equals(uri.getScheme()) ? 443 : 80;
      int port = originPort < 0 ? defaultPort : originPort;
      int ownPort = authority.port() < 0 ? defaultPort : authority.port();
      return authority.host().equalsIgnoreCase(uri.getHost())
          && (port == ownPort || (leadsHere(port, listening) && leadsHere(ownPort, listening)));
    } catch (IllegalArgumentException e) {
      return false; // "null" and other things that name no host.
    }
  }

  /** Whether a port of this host is a lab's, or the server's own while there are labs. */
  private boolean leadsHere(int port, SocketAddress listening) {
    return !labPorts.isEmpty() && (labPorts.contains(port) || port == listening.port());
  }
}
