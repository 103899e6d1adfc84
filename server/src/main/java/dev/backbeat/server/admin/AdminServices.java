package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.Gateway;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.DrainStatus;
import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.room.SimulationVerticle;
import dev.backbeat.server.session.SanctionFile;
import dev.backbeat.server.session.Sanctions;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What of the server the admin API shows and moves.
 *
 * @param instance id of this process
 * @param drain begins a drain, or moves its end
 * @param drainStatus how far it is
 */
public record AdminServices(
    String instance,
    LiveConfig live,
    Rooms rooms,
    SimulationVerticle simulation,
    Gateway gateway,
    SanctionFile sanctionFile,
    Health health,
    ServerMetrics metrics,
    Overload overload,
    Function<DrainRequest, DrainStatus> drain,
    Supplier<DrainStatus> drainStatus) {
  Sanctions sanctions() {
    return sanctionFile.sanctions();
  }
}
