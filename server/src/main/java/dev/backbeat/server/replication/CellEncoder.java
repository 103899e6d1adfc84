package dev.backbeat.server.replication;

import dev.backbeat.codec.SliceWriter;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.broadcast.CommittedTick;
import java.util.Arrays;

/**
 * Encodes what happened in a cell between two send ticks, and what is in it, each once per send and
 * only if somebody asks.
 *
 * <p>A client applies a delta as: advance by the old velocity up to the base (no work here: the
 * base is what the client has by then), then advance over the span by the <em>new</em> velocity,
 * then add residuals. So the residual of a predicted field is {@code now - (base + newVelocity *
 * span)}, in wrapping 32-bit arithmetic; that of any other field is {@code now - base}.
 */
final class CellEncoder {
  private final WorldHistory history;
  private final int[][] predictors;
  private final int[][] wrapShifts;
  private final SliceWriter writer = new SliceWriter();
  private final int[] residuals = new int[KindSchema.MAX_FIELDS];
  private final int[] deltas;
  private final int[] keyframes;
  private final int[] deltaSend;
  private final int[] keyframeSend;
  private CommittedTick tick;
  private int send;
  private int spanTicks;
  private int spanLog2;
  private boolean evenIfEmpty;
  private long encodedSlices;

  CellEncoder(WorldSchema schema, WorldHistory history, int cells) {
    this.history = history;
    predictors = new int[schema.kinds().size()][];
    wrapShifts = new int[schema.kinds().size()][];
    for (int k = 0; k < predictors.length; k++) {
      KindSchema kind = schema.kinds().get(k);
      predictors[k] = kind.predictors();
      wrapShifts[k] = new int[kind.fields().size()];
      for (int f = 0; f < wrapShifts[k].length; f++) {
        FieldSchema field = kind.fields().get(f);
        wrapShifts[k][f] = field.wrapBits() == 0 ? 0 : 32 - field.wrapBits();
      }
    }
    deltas = new int[cells];
    keyframes = new int[cells];
    deltaSend = new int[cells];
    keyframeSend = new int[cells];
    Arrays.fill(deltaSend, -1);
    Arrays.fill(keyframeSend, -1);
  }

  /** Starts a send: what is encoded from now on goes into {@code into}. */
  void begin(CommittedTick into, SendSchedule schedule) {
    tick = into;
    send++;
    spanTicks = schedule.spanTicks();
    spanLog2 = schedule.spanLog2();
    evenIfEmpty = schedule.announcesSpan();
  }

  /** How many slices were encoded so far. */
  long encodedSlices() {
    return encodedSlices;
  }

  /** The part with the cell's delta, or {@link CommittedTick#NONE} if there is nothing to say. */
  int delta(int cell) {
    if (deltaSend[cell] != send) {
      deltaSend[cell] = send;
      deltas[cell] = encodeDelta(cell);
    }
    return deltas[cell];
  }

  /** The part with everything in the cell. */
  int keyframe(int cell) {
    if (keyframeSend[cell] != send) {
      keyframeSend[cell] = send;
      keyframes[cell] = encodeKeyframe(cell);
    }
    return keyframes[cell];
  }

  private int encodeDelta(int cell) {
    writer.begin(cell, spanLog2, false);
    for (int kind = 0; kind < predictors.length; kind++) {
      KindSnapshot base = history.base(kind);
      KindSnapshot now = history.now(kind);
      if (base.sizeOf(cell) + now.sizeOf(cell) > 0) {
        writer.beginKind(kind, predictors[kind].length);
        writeStayedAndGone(kind, cell, base, now);
        writeEntered(cell, base, now);
        writer.endKind();
      }
    }
    int from = tick.bytes().size();
    if (!writer.end(tick.bytes(), evenIfEmpty)) {
      return CommittedTick.NONE;
    }
    encodedSlices++;
    return tick.part(from, 0);
  }

  private void writeStayedAndGone(int kind, int cell, KindSnapshot base, KindSnapshot now) {
    int stayed = 0;
    int first = base.firstOf(cell);
    int end = first + base.sizeOf(cell);
    for (int i = first; i < end; i++) {
      int baseRow = base.row(i);
      int row = base.after(baseRow);
      if (row == KindSnapshot.NONE) {
        writer.removed(i - first);
      } else if (now.cell(row) != cell) {
        writer.left(i - first, now.cell(row));
      } else {
        int mask = residuals(kind, base.columns(), baseRow, now.columns(), row);
        if (mask != 0) {
          writer.changed(stayed, mask, residuals);
        }
        stayed++;
      }
    }
  }

  private void writeEntered(int cell, KindSnapshot base, KindSnapshot now) {
    int first = now.firstOf(cell);
    int end = first + now.sizeOf(cell);
    for (int i = first; i < end; i++) {
      int row = now.row(i);
      int before = now.before(row);
      if (before == KindSnapshot.NONE || base.cell(before) != cell) {
        writer.entered(now.id(row), now.columns(), row);
      }
    }
  }

  private int residuals(int kind, int[][] base, int baseRow, int[][] now, int row) {
    int[] predictedBy = predictors[kind];
    int[] shifts = wrapShifts[kind];
    int mask = 0;
    for (int f = 0; f < predictedBy.length; f++) {
      int residual = now[f][row] - base[f][baseRow];
      int by = predictedBy[f];
      if (by >= 0) {
        residual -= now[by][row] * spanTicks;
      }
      residual = residual << shifts[f] >> shifts[f];
      residuals[f] = residual;
      if (residual != 0) {
        mask |= 1 << f;
      }
    }
    return mask;
  }

  private int encodeKeyframe(int cell) {
    writer.begin(cell, spanLog2, true);
    for (int kind = 0; kind < predictors.length; kind++) {
      KindSnapshot now = history.now(kind);
      int size = now.sizeOf(cell);
      if (size > 0) {
        writer.beginKind(kind, predictors[kind].length);
        int first = now.firstOf(cell);
        for (int i = first; i < first + size; i++) {
          writer.entered(now.id(now.row(i)), now.columns(), now.row(i));
        }
        writer.endKind();
      }
    }
    int from = tick.bytes().size();
    writer.end(tick.bytes());
    encodedSlices++;
    return tick.part(from, 0);
  }
}
