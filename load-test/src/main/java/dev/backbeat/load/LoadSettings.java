package dev.backbeat.load;

import dev.backbeat.client.TicketsClient;
import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.load.protocol.ProtocolOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a run is asked to do; immutable. {@link #check} says in a sentence what cannot work.
 *
 * @param protocol of the server
 * @param url of the server's WebSocket, ws or wss
 * @param rooms how many rooms
 * @param players per room
 * @param game that the rooms play
 * @param roomOptions of the game, that the rooms are created with
 * @param tickHz that the rooms are created with
 * @param inputHz inputs per client and second
 * @param turnEvery a new random direction with every n-th input
 * @param inputRuns whether unchanged inputs are left out where the server holds them
 * @param decodeShare share of clients that decode every frame fully, 0..1
 * @param rampConcurrency handshakes under way at once
 * @param faults which clients read slowly or not at all
 * @param loops event loops (threads) of the generator
 * @param serverPid process to read CPU and memory of; 0 = ask /metrics
 * @param apiKey for POST /api/rooms; "" = none
 * @param ticket presented in each upgrade; "" = none
 * @param tickets gives each client a ticket of its own, or null
 * @param json file for the results; null = none
 * @param html file for the report; null = none
 * @param slo objectives that decide the exit code
 */
record LoadSettings(
    LoadProtocol.Kind protocol,
    URI url,
    int rooms,
    int players,
    String game,
    Map<String, String> roomOptions,
    int tickHz,
    int inputHz,
    int turnEvery,
    boolean inputRuns,
    double decodeShare,
    int warmupSeconds,
    int seconds,
    int rampConcurrency,
    int joinTimeoutSeconds,
    Faults faults,
    int loops,
    long seed,
    long serverPid,
    String apiKey,
    String ticket,
    TicketsClient tickets,
    boolean insecure,
    boolean quiet,
    Path json,
    Path html,
    List<Slo> slo) {

  /** Clients in all. */
  int clients() {
    return rooms * players;
  }

  ProtocolOptions protocolOptions() {
    return new ProtocolOptions(
        url, game, tickHz, inputHz, turnEvery, inputRuns, seed, this::ticketOf);
  }

  private CompletionStage<String> ticketOf(int client) {
    return tickets == null
        ? CompletableFuture.completedFuture(ticket)
        : tickets.ticket("bot-" + client, "");
  }

  /** From one input of a client to its next. */
  long inputIntervalNs() {
    return 1_000_000_000L / inputHz;
  }

  boolean secure() {
    return "wss".equalsIgnoreCase(url.getScheme());
  }

  int port() {
    return url.getPort() > 0 ? url.getPort() : secure() ? 443 : 80;
  }

  /**
   * Refuses what cannot work.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  void check() {
    String scheme = url.getScheme();
    if (url.getHost() == null
        || !("ws".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme))) {
      throw new IllegalArgumentException(
          "--url must look like ws://host:port/play or wss://host:port/play, not '" + url + "'");
    }
    range("--rooms", rooms, 1, 10_000);
    range("--players", players, 1, 10_000);
    range("--rooms x --players", (long) rooms * players, 1, 50_000);
    range("--tick-hz", tickHz, 1, 1000);
    range("--input-hz", inputHz, 1, 1000);
    range("--turn-every", turnEvery, 1, 1_000_000);
    range("--warmup", warmupSeconds, 0, 3600);
    range("--seconds", seconds, 1, 86_400);
    range("--ramp-concurrency", rampConcurrency, 1, 10_000);
    range("--join-timeout", joinTimeoutSeconds, 1, 600);
    range("--loops", loops, 1, 64);
    faults.check();
    if (!(decodeShare >= 0 && decodeShare <= 1)) {
      throw new IllegalArgumentException("--decode-share must be in 0..1, not " + decodeShare);
    }
    if (serverPid != 0 && !ProcessHandle.of(serverPid).map(ProcessHandle::isAlive).orElse(false)) {
      throw new IllegalArgumentException("--server-pid: there is no process " + serverPid);
    }
  }

  private static void range(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " must be in " + min + ".." + max + ", not " + value);
    }
  }
}
