package dev.backbeat.load.attack;

import dev.backbeat.load.options.Range;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run is asked to do.
 *
 * @param url of the server; null = one is started
 * @param serverJar that is started; null = the one of the source tree
 * @param apiKey of the server
 * @param ticketSecret that it checks tickets with
 * @param adminToken of an operator of the server
 * @param only names of rows or groups; empty = all
 * @param players honest ones
 * @param tickHz of their rooms
 * @param warmupSeconds before the first window
 * @param windowSeconds of each quiet window, and of a hostile one at least
 * @param parallel attacks at the same time
 * @param judgeLatency whether the honest players' p99 decides
 * @param mixed whether all attacks are made a second time, all at once
 * @param windows whether groups take turns with quiet windows; false = all groups and faults are
 *     tried together, and nothing is compared
 * @param nice by how much attackers yield, as for {@code nice(1)}
 * @param allowSkips whether a row that cannot be tried here is no failure
 * @param out folder of logs and reports
 */
record AttackSettings(
    URI url,
    Path serverJar,
    String apiKey,
    String ticketSecret,
    String adminToken,
    List<String> only,
    int players,
    int tickHz,
    int warmupSeconds,
    int windowSeconds,
    int parallel,
    boolean judgeLatency,
    boolean mixed,
    long seed,
    boolean windows,
    int nice,
    boolean allowSkips,
    Path out) {
  AttackSettings {
    only = List.copyOf(only);
    Range.check("--players", players, 1, 2_000);
    Range.check("--tick-hz", tickHz, 1, 128);
    Range.check("--warmup", warmupSeconds, 0, 600);
    Range.check("--window", windowSeconds, 1, 600);
    Range.check("--parallel", parallel, 1, 64);
    Range.check("--nice", nice, 0, 19);
    if (url != null && !isLoopback(url.getHost())) {
      throw new IllegalArgumentException(
          "--url must be ws:// on a loopback address: nothing else is ever attacked");
    }
    if (url != null && (!"ws".equalsIgnoreCase(url.getScheme()) || url.getPort() < 1)) {
      throw new IllegalArgumentException("--url must look like ws://127.0.0.1:PORT/play");
    }
  }

  private static boolean isLoopback(String host) {
    return host != null && (host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("localhost"));
  }
}
