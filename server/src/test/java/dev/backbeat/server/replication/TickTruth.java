package dev.backbeat.server.replication;

import dev.backbeat.schema.FieldRole;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.server.world.World;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was true at the end of a tick, copied from the world itself. */
final class TickTruth {
  /** An entity as it was. */
  record Body(int kind, int audience, int[] fields, boolean placed, int x, int y) {}

  /** What a seat was entitled to. */
  record SeatTruth(
      Set<Integer> cells,
      Map<Integer, ExpectedWorld.Known> known,
      int centreX,
      int centreY,
      int audience,
      int ownEntity,
      int inputTick,
      int[] privateValues) {}

  final Map<Integer, Body> bodies = new TreeMap<>();
  final Map<Integer, Integer> cells = new TreeMap<>();
  final SeatTruth[] seats;

  /** So much of the radius, in percent, every view covers at least. */
  int viewPercent = 100;

  TickTruth(World world, int seatCount) {
    seats = new SeatTruth[seatCount];
    for (int k = 0; k < world.schema().kinds().size(); k++) {
      EntityTable table = world.table(k);
      int x = table.kind().fieldInRole(FieldRole.X);
      int y = table.kind().fieldInRole(FieldRole.Y);
      for (int row = 0; row < table.rows(); row++) {
        if (table.alive(row)) {
          int[] fields = new int[table.kind().fields().size()];
          for (int f = 0; f < fields.length; f++) {
            fields[f] = table.get(row, f);
          }
          boolean placed = x >= 0 && y >= 0;
          bodies.put(
              table.id(row),
              new Body(
                  k,
                  table.audience(row),
                  fields,
                  placed,
                  placed ? fields[x] : 0,
                  placed ? fields[y] : 0));
        }
      }
    }
  }

  /** Takes over which cell the replicator has put each entity in. */
  void cellsFrom(WorldHistory history) {
    for (int k = 0; k < history.kinds(); k++) {
      KindSnapshot kind = history.now(k);
      for (int row = 0; row < kind.count(); row++) {
        cells.put(kind.id(row), kind.cell(row));
      }
    }
  }
}
