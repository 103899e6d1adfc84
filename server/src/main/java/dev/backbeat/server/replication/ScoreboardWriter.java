package dev.backbeat.server.replication;

import dev.backbeat.codec.WireBuffer;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.v1.Scoreboard;

/** Writes the shared columns of the scoreboard: players without watchers, in the order of seats. */
final class ScoreboardWriter {
  private final WireBuffer players = new WireBuffer();
  private final WireBuffer scores = new WireBuffer();
  private final WireBuffer rtts = new WireBuffer();

  /** The payload of a Scoreboard without what is each client's own. */
  int part(SeatState[] seats, int tickLatenessUs, int overloadStep, CommittedTick tick) {
    players.clear();
    scores.clear();
    rtts.clear();
    for (SeatState seat : seats) {
      if (seat != null && !seat.watcher) {
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
}
