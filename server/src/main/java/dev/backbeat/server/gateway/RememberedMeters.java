package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.admission.Allowances;
import dev.backbeat.server.admission.Penalties;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.Sanctions;

/**
 * How much is remembered of players, addresses and tickets, of those too who have left. All of it
 * is bounded and forgotten in time, and here is where that is seen.
 */
final class RememberedMeters {
  private RememberedMeters() {}

  static void register(GatewayServices services, OpenSockets sockets) {
    ServerMetrics metrics = services.metrics();
    AddressLimits addresses = services.addresses();
    Allowances ofAddresses = services.limits().addresses();
    metrics.gauge(
        "backbeat.address.entries",
        "What is remembered of network addresses: connections, sockets, rates",
        null,
        () -> addresses.entries() + ofAddresses.entries() + sockets.addresses());
    metrics.gauge(
        "backbeat.player.entries",
        "What is remembered of players whom tickets named: connections, rates",
        null,
        services.limits().players()::entries);
    Penalties penalties = services.limits().penalties();
    metrics.gauge(
        "backbeat.offenders",
        "Players and addresses whose offences are remembered",
        null,
        penalties::offenders);
    metrics.gauge(
        "backbeat.penalties",
        "Players and addresses that are kept out by a penalty now",
        null,
        penalties::running);
    Tickets tickets = services.tickets();
    metrics.gauge(
        "backbeat.used.tickets",
        "Used tickets that are remembered, so that none lets in twice",
        null,
        tickets::remembered);
    metrics.gauge(
        "backbeat.used.tickets.max",
        "How many can be; beyond it none lets anybody in",
        null,
        tickets::maxRemembered);
    Sanctions sanctions = services.sanctions();
    String help = "Sanctions by operators that hold now";
    metrics.gauge("backbeat.sanctions", help, "kind", "ban", () -> sanctions.count(Kind.BAN));
    metrics.gauge("backbeat.sanctions", help, "kind", "mute", () -> sanctions.count(Kind.MUTE));
  }
}
