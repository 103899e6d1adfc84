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
  private final ClientAddresses clients;

  /**
   * With the configured list; the server's own origin always may. A page of the same host may too
   * if both ports, its own and the one that it came in by, are the server's or the network lab's:
   * the page is loaded from one and its WebSocket goes to the other.
   */
  OriginRule(Supplier<ServerConfig> config, ClientAddresses clients) {
    this.config = config;
    this.clients = clients;
    this.labPorts = config.get().lab().ports().values();
  }

  boolean allows(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    List<String> allowed = config.get().access().allowedOrigins();
    return origin == null
        || allowed.contains("*")
        || allowed.contains(origin)
        || own(origin, clients.of(request), request.localAddress());
  }

  /**
   * Where it is not known whether the client's end speaks TLS (a proxy that is not trusted may end
   * it before us), the scheme is not compared.
   */
  private boolean own(String origin, ClientAddress client, SocketAddress listening) {
    HostAndPort authority = client.authority();
    if (authority == null) {
      return false;
    }
    try {
      URI uri = URI.create(origin);
      int originPort = uri.getPort();
      int defaultPort = "https".equals(uri.getScheme()) ? 443 : 80;
      int port = originPort < 0 ? defaultPort : originPort;
      int ownDefault = client.secure() == null ? defaultPort : client.secure() ? 443 : 80;
      int ownPort = authority.port() < 0 ? ownDefault : authority.port();
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
