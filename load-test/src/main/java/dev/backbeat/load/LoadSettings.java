package dev.backbeat.load;

import dev.backbeat.client.TicketsClient;
import dev.backbeat.load.options.PlayUrl;
import dev.backbeat.load.options.Range;
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
    return PlayUrl.secure(url);
  }

  int port() {
    return PlayUrl.port(url);
  }

  /**
   * Refuses what cannot work.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  void check() {
    PlayUrl.check(url);
    Range.check("--rooms", rooms, 1, 10_000);
    Range.check("--players", players, 1, 10_000);
    Range.check("--rooms x --players", (long) rooms * players, 1, 50_000);
    Range.check("--tick-hz", tickHz, 1, 1000);
    Range.check("--input-hz", inputHz, 1, 1000);
    Range.check("--turn-every", turnEvery, 1, 1_000_000);
    Range.check("--warmup", warmupSeconds, 0, 3600);
    Range.check("--seconds", seconds, 1, 86_400);
    Range.check("--ramp-concurrency", rampConcurrency, 1, 10_000);
    Range.check("--join-timeout", joinTimeoutSeconds, 1, 600);
    Range.check("--loops", loops, 1, 64);
    faults.check();
    Range.check("--decode-share", decodeShare, 0, 1);
    if (serverPid != 0 && !ProcessHandle.of(serverPid).map(ProcessHandle::isAlive).orElse(false)) {
      throw new IllegalArgumentException("--server-pid: there is no process " + serverPid);
    }
  }
}
