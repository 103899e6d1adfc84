package dev.backbeat.server.ops;

import dev.backbeat.server.input.RewindLimit;
import picocli.CommandLine.Option;

/** Rooms and rates. */
final class SimulationOptions {
  @Option(
      names = "--game",
      paramLabel = "NAME",
      defaultValue = "arena",
      description = "Game of rooms that name none. Default: ${DEFAULT-VALUE}.")
  String game;

  @Option(
      names = "--tick-hz",
      paramLabel = "HZ",
      description =
          "Simulation rate of rooms that name none, ticks per second, 1 to 240."
              + " Default: the game's own (arena: 30).")
  Integer tickHz;

  @Option(
      names = "--send-hz",
      paramLabel = "HZ",
      description =
          "Frames per second and client: the tick rate divided by 1, 2, 4 or 8."
              + " Default: the tick rate.")
  Integer sendHz;

  @Option(
      names = "--max-room-players",
      paramLabel = "N",
      description =
          "Seats for players in rooms that name none. Default: the game's own (arena: 32).")
  Integer maxRoomPlayers;

  @Option(
      names = "--max-rooms",
      paramLabel = "N",
      defaultValue = "200",
      description = "Rooms at once. Default: ${DEFAULT-VALUE}.")
  int maxRooms;

  @Option(
      names = "--max-room-entities",
      paramLabel = "N",
      defaultValue = "65536",
      description =
          "Entities in a room, whatever its game declares; a game that wants more gets an exception."
              + " Default: ${DEFAULT-VALUE}.")
  int maxRoomEntities;

  @Option(
      names = "--tick-threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Threads that simulate rooms; 0 = half the processors, at least 1."
              + " Default: ${DEFAULT-VALUE}.")
  int tickThreads;

  @Option(
      names = "--resume-grace-seconds",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "For how long, in seconds, a player who lost the connection keeps the seat."
              + " Default: ${DEFAULT-VALUE}.")
  int resumeGraceSeconds;

  @Option(
      names = "--client-bytes-per-second",
      paramLabel = "BYTES",
      defaultValue = "32768",
      description =
          "What a client gets at most, as far as slower updates of distant cells can do it; 0 = no"
              + " budget. A game may set its own. Default: ${DEFAULT-VALUE}.")
  int clientBytesPerSecond;

  @Option(
      names = "--rewind-cap-ms",
      paramLabel = "MS",
      defaultValue = "250",
      description =
          "How far back, in ms, the world is rewound at most to where a player saw what was shot"
              + " at, 0 to 1000; 0 = not at all. Default: ${DEFAULT-VALUE}.")
  int rewindCapMs;

  ServerConfig.Simulation simulation(ListenOptions.Checks checks) {
    checks.range("--tick-hz", tickHz, 1, 240);
    checks.range("--send-hz", sendHz, 1, 240);
    if (tickHz != null && sendHz != null && !ServerConfig.Simulation.divides(tickHz, sendHz)) {
      throw checks.usage(
          "--send-hz must be --tick-hz divided by 1, 2, 4 or 8, is " + sendHz + " of " + tickHz);
    }
    checks.range("--max-room-players", maxRoomPlayers, 1, 10_000);
    checks.range("--max-rooms", maxRooms, 1, 100_000);
    checks.range("--max-room-entities", maxRoomEntities, 1, 1 << 22);
    checks.range("--tick-threads", tickThreads, 0, 256);
    checks.range("--resume-grace-seconds", resumeGraceSeconds, 0, 3_600);
    checks.range("--client-bytes-per-second", clientBytesPerSecond, 0, 100_000_000);
    checks.range("--rewind-cap-ms", rewindCapMs, 0, RewindLimit.MAX_CAP_MS);
    int threads =
        tickThreads > 0 ? tickThreads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new ServerConfig.Simulation(
        game,
        tickHz,
        sendHz,
        maxRoomPlayers,
        maxRooms,
        threads,
        resumeGraceSeconds,
        clientBytesPerSecond,
        rewindCapMs,
        maxRoomEntities);
  }
}
