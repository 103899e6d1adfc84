package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.server.broadcast.IntList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one client must know after each send: per cell, the server's world as of the last tick of
 * the stream that the client takes of that cell, moved on as predicted. Computed from copies of the
 * world alone, without slices: this is the meaning that the protocol's rules must have.
 */
final class ExpectedWorld {
  /** An entity as the client should know it. */
  record Known(int kind, int cell, boolean arriving, int[] fields) {}

  private final int seat;
  private final Map<Integer, Known> known = new TreeMap<>();

  /** Per held cell: the level taken from the last send on, and the tick that it is known of. */
  private Map<Integer, Integer> levels = new HashMap<>();

  private Map<Integer, Integer> ticks = new HashMap<>();
  private int lastTick;
  private long maxAgeTicks;
  private long staleCells;
  private long arrivals;

  ExpectedWorld(int seat) {
    this.seat = seat;
  }

  /** A send is done that the seat was part of. */
  void send(TickTruth truth, int tick, int span, View view) {
    Map<Integer, Integer> newLevels = new HashMap<>();
    Map<Integer, Integer> newTicks = new HashMap<>();
    Map<Integer, Boolean> fresh = new HashMap<>(); // -> whether by a keyframe
    IntList cells = view.cells();
    for (int i = 0; i < cells.size(); i++) {
      int cell = cells.get(i);
      int level = StreamPlanner.level(view.streams().get(i));
      newLevels.put(cell, level);
      Integer before = view.kept() == 0 ? null : levels.get(cell);
      if (before == null) {
        fresh.put(cell, true);
      } else if (tick / span % (1 << before) == 0) {
        fresh.put(cell, false);
      } else if (level == 0) {
        fresh.put(cell, true);
      }
      int known = fresh.containsKey(cell) ? tick : ticks.get(cell);
      newTicks.put(cell, known);
      maxAgeTicks = Math.max(maxAgeTicks, tick - known);
      staleCells += tick == known ? 0 : 1;
      assertTrue(
          tick - known < WorldHistory.CYCLE_SENDS * span,
          () -> "seat " + seat + ": cell " + cell + " is " + (tick - known) + " ticks old");
    }
    if (view.kept() == 0) {
      known.clear();
    }
    levels = newLevels;
    ticks = newTicks;
    predict(tick - lastTick);
    lastTick = tick;
    takeOut(truth, fresh);
    truth.bodies.forEach(
        (id, body) -> {
          int cell = truth.cells.get(id);
          if (fresh.containsKey(cell)) {
            known.put(id, new Known(body.kind(), cell, false, body.fields().clone()));
          }
        });
  }

  private void predict(int byTicks) {
    for (Known k : known.values()) {
      KindSchema kind = RandomWorld.SCHEMA.kinds().get(k.kind());
      for (int f = 0; f < k.fields().length; f++) {
        int by = kind.predictors()[f];
        if (by >= 0) {
          FieldSchema field = kind.fields().get(f);
          k.fields()[f] = field.normalize(k.fields()[f] + byTicks * k.fields()[by]);
        }
      }
    }
  }

  /** Entities that are not any more where the client has just been told all about. */
  private void takeOut(TickTruth truth, Map<Integer, Boolean> fresh) {
    Map<Integer, Known> moved = new HashMap<>();
    for (Iterator<Map.Entry<Integer, Known>> i = known.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Integer, Known> entry = i.next();
      Known k = entry.getValue();
      Boolean keyframe = fresh.get(k.cell());
      int id = entry.getKey(); // After its removal the entry is another one's.
      Integer cell = truth.cells.get(id);
      if (!ticks.containsKey(k.cell())) {
        i.remove();
      } else if (keyframe != null && (cell == null || cell != k.cell())) {
        i.remove();
        boolean waits = cell != null && ticks.containsKey(cell) && !fresh.containsKey(cell);
        if (waits && !k.arriving() && !keyframe) {
          moved.put(id, new Known(k.kind(), cell, true, k.fields()));
          arrivals++;
        }
      }
    }
    known.putAll(moved);
  }

  /** A copy of what is known, by id. */
  Map<Integer, Known> copy() {
    Map<Integer, Known> copy = new TreeMap<>();
    known.forEach(
        (id, k) -> copy.put(id, new Known(k.kind(), k.cell(), k.arriving(), k.fields().clone())));
    return copy;
  }

  long maxAgeTicks() {
    return maxAgeTicks;
  }

  /** How often a cell was not as of the newest tick. */
  long staleCells() {
    return staleCells;
  }

  /** How often an entity waited for a cell that is behind. */
  long arrivals() {
    return arrivals;
  }
}
