package dev.backbeat.server;

import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.session.SanctionFile;
import java.time.Clock;
import java.util.List;

/** A start without a server, for {@code --check-config}. */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * Does what {@link ServerStart} does up to the first socket: reads keys and certificates, looks
   * for the game, holds the rules. Blocks; not for an event loop.
   *
   * @return what keeps a server from starting with the configuration, in sentences
   */
  static List<String> problems(ServerConfig config, GameRegistry games) {
    List<String> problems = StartupChecks.problems(config, games);
    if (!problems.isEmpty()) {
      return problems;
    }
    LiveConfig live = LiveConfig.fixed(config);
    EventLoops loops = null;
    try {
      loops = EventLoops.create(config);
      SanctionFile.check(config.admin().bansFile(), Clock.systemUTC());
      SanctionFile none = SanctionFile.open(null, Clock.systemUTC());
      ServerAssembly.create(live, loops, games, none).close();
      return List.of();
    } catch (Exception e) {
      return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      live.close();
      if (loops != null) {
        loops.vertx().close().toCompletionStage().toCompletableFuture().join();
      }
    }
  }
}
