package dev.backbeat.server.replication;

import dev.backbeat.codec.WireBuffer;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.v1.ServerFrame;

/** Writes {@code ServerFrame.dropped_cells}. */
final class DroppedCells {
  private DroppedCells() {}

  static int part(CommittedTick tick, IntList cells) {
    WireBuffer out = tick.bytes();
    int from = out.size();
    int length = 0;
    for (int i = 0; i < cells.size(); i++) {
      length += WireBuffer.varintSize(cells.get(i));
    }
    out.putTag(ServerFrame.DROPPED_CELLS_FIELD_NUMBER, WireBuffer.LENGTH_DELIMITED);
    out.putVarint(length);
    for (int i = 0; i < cells.size(); i++) {
      out.putVarint(cells.get(i));
    }
    return tick.part(from, 0);
  }
}
