package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.session.AddressLimits;
import dev.backbeat.server.session.Sessions;
import dev.backbeat.server.tick.GiveWay;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all gateway loops share.
 *
 * @param connections WebSocket connections now
 */
record GatewayServices(
    ServerConfig config,
    Rooms rooms,
    Sessions sessions,
    AddressLimits addresses,
    Authenticator authenticator,
    Welcomes welcomes,
    ServerMetrics metrics,
    Health health,
    Overload overload,
    GiveWay giveWay,
    AtomicInteger connections) {}
