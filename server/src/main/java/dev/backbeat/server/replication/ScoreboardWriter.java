package dev.backbeat.server.replication;

import dev.backbeat.codec.WireBuffer;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.v1.Scoreboard;
import java.util.Arrays;

/**
 * Writes the shared columns of the scoreboard: players without watchers, in the order of seats. Of
 * a room with more than {@link #MAX_ENTRIES} players those with the highest scores; everybody else
 * is told his own entry beside them, or else a scoreboard to all would grow with the square.
 */
final class ScoreboardWriter {
  static final int MAX_ENTRIES = 100;

  private long[] ranking = new long[16];
  private final WireBuffer players = new WireBuffer();
  private final WireBuffer scores = new WireBuffer();
  private final WireBuffer rtts = new WireBuffer();

  /** The payload of a Scoreboard without what is each client's own. */
  int part(SeatState[] seats, int tickLatenessUs, int overloadStep, CommittedTick tick) {
    players.clear();
    scores.clear();
    rtts.clear();
    long least = leastOnBoard(seats);
    for (SeatState seat : seats) {
      if (seat != null) {
        seat.onBoard = !seat.watcher && rank(seat) <= least;
      }
      if (seat != null && seat.onBoard) {
        players.putVarint(seat.player);
        scores.putZigZag(seat.score);
        rtts.putVarint(seat.rttMs);
      }
    }
    WireBuffer out = tick.bytes();
    int from = out.size();
    out.putBytesField(Scoreboard.PLAYERS_FIELD_NUMBER, players);
    out.putBytesField(Scoreboard.SCORES_FIELD_NUMBER, scores);
    out.putBytesField(Scoreboard.RTT_MS_FIELD_NUMBER, rtts);
    out.putUint32Field(Scoreboard.TICK_LATENESS_US_FIELD_NUMBER, tickLatenessUs);
    out.putUint32Field(Scoreboard.OVERLOAD_STEP_FIELD_NUMBER, overloadStep);
    return tick.part(from, 0);
  }

  /** The rank of the last one who fits on the board. */
  private long leastOnBoard(SeatState[] seats) {
    int count = 0;
    for (SeatState seat : seats) {
      if (seat != null && !seat.watcher) {
        if (count == ranking.length) {
          ranking = Arrays.copyOf(ranking, count * 2);
        }
        ranking[count++] = rank(seat);
      }
    }
    if (count <= MAX_ENTRIES) {
      return Long.MAX_VALUE;
    }
    Arrays.sort(ranking, 0, count);
    return ranking[MAX_ENTRIES - 1];
  }

  /** Ascends from the highest score down; of equals, the lower seat is first. */
  private static long rank(SeatState seat) {
    return -((long) seat.score << 32) + seat.seat;
  }
}
