package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.admission.ClientLimits;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.session.Sanctions;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all gateway loops share.
 *
 * @param clients where requests come from
 * @param connections WebSocket connections now
 */
record GatewayServices(
    LiveConfig live,
    Rooms rooms,
    Sessions sessions,
    ClientAddresses clients,
    AddressLimits addresses,
    ClientLimits limits,
    Sanctions sanctions,
    Tickets tickets,
    Authenticator authenticator,
    ApiAccess api,
    Welcomes welcomes,
    ServerMetrics metrics,
    Health health,
    Overload overload,
    GiveWay giveWay,
    AtomicInteger connections) {

  /** What holds now: a reload may change the options that are marked so. */
  ServerConfig config() {
    return live.current();
  }
}
