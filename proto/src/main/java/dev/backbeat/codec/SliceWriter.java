package dev.backbeat.codec;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;

/**
 * Encodes one cell's slice into the bytes of the field {@code ServerFrame.cells}: tag, length,
 * payload. Such bytes can be put behind one another in any frame.
 *
 * <p>Use: {@code begin}, then for each kind {@code beginKind}, any mix of {@code removed}, {@code
 * left}, {@code changed} and {@code entered} (each with ascending ranks or ids of its own), {@code
 * endKind}; then {@code end}. What is empty is not written. Reused, it allocates nothing once its
 * buffers have grown. One thread; one open slice per writer.
 *
 * <p>When a stream's span changes, its first slice of the new span must be written even if it is
 * empty ({@link #end(WireBuffer, boolean)}): it is how clients learn the span of a silent cell.
 */
public final class SliceWriter {
  private final WireBuffer kinds = new WireBuffer();
  private final WireBuffer body = new WireBuffer();
  private final WireBuffer removed = new WireBuffer();
  private final WireBuffer left = new WireBuffer();
  private final WireBuffer entered = new WireBuffer();
  private final WireBuffer values = new WireBuffer();
  private final RunWriter runs = new RunWriter();

  private int cell;
  private int spanLog2;
  private boolean keyframe;
  private boolean open;

  private int kind = -1;
  private int fieldCount;
  private int nextRemoved;
  private int nextLeft;
  private int nextEntered;

  /** A writer with small buffers. */
  public SliceWriter() {}

  /**
   * Starts a slice. A delta is relative to tick - 2^{@code spanLog2}; a keyframe holds all there is
   * in the cell, as {@code entered}.
   */
  public void begin(int cell, int spanLog2, boolean keyframe) {
    if (open) {
      throw new IllegalStateException("the slice of cell " + this.cell + " has not ended");
    }
    this.cell = cell;
    this.spanLog2 = spanLog2;
    this.keyframe = keyframe;
    open = true;
    kinds.clear();
  }

  /** Starts the part of a kind (index in the schema), whose entities have so many fields. */
  public void beginKind(int kind, int fieldCount) {
    if (!open || this.kind >= 0) {
      throw new IllegalStateException("no slice is open, or kind " + this.kind + " is");
    }
    this.kind = kind;
    this.fieldCount = fieldCount;
    nextRemoved = 0;
    nextLeft = 0;
    nextEntered = 0;
    removed.clear();
    left.clear();
    entered.clear();
    values.clear();
    runs.clear();
  }

  /** The entity at {@code rank} of the base's list ceased to exist. Ranks ascend. */
  public void removed(int rank) {
    checkDelta(rank >= nextRemoved, rank);
    removed.putVarint(rank - nextRemoved);
    nextRemoved = rank + 1;
  }

  /** The entity at {@code rank} of the base's list went to another cell. Ranks ascend. */
  public void left(int rank, int destinationCell) {
    checkDelta(rank >= nextLeft, rank);
    left.putVarint(rank - nextLeft);
    left.putVarint(destinationCell);
    nextLeft = rank + 1;
  }

  /**
   * An entity that stayed has residuals. Ranks ascend and count over the base's list without those
   * that were removed or left.
   *
   * @param mask bit i = field i has a residual; 0 = nothing to say
   * @param residuals the residual of field i at index i; the others are not read
   */
  public void changed(int rank, int mask, int[] residuals) {
    checkDelta(rank >= runs.nextRank(), rank);
    if (mask < 0 || mask >>> fieldCount != 0) {
      throw new IllegalArgumentException("mask " + mask + " of " + fieldCount + " fields");
    }
    if (mask != 0) {
      runs.add(rank, mask, residuals);
    }
  }

  /** An entity came to be, or came in from another cell. Ids ascend. */
  public void entered(int id, int[] fields) {
    enteredId(id);
    for (int f = 0; f < fieldCount; f++) {
      values.putZigZag(fields[f]);
    }
  }

  /** As {@link #entered(int, int[])}, for columns: field f is {@code columns[f][row]}. */
  public void entered(int id, int[][] columns, int row) {
    enteredId(id);
    for (int f = 0; f < fieldCount; f++) {
      values.putZigZag(columns[f][row]);
    }
  }

  /** Ends the kind's part. */
  public void endKind() {
    if (kind < 0) {
      throw new IllegalStateException("no kind is open");
    }
    runs.finish();
    body.clear();
    body.putBytesField(KindSlice.REMOVED_FIELD_NUMBER, removed);
    body.putBytesField(KindSlice.LEFT_FIELD_NUMBER, left);
    body.putBytesField(KindSlice.CHANGED_FIELD_NUMBER, runs.changed());
    body.putBytesField(KindSlice.RESIDUALS_FIELD_NUMBER, runs.residuals());
    body.putBytesField(KindSlice.ENTERED_FIELD_NUMBER, entered);
    body.putBytesField(KindSlice.VALUES_FIELD_NUMBER, values);
    if (!body.isEmpty()) {
      int kindSize = kind == 0 ? 0 : 1 + WireBuffer.varintSize(kind);
      kinds.putTag(CellSlice.KINDS_FIELD_NUMBER, WireBuffer.LENGTH_DELIMITED);
      kinds.putVarint(kindSize + body.size());
      kinds.putUint32Field(KindSlice.KIND_FIELD_NUMBER, kind);
      kinds.put(body);
    }
    kind = -1;
  }

  /** Ends the slice and appends it, unless it is a delta with nothing to say. */
  public boolean end(WireBuffer target) {
    return end(target, false);
  }

  /**
   * Ends the slice and appends it to {@code target} as a field of ServerFrame.
   *
   * @param evenIfEmpty write a delta with nothing to say too, so that clients learn the span
   * @return whether anything was appended
   */
  public boolean end(WireBuffer target, boolean evenIfEmpty) {
    if (!open || kind >= 0) {
      throw new IllegalStateException("no slice is open, or kind " + kind + " is");
    }
    open = false;
    if (kinds.isEmpty() && !keyframe && !evenIfEmpty) {
      return false;
    }
    body.clear();
    body.putUint32Field(CellSlice.CELL_FIELD_NUMBER, cell);
    body.putUint32Field(CellSlice.SPAN_LOG2_FIELD_NUMBER, spanLog2);
    body.putUint32Field(CellSlice.KEYFRAME_FIELD_NUMBER, keyframe ? 1 : 0);
    target.putTag(ServerFrame.CELLS_FIELD_NUMBER, WireBuffer.LENGTH_DELIMITED);
    target.putVarint(body.size() + kinds.size());
    target.put(body);
    target.put(kinds);
    return true;
  }

  private void enteredId(int id) {
    if (kind < 0 || id < nextEntered) {
      throw new IllegalArgumentException("id " + id + ": no kind is open, or ids do not ascend");
    }
    entered.putVarint(id - nextEntered);
    nextEntered = id + 1;
  }

  private void checkDelta(boolean ascending, int rank) {
    if (kind < 0 || keyframe || !ascending) {
      throw new IllegalArgumentException(
          "rank " + rank + ": no kind is open, the slice is a keyframe, or ranks do not ascend");
    }
  }
}
