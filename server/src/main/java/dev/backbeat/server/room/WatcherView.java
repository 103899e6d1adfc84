package dev.backbeat.server.room;

import dev.backbeat.server.replication.Replicator;

/**
 * Where a watcher looks: at a point, at a player that he chose, or else at the first player who has
 * an entity. Room's thread.
 */
final class WatcherView {
  private final int seat;
  private int wantedPlayer;
  private boolean atPoint;
  private RoomPlayer followed;
  private int entity = -1;

  WatcherView(int seat) {
    this.seat = seat;
  }

  void follow(int player) {
    atPoint = false;
    wantedPlayer = player;
    followed = null;
    entity = -1;
  }

  void lookAt(int x, int y, Replicator out) {
    atPoint = true;
    followed = null;
    out.viewPoint(seat, x, y);
  }

  /** Once per tick: goes on following where the player has another entity now, or is gone. */
  void update(Simulation simulation, Replicator out) {
    if (atPoint) {
      return;
    }
    if (followed == null
        || followed.gone()
        || followed.entity() < 0 && followed.number() != wantedPlayer) {
      followed = choose(simulation);
    }
    if (followed != null && followed.entity() >= 0 && followed.entity() != entity) {
      entity = followed.entity();
      out.viewEntity(seat, entity);
    }
  }

  private RoomPlayer choose(Simulation simulation) {
    RoomPlayer first = null;
    for (int i = 0; i < simulation.playerCount(); i++) {
      RoomPlayer p = simulation.player(i);
      if (p.number() == wantedPlayer) {
        return p;
      }
      if (first == null && p.entity() >= 0) {
        first = p;
      }
    }
    return first;
  }
}
