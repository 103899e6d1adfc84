package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.Gateway;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.SimulationVerticle;

/** What of the server the admin API shows and moves. */
public record AdminServices(
    LiveConfig live,
    SimulationVerticle simulation,
    Gateway gateway,
    Health health,
    ServerMetrics metrics,
    Overload overload) {}
