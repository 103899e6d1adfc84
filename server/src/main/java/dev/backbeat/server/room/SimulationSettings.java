package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.input.InputObserver;
import dev.backbeat.server.input.RewindLimit;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.tick.TickObserver;
import java.util.List;
import java.util.function.Supplier;

/**
 * How this server runs its rooms. Null = each game's own default.
 *
 * @param defaultGame game of rooms and joins that name none
 * @param maxRooms rooms at once
 * @param tickHz simulation rate of rooms that name none
 * @param sendHz frames per second of rooms that name none: tickHz divided by 1, 2, 4 or 8
 * @param maxRoomPlayers seats for players in rooms that name none
 * @param tickThreads threads that run rooms
 * @param resumeGraceMs for how long a seat is kept for somebody who lost his connection
 * @param matchListeners learn of every match's end
 * @param broadcastObserver learns what was sent
 * @param tickObserver learns how ticks went
 * @param overload the server's step on the overload ladder
 * @param clientBytesPerSecond budget of a client, where the game sets none; 0 = no budget
 * @param rewindCapMs how far the world is rewound at most for what a player shot at; 0 = not at all
 * @param inputObserver learns how inputs went
 * @param maxRoomEntities a room has these at most, whatever its game declares
 */
public record SimulationSettings(
    String defaultGame,
    int maxRooms,
    Integer tickHz,
    Integer sendHz,
    Integer maxRoomPlayers,
    int tickThreads,
    int resumeGraceMs,
    List<MatchListener> matchListeners,
    BroadcastObserver broadcastObserver,
    TickObserver tickObserver,
    Supplier<OverloadStep> overload,
    int clientBytesPerSecond,
    int rewindCapMs,
    InputObserver inputObserver,
    int maxRoomEntities) {
  /** Checks the bounds. */
  public SimulationSettings {
    matchListeners = List.copyOf(matchListeners);
    if (maxRooms < 1 || tickThreads < 1) {
      throw new IllegalArgumentException("maxRooms and tickThreads must be at least 1");
    }
    if (tickHz != null && sendHz != null && OptionsResolver.exactSpan(tickHz, sendHz) == 0) {
      throw new IllegalArgumentException(
          "sendHz must be tickHz divided by 1, 2, 4 or 8, is " + sendHz + " of " + tickHz);
    }
  }

  /** Of a server that is never overloaded. */
  public SimulationSettings(
      String defaultGame,
      int maxRooms,
      Integer tickHz,
      Integer sendHz,
      Integer maxRoomPlayers,
      int tickThreads,
      int resumeGraceMs,
      List<MatchListener> matchListeners,
      BroadcastObserver broadcastObserver,
      TickObserver tickObserver) {
    this(
        defaultGame,
        maxRooms,
        tickHz,
        sendHz,
        maxRoomPlayers,
        tickThreads,
        resumeGraceMs,
        matchListeners,
        broadcastObserver,
        tickObserver,
        () -> OverloadStep.NORMAL,
        0,
        RewindLimit.DEFAULT_CAP_MS,
        InputObserver.NONE,
        Integer.MAX_VALUE);
  }

  /** Every game's own defaults, nobody listening. */
  public static SimulationSettings of(String defaultGame, int maxRooms, int tickThreads) {
    return new SimulationSettings(
        defaultGame,
        maxRooms,
        null,
        null,
        null,
        tickThreads,
        30_000,
        List.of(),
        BroadcastObserver.NONE,
        TickObserver.NONE);
  }
}
