package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.ops.ServerMetrics;
import io.netty.util.internal.PlatformDependent;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What sockets, connections and loops take now. */
final class GatewayMeters {
  private GatewayMeters() {}

  /**
   * Registers its figures.
   *
   * @param sweeps those of all loops
   */
  static void register(
      GatewayServices services, OpenSockets sockets, Supplier<Stream<Sweep>> sweeps) {
    ServerMetrics metrics = services.metrics();
    String help = "WebSocket connections now";
    metrics.gauge(
        "backbeat.connections",
        help,
        "subprotocol",
        Protocol.SUBPROTOCOL_BINARY,
        () -> Math.max(0, services.connections().get() - json(sweeps)));
    metrics.gauge(
        "backbeat.connections", help, "subprotocol", Protocol.SUBPROTOCOL_JSON, () -> json(sweeps));
    metrics.gauge(
        "backbeat.http.sockets", "Sockets that are no WebSocket (yet)", null, sockets::count);
    metrics.gauge(
        "backbeat.timers",
        "Tasks that wait on the gateway loops for their time",
        null,
        () -> sweeps.get().mapToInt(Sweep::timers).sum());
    metrics.gauge(
        "backbeat.netty.direct",
        "Memory outside of the heap that Netty has reserved",
        "bytes",
        PlatformDependent::usedDirectMemory);
    metrics.gauge(
        "backbeat.outbound",
        "Bytes that waited for clients' sockets within the last second",
        "bytes",
        () -> sweeps.get().mapToLong(Sweep::outboundBytes).sum());
    metrics.gauge(
        "backbeat.outbound.max.client",
        "The most of them that waited for one client",
        "bytes",
        () -> sweeps.get().mapToLong(Sweep::maxOutboundBytes).max().orElse(0));
  }

  private static int json(Supplier<Stream<Sweep>> sweeps) {
    return sweeps.get().mapToInt(Sweep::jsonConnections).sum();
  }
}
