package dev.backbeat.server.gateway;

import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;

/**
 * Where a request came from, as far as that is to be believed: what limits, refusals, bans and logs
 * go by. Made by {@link ClientAddresses} alone.
 *
 * @param address the client's, or of the last hop that could be made out; null = not an IP socket
 * @param secure whether the client's end speaks TLS; null = not known
 * @param authority what the client asked for: host and port; null = nothing, or no host
 */
record ClientAddress(InetAddress address, Boolean secure, HostAndPort authority) {
  /** For logs and people. */
  String text() {
    return address == null ? "local" : address.getHostAddress();
  }
}
