package dev.backbeat.load.netcode;

import dev.backbeat.load.options.Range;
import java.nio.file.Path;
import java.util.List;

/**
 * One run.
 *
 * @param rows of the table that are played, all at the same time
 * @param clients "java", "js" or both, one after the other
 * @param players per row and client
 * @param tickHz of the rooms
 * @param warmupSeconds until everybody has joined and the input lead has settled
 * @param seconds that count
 * @param seed of the network and of what the players do
 * @param out folder for logs
 */
record NetcodeSettings(
    List<NetcodeRow> rows,
    List<String> clients,
    int players,
    int tickHz,
    int warmupSeconds,
    int seconds,
    long seed,
    Path out) {
  static final String JAVA = "java";
  static final String JS = "js";

  /** Checks the bounds; throws with a sentence that names the option. */
  NetcodeSettings {
    rows = List.copyOf(rows);
    clients = List.copyOf(clients);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("--rows: there is no such row");
    }
    if (clients.isEmpty() || !List.of(JAVA, JS).containsAll(clients)) {
      throw new IllegalArgumentException("--clients takes java and js, not " + clients);
    }
    Range.check("--players", players, 2, 32);
    Range.check("--tick-hz", tickHz, 5, 240);
    Range.check("--warmup", warmupSeconds, 1, 600);
    Range.check("--seconds", seconds, 1, 36_000);
  }
}
