package dev.backbeat.server.replication;

import dev.backbeat.codec.EventWriter;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.broadcast.SeatFrame;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import java.util.List;

/**
 * Events since the last send: of a square, of the room, of one seat. At most {@link #MAX_EVENTS}
 * and {@link #MAX_BYTES}; those beyond reach nobody and are counted as lost for whom they were
 * meant.
 */
final class EventLog {
  static final int MAX_EVENTS = 4096;
  static final int MAX_BYTES = 256 * 1024;

  private final List<EventSchema> types;
  private final LimitObserver limits;
  private final Grid grid;
  private final int room;
  private final TargetedLog log;
  private final EventWriter writer = new EventWriter();

  EventLog(List<EventSchema> types, Grid grid, int maxSeats, LimitObserver limits) {
    this.limits = limits;
    this.types = types;
    this.grid = grid;
    this.room = grid.cells();
    this.log = new TargetedLog(grid.cells() + 1 + maxSeats, MAX_EVENTS, MAX_BYTES);
  }

  void emit(int tick, int type, int x, int y, int[] args, String... texts) {
    write(grid.keyAt(0, x, y), tick, type, x, y, args, texts);
  }

  void emitToAll(int tick, int type, int[] args, String... texts) {
    write(room, tick, type, 0, 0, args, texts);
  }

  void emitTo(int seat, int tick, int type, int[] args, String... texts) {
    write(room + 1 + seat, tick, type, 0, 0, args, texts);
  }

  private void write(int target, int tick, int type, int x, int y, int[] args, String... texts) {
    if (args.length != types.get(type).args().size()) {
      throw new IllegalArgumentException(
          "event "
              + types.get(type).name()
              + " has the arguments "
              + types.get(type).args()
              + ", given "
              + args.length);
    }
    if (log.admits(target)) {
      writer.write(log.bytes(), tick, type, x, y, args, texts);
      log.add(target);
    } else {
      limits.onLimit(Limit.ROOM_EVENTS);
    }
  }

  /** The seat is given up: nobody gets its own events. */
  void forget(int seat) {
    log.forget(room + 1 + seat);
  }

  /** Adds what the seat sees to its frame. */
  void fill(SeatState seat, CommittedTick tick, SeatFrame frame) {
    IntList cells = seat.view.squares();
    for (int i = 0; !log.isEmpty() && i < cells.size(); i++) {
      fill(cells.get(i), tick, frame);
    }
    fill(room, tick, frame);
    fill(room + 1 + seat.seat, tick, frame);
  }

  private void fill(int target, CommittedTick tick, SeatFrame frame) {
    int part = log.part(target, tick);
    if (part != CommittedTick.NONE) {
      frame.addEvents(part);
    }
    frame.addEventsLost(log.lost(target));
  }

  /** How many events the seat would see. */
  int countFor(SeatState seat) {
    int sum = log.total(room) + log.total(room + 1 + seat.seat);
    IntList cells = seat.view.squares();
    for (int i = 0; i < cells.size(); i++) {
      sum += log.total(cells.get(i));
    }
    return sum;
  }

  /** The send is done. */
  void clear() {
    log.clear();
  }
}
