package dev.backbeat.server.room;

import dev.backbeat.server.game.MatchResult;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the server's listeners how matches ended. Any thread. */
final class MatchReports {
  private static final Logger LOG = LoggerFactory.getLogger(MatchReports.class);

  private MatchReports() {}

  static void report(RoomInfo room, int tick, MatchResult result, RoomConfig config) {
    LOG.atInfo()
        .addKeyValue("room", room.id())
        .addKeyValue("game", room.game())
        .addKeyValue("tick", tick)
        .addKeyValue("summary", result.summary())
        .log("match ended");
    for (MatchListener listener : config.matchListeners()) {
      try {
        config.worker().execute(() -> tell(listener, room, result));
      } catch (RejectedExecutionException e) {
        LOG.atWarn().addKeyValue("room", room.id()).log("no worker is free for the match's report");
      }
    }
  }

  private static void tell(MatchListener listener, RoomInfo room, MatchResult result) {
    try {
      listener.onMatchEnd(room, result);
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("room", room.id()).setCause(e).log("a match listener failed");
    }
  }
}
