package dev.backbeat.server.replication;

import dev.backbeat.codec.SliceWriter;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.broadcast.CommittedTick;
import java.util.Arrays;

/**
 * Encodes what happened in a cell since the base of a stream, and what is in it, each once per send
 * and only if somebody asks.
 *
 * <p>An entity that was in the cell at the base and is in it now, but was elsewhere in between, is
 * written as left and entered: a client may have followed it meanwhile through other cells.
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
  private final PartCache[] deltas = new PartCache[WorldHistory.LEVELS];
  private final PartCache keyframes = new PartCache();
  private final StreamSizes sizes = new StreamSizes();
  private final int[] slower = new int[WorldHistory.LEVELS];
  private CommittedTick tick;
  private int send;
  private int sendTick;
  private int limit;
  private int spanTicks;
  private int spanLog2;
  private boolean announcesSpan;
  private long encodedSlices;

  CellEncoder(WorldSchema schema, WorldHistory history) {
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
    for (int level = 0; level < deltas.length; level++) {
      deltas[level] = new PartCache();
    }
  }

  /** Starts a send: what is encoded from now on goes into {@code into}. */
  void begin(CommittedTick into, int atTick, SendSchedule schedule, int cellLimit) {
    tick = into;
    send++;
    sendTick = atTick;
    Arrays.fill(slower, 0);
    limit = cellLimit;
    spanTicks = schedule.spanTicks();
    spanLog2 = schedule.spanLog2();
    announcesSpan = schedule.announcesSpan();
  }

  /** How many bytes a slice of a stream has of late. */
  StreamSizes sizes() {
    return sizes;
  }

  /** A client takes a cell's stream of a level above 0. */
  void countSlower(int level) {
    slower[level]++;
  }

  /** How many cells are taken by the stream of a level above 0 in this send. */
  int slower(int level) {
    return slower[level];
  }

  /** How many slices were encoded so far. */
  long encodedSlices() {
    return encodedSlices;
  }

  /**
   * The part with the cell's delta in the stream of a level, or {@link CommittedTick#NONE} if there
   * is nothing to say.
   */
  int delta(int level, int cell) {
    PartCache cache = deltas[level];
    if (!cache.has(send, cell, limit)) {
      int from = tick.bytes().size();
      cache.put(send, cell, encodeDelta(level, cell));
      sizes.encoded(level, cell, send, tick.bytes().size() - from, limit);
    }
    return cache.get(cell);
  }

  /** The part with everything in the cell. */
  int keyframe(int cell) {
    if (!keyframes.has(send, cell, limit)) {
      keyframes.put(send, cell, encodeKeyframe(cell));
    }
    return keyframes.get(cell);
  }

  private int encodeDelta(int level, int cell) {
    boolean evenIfEmpty = level == 0 ? announcesSpan : somebodyPassed(level, cell);
    writer.begin(cell, spanLog2 + level, false);
    for (int kind = 0; kind < predictors.length; kind++) {
      KindSnapshot base = history.base(level, kind);
      KindSnapshot now = history.now(kind);
      if (base.sizeOf(cell) + now.sizeOf(cell) > 0) {
        KindLink link = history.link(level, kind);
        writer.beginKind(kind, predictors[kind].length);
        writeStayedAndGone(kind, level, cell, base, now, link);
        writeEntered(level, cell, base, now, link);
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

  /**
   * Whether an entity may have come and gone since the base. A client that saw it leave for here
   * has it waiting for this cell's next slice, so that there must be one.
   */
  private boolean somebodyPassed(int level, int cell) {
    return history.arrivedSince(cell, baseTick(level));
  }

  private int baseTick(int level) {
    return sendTick - (spanTicks << level);
  }

  private void writeStayedAndGone(
      int kind, int level, int cell, KindSnapshot base, KindSnapshot now, KindLink link) {
    int span = spanTicks << level;
    int stayed = 0;
    int first = base.firstOf(cell);
    int end = first + base.sizeOf(cell);
    for (int i = first; i < end; i++) {
      int baseRow = base.row(i);
      int row = link.after(baseRow);
      if (row == KindSnapshot.NONE) {
        writer.removed(i - first);
      } else if (now.cell(row) != cell || now.since(row) > baseTick(level)) {
        writer.left(i - first, now.cell(row));
      } else {
        int mask = residuals(kind, span, base.columns(), baseRow, now.columns(), row);
        if (mask != 0) {
          writer.changed(stayed, mask, residuals);
        }
        stayed++;
      }
    }
  }

  private void writeEntered(
      int level, int cell, KindSnapshot base, KindSnapshot now, KindLink link) {
    int baseTick = baseTick(level);
    int first = now.firstOf(cell);
    int end = first + now.sizeOf(cell);
    for (int i = first; i < end; i++) {
      int row = now.row(i);
      int before = link.before(row);
      if (before == KindSnapshot.NONE || base.cell(before) != cell || now.since(row) > baseTick) {
        writer.entered(now.id(row), now.columns(), row);
      }
    }
  }

  private int residuals(int kind, int span, int[][] base, int baseRow, int[][] now, int row) {
    int[] predictedBy = predictors[kind];
    int[] shifts = wrapShifts[kind];
    int mask = 0;
    for (int f = 0; f < predictedBy.length; f++) {
      int residual = now[f][row] - base[f][baseRow];
      int by = predictedBy[f];
      if (by >= 0) {
        residual -= now[by][row] * span;
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
