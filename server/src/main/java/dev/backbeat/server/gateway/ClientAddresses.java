package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.AddressRange;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds out where a request came from.
 *
 * <p>It starts with the peer of the socket, or with the source that a trusted peer's PROXY header
 * names. While that is a trusted proxy, the next entry of the forwarding header, from the right, is
 * one hop further. The first address that is not trusted is the client: whatever stands to the left
 * of it the client may have written itself. An entry that cannot be read ends the search at the hop
 * before. What other peers write into these headers is not looked at. Any thread.
 */
final class ClientAddresses {
  /** The source that a trusted peer's PROXY header named. */
  static final AttributeKey<InetAddress> PROXIED =
      AttributeKey.valueOf(ClientAddresses.class, "proxied");

  private final ServerConfig.Proxies proxies;
  private final boolean tls;

  ClientAddresses(ServerConfig config) {
    this.proxies = config.proxies();
    this.tls = config.tls().enabled();
  }

  /** Whether an address is a trusted proxy's. */
  boolean trusts(InetAddress address) {
    if (address != null) {
      for (AddressRange range : proxies.trusted()) {
        if (range.contains(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Where a request came from. */
  ClientAddress of(HttpServerRequest request) {
    return of(peer(request), request.headers(), request.authority());
  }

  private static InetAddress peer(HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    InetAddress proxied = channel.attr(PROXIED).get();
    return proxied != null ? proxied : peer(channel);
  }

  /** The other end of a socket; null = not an IP socket. */
  static InetAddress peer(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress inet ? inet.getAddress() : null;
  }

  /** The same from plain values. */
  ClientAddress of(InetAddress peer, MultiMap headers, HostAndPort authority) {
    Boolean secure = tls ? Boolean.TRUE : null;
    if (!trusts(peer)) {
      return new ClientAddress(peer, secure, authority);
    }
    return switch (proxies.header()) {
      case AUTO, NONE -> new ClientAddress(peer, secure, authority);
      case X_FORWARDED_FOR ->
          through(
              peer,
              ForwardedHops.list(headers.getAll("X-Forwarded-For")),
              ForwardedHops.list(headers.getAll("X-Forwarded-Proto")),
              ForwardedHops.list(headers.getAll("X-Forwarded-Host")),
              authority);
      case FORWARDED -> {
        List<String> elements = headers.getAll("Forwarded");
        yield through(
            peer,
            ForwardedHops.parameter(elements, "for"),
            ForwardedHops.parameter(elements, "proto"),
            ForwardedHops.parameter(elements, "host"),
            authority);
      }
    };
  }

  private ClientAddress through(
      InetAddress peer,
      List<String> sources,
      List<String> protocols,
      List<String> hosts,
      HostAndPort asked) {
    InetAddress client = peer;
    int hops = 0;
    while (hops < sources.size() && trusts(client)) {
      InetAddress next = ForwardedHops.address(sources.get(sources.size() - 1 - hops));
      if (next == null) {
        break;
      }
      client = next;
      hops++;
    }
    Boolean secure = secure(ofHop(protocols, hops));
    String host = ofHop(hosts, hops);
    HostAndPort authority = host == null ? null : HostAndPort.parseAuthority(host, -1);
    return new ClientAddress(
        client,
        secure == null && tls ? Boolean.TRUE : secure,
        authority == null ? asked : authority);
  }

  /**
   * What the proxy that the client spoke to says of it. Where not every hop said something, the
   * first trusted one that did; entries further left may be the client's own.
   */
  private static String ofHop(List<String> values, int hops) {
    return values.isEmpty()
        ? null
        : values.get(values.size() - Math.max(1, Math.min(hops, values.size())));
  }

  private static Boolean secure(String protocol) {
    if ("https".equalsIgnoreCase(protocol) || "wss".equalsIgnoreCase(protocol)) {
      return Boolean.TRUE;
    }
    return "http".equalsIgnoreCase(protocol) || "ws".equalsIgnoreCase(protocol)
        ? Boolean.FALSE
        : null;
  }

  /** Whether connections of a peer begin with a PROXY header. */
  boolean expectsProxyHeader(InetAddress peer) {
    return proxies.proxyProtocol() && trusts(peer);
  }
}
