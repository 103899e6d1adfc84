package dev.backbeat.server.room;

import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A room's options: what its creator says, else what the operator says, else the game. */
final class OptionsResolver {
  private OptionsResolver() {}

  static RoomOptions resolve(RoomSpec spec, SimulationSettings server, GameFactory factory)
      throws JoinException {
    RoomDefaults game = factory.defaults();
    int tickHz = first(spec.tickHz(), server.tickHz(), game.tickHz());
    try {
      return new RoomOptions(
          tickHz,
          span(spec, server, tickHz),
          first(spec.maxPlayers(), server.maxRoomPlayers(), game.maxPlayers()),
          first(spec.maxWatchers(), null, game.maxWatchers()),
          first(spec.emptyExpirySeconds(), null, game.emptyExpirySeconds()),
          spec.seed() != null ? spec.seed() : ThreadLocalRandom.current().nextLong(),
          spec.options() == null ? Map.of() : spec.options());
    } catch (IllegalArgumentException e) {
      throw new JoinException(JoinException.Code.BAD_OPTIONS, e.getMessage());
    }
  }

  /** Ticks per send, or 0 if the rates don't fit. */
  static int exactSpan(int tickHz, int sendHz) {
    if (sendHz < 1 || tickHz % sendHz != 0) {
      return 0;
    }
    int span = tickHz / sendHz;
    return span == 1 || span == 2 || span == 4 || span == 8 ? span : 0;
  }

  private static int span(RoomSpec spec, SimulationSettings server, int tickHz) {
    if (spec.sendHz() != null) {
      int span = exactSpan(tickHz, spec.sendHz());
      if (span == 0) {
        throw new IllegalArgumentException(
            "sendHz must be tickHz divided by 1, 2, 4 or 8, is " + spec.sendHz() + " of " + tickHz);
      }
      return span;
    }
    if (server.sendHz() == null) {
      return 1;
    }
    // The operator's wish for all rooms is no promise for one with a rate of its own: the next
    // possible rate that is not above it.
    int span = 1;
    while (span < 8 && tickHz > server.sendHz() * span) {
      span *= 2;
    }
    return span;
  }

  private static int first(Integer wanted, Integer server, int game) {
    return wanted != null ? wanted : server != null ? server : game;
  }
}
