package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.Outlet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which seats of a room are taken. One at a time: of two who want the last seat, one gets it. Any
 * thread.
 */
final class SeatLedger {
  private final int maxPlayers;
  private final int maxWatchers;
  private final BitSet taken;
  private final RoomSeat[] seats;
  private int players;
  private int watchers;
  private int lastNumber;
  private boolean closed;

  SeatLedger(int maxPlayers, int maxWatchers) {
    this.maxPlayers = maxPlayers;
    this.maxWatchers = maxWatchers;
    this.taken = new BitSet(maxPlayers + maxWatchers);
    this.seats = new RoomSeat[maxPlayers + maxWatchers];
  }

  /** How many seats there are, taken or not. */
  int places() {
    return seats.length;
  }

  /** A new seat, already in the room's queue; or null if there is none or the room has ended. */
  synchronized RoomSeat reserve(Room room, JoinRequest request, Outlet outlet) {
    boolean watcher = request.watcher();
    if (!free(watcher)) {
      return null;
    }
    int index = taken.nextClearBit(0);
    taken.set(index);
    if (watcher) {
      watchers++;
    } else {
      players++;
    }
    RoomSeat seat = new RoomSeat(room, index, ++lastNumber, request, outlet);
    seats[index] = seat;
    seat.announced();
    room.seatChanged(seat); // Under the lock: seats enter in the order of their numbers.
    return seat;
  }

  synchronized void release(RoomSeat seat) {
    taken.clear(seat.index);
    seats[seat.index] = null;
    if (seat.watcher()) {
      watchers--;
    } else {
      players--;
    }
  }

  /** Takes no more reservations if nobody has one; returns whether that is so. */
  synchronized boolean closeIfEmpty() {
    closed |= players + watchers == 0;
    return closed;
  }

  /** Takes no more reservations. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean free(boolean watcher) {
    return !closed && (watcher ? watchers < maxWatchers : players < maxPlayers);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Everybody who has a seat, in the order of the seats. */
  synchronized List<RoomSeat> seats() {
    List<RoomSeat> list = new ArrayList<>(players + watchers);
    for (RoomSeat seat : seats) {
      if (seat != null) {
        list.add(seat);
      }
    }
    return list;
  }

  synchronized int players() {
    return players;
  }

  synchronized int watchers() {
    return watchers;
  }
}
