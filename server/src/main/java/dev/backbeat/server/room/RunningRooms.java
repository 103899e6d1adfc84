package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rooms that run, and how far all of them are with stopping. What the server's drain says has
 * been said to every room in here, whichever of the two came first; once all are told to close none
 * comes in. Any thread; whoever only looks takes no lock.
 */
final class RunningRooms {
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();

  // Written under the lock: no room may come in between a word to all and its being kept for later.
  private volatile RoomDrain drain;
  private volatile RoomDrain.Door door = RoomDrain.Door.OPEN;
  private volatile boolean closed;

  /** One room, or null. */
  Room get(String id) {
    return rooms.get(id);
  }

  /** All of them, as they are while somebody goes through them. */
  Collection<Room> all() {
    return Collections.unmodifiableCollection(rooms.values());
  }

  int count() {
    return rooms.size();
  }

  /** Takes a room in, until it ends, and tells it of the drain. Its id must be free. */
  synchronized void add(Room room) throws JoinException {
    if (closed) {
      throw JoinException.draining();
    }
    if (drain != null) {
      room.draining().order(drain);
    }
    room.draining().door(door);
    rooms.put(room.id(), room);
    room.ended().whenComplete((done, failure) -> remove(room));
  }

  void remove(Room room) {
    rooms.remove(room.id(), room);
  }

  /** All are to end; of several orders the earliest counts. */
  synchronized void drain(RoomDrain order) {
    drain = RoomDrain.earlier(drain, order);
    all().forEach(room -> room.draining().order(order));
  }

  /** From now on so many may come in. */
  synchronized void door(RoomDrain.Door newDoor) {
    door = newDoor;
    all().forEach(room -> room.draining().door(newDoor));
  }

  /** Tells all to close, and takes none in any more; completes when all have ended. */
  synchronized CompletableFuture<Void> close(CloseReason reason) {
    closed = true;
    return CompletableFuture.allOf(
        all().stream().map(room -> room.close(reason)).toArray(CompletableFuture<?>[]::new));
  }

  /** Throws if nobody may come in. */
  void checkOpen() throws JoinException {
    if (closed || door.compareTo(RoomDrain.Door.OPEN) > 0) {
      throw JoinException.draining();
    }
  }

  /** Throws if nobody may have a room made. */
  void checkNotDraining() throws JoinException {
    checkOpen();
    if (drain != null) {
      throw JoinException.draining();
    }
  }

  /** Throws if no room is to be made for somebody who found no seat. */
  void checkTakesLatecomers() throws JoinException {
    if (door != RoomDrain.Door.LATECOMERS) {
      checkNotDraining();
    }
  }
}
