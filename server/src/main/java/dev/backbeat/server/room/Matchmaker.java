package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.room.JoinException.Code;

/**
 * Finds seats in rooms that run. Any thread, under no lock but that of the room whose seat is
 * taken.
 */
final class Matchmaker {
  private final RunningRooms rooms;
  private final LimitObserver limits;

  Matchmaker(RunningRooms rooms, LimitObserver limits) {
    this.rooms = rooms;
    this.limits = limits;
  }

  /** A seat in this very room. */
  Seat join(String id, JoinRequest request, Outlet outlet) throws JoinException {
    Room room = rooms.get(id);
    if (room == null) {
      throw JoinException.unknownRoom(id);
    }
    Seat seat = room.join(request, outlet);
    if (seat != null) {
      return seat;
    }
    if (room.ledger().isClosed()) {
      throw JoinException.unknownRoom(id);
    }
    limits.onLimit(request.watcher() ? Limit.ROOM_WATCHERS : Limit.ROOM_PLAYERS);
    throw new JoinException(
        Code.ROOM_FULL,
        "room " + id + " has no seat left for a " + (request.watcher() ? "watcher" : "player"));
  }

  /** A seat in the fullest room of the game that has one, or null. */
  Seat joinFullest(GameFactory game, JoinRequest request, Outlet outlet) {
    while (true) {
      Room fullest = fullest(game, request.watcher());
      if (fullest == null) {
        return null;
      }
      Seat seat = fullest.join(request, outlet);
      if (seat != null) {
        return seat;
      } // Somebody else was quicker: look again.
    }
  }

  /** Of rooms that are equally full, the first by id. */
  private Room fullest(GameFactory game, boolean watcher) {
    Room fullest = null;
    int most = -1;
    for (Room room : rooms.all()) {
      int players = room.ledger().players();
      boolean better = players > most || players == most && room.id().compareTo(fullest.id()) < 0;
      if (better && room.kind().equals(game.name()) && room.ledger().free(watcher)) {
        fullest = room;
        most = players;
      }
    }
    return fullest;
  }
}
