package dev.backbeat.load.compare;

import dev.backbeat.load.options.Range;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a comparison is asked to do.
 *
 * @param cases a new direction with every n-th input, one case for each n
 * @param rounds of the cost at the fixed load
 * @param serverWarmupSeconds of the fixed load for a server that has just been started
 * @param sustainedRounds of the search for the most clients; 0 = none
 * @param sustainedCases of which cases it is searched
 * @param step between two numbers of clients in that search
 * @param maxClients more are never tried
 */
record CompareSettings(
    List<Integer> cases,
    int rounds,
    int rooms,
    int players,
    int tickHz,
    int inputHz,
    int serverWarmupSeconds,
    int warmupSeconds,
    int seconds,
    int sustainedRounds,
    List<Integer> sustainedCases,
    int probeWarmupSeconds,
    int probeSeconds,
    int step,
    int maxClients,
    int maxProbes) {

  /** The work at the fixed load. */
  Shape fixed(int turnEvery) {
    return new Shape(turnEvery, rooms, players, tickHz, inputHz, warmupSeconds, seconds, false);
  }

  /** The load that warms a server up. */
  Shape serverWarmup() {
    return new Shape(1, rooms, players, tickHz, inputHz, 0, serverWarmupSeconds, false);
  }

  /** The work of a probe; the clients are a multiple of the room's players. */
  Shape probe(int turnEvery, int clients) {
    return new Shape(
        turnEvery,
        clients / players,
        players,
        tickHz,
        inputHz,
        probeWarmupSeconds,
        probeSeconds,
        true);
  }

  boolean sustained() {
    return sustainedRounds > 0 && !sustainedCases.isEmpty();
  }

  /** The most clients that any run has. */
  int mostClients() {
    return Math.max(rooms * players, sustained() ? maxClients : 0);
  }

  /**
   * Refuses what cannot work.
   *
   * @throws IllegalArgumentException with a sentence
   */
  void check() {
    Range.check("--rounds", rounds, 1, 100);
    Range.check("--rooms", rooms, 1, 10_000);
    Range.check("--players", players, 1, 10_000);
    Range.check("--rooms x --players", (long) rooms * players, 1, 50_000);
    Range.check("--tick-hz", tickHz, 1, 240);
    Range.check("--input-hz", inputHz, 1, 1000);
    Range.check("--server-warmup", serverWarmupSeconds, 0, 3600);
    Range.check("--warmup", warmupSeconds, 0, 3600);
    Range.check("--seconds", seconds, 1, 3600);
    Range.check("--sustained-rounds", sustainedRounds, 0, 100);
    Range.check("--probe-warmup", probeWarmupSeconds, 0, 3600);
    Range.check("--probe-seconds", probeSeconds, 1, 3600);
    Range.check("--max-clients", maxClients, 1, 50_000);
    Range.check("--max-probes", maxProbes, 1, 50);
    for (int turnEvery : cases) {
      Range.check("--cases", turnEvery, 1, 1_000_000);
    }
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("--cases must name one at least");
    }
    if (!cases.containsAll(sustainedCases)) {
      throw new IllegalArgumentException("--sustained-cases must be some of --cases");
    }
    if (step < players || step % players != 0) {
      throw new IllegalArgumentException("--step must be a multiple of --players, not " + step);
    }
    if (sustained() && maxClients < step) {
      throw new IllegalArgumentException("--max-clients must be at least --step");
    }
  }

  /** For the report. */
  Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    map.put("cases", join(cases));
    map.put("rounds", Integer.toString(rounds));
    map.put("rooms", Integer.toString(rooms));
    map.put("players", Integer.toString(players));
    map.put("tick-hz", Integer.toString(tickHz));
    map.put("input-hz", Integer.toString(inputHz));
    map.put("server-warmup", Integer.toString(serverWarmupSeconds));
    map.put("warmup", Integer.toString(warmupSeconds));
    map.put("seconds", Integer.toString(seconds));
    map.put("sustained-rounds", Integer.toString(sustained() ? sustainedRounds : 0));
    map.put("sustained-cases", join(sustainedCases));
    map.put("probe-warmup", Integer.toString(probeWarmupSeconds));
    map.put("probe-seconds", Integer.toString(probeSeconds));
    map.put("step", Integer.toString(step));
    map.put("max-clients", Integer.toString(maxClients));
    map.put("max-probes", Integer.toString(maxProbes));
    return map;
  }

  private static String join(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
