package dev.backbeat.server;

import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules between options, and between options and games. One list for a start, for {@code
 * --check-config} and for a reload; cheap, and without any side effect.
 */
final class StartupChecks {
  private interface Check {
    void run(ServerConfig config, GameRegistry games) throws Exception;
  }

  private static final List<Check> ALL = List.of(StartupChecks::sendRate);

  private StartupChecks() {}

  /** All that is wrong, in sentences. */
  static List<String> problems(ServerConfig config, GameRegistry games) {
    List<String> problems = new ArrayList<>();
    for (Check check : ALL) {
      try {
        check.run(config, games);
      } catch (Exception e) {
        problems.add(e.getMessage() == null ? e.toString() : e.getMessage());
      }
    }
    return problems;
  }

  /** Throws if anything is wrong. */
  static void require(ServerConfig config, GameRegistry games) {
    List<String> problems = problems(config, games);
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("; ", problems));
    }
  }

  /** With a tick rate of the operator's, the options have been checked already. */
  private static void sendRate(ServerConfig config, GameRegistry games) throws JoinException {
    ServerConfig.Simulation wanted = config.simulation();
    GameFactory game = games.get(wanted.game());
    int tickHz = game.defaults().tickHz();
    if (wanted.tickHz() == null
        && wanted.sendHz() != null
        && !ServerConfig.Simulation.divides(tickHz, wanted.sendHz())) {
      throw new IllegalStateException(
          "--send-hz must be the tick rate divided by 1, 2, 4 or 8, is %d; %s ticks at %d Hz"
              .formatted(wanted.sendHz(), game.name(), tickHz));
    }
  }
}
