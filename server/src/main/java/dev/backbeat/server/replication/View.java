package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.game.Interest;

/**
 * The cells that one seat sees: a rectangle of squares around its centre and the placeless cell, in
 * the layer of everybody and in the layer of its audience; and for each cell which of its streams
 * the seat takes.
 *
 * <p>Squares that the view square touches are in it; one that it no longer touches stays until it
 * is more than the hysteresis outside (axis by axis, so that the set is always a rectangle). {@link
 * #move} compares with what was held before: {@link #cells} has the kept ones first, then the added
 * ones; {@link #dropped} has the rest.
 */
final class View {
  private static final int NOT_HELD = -1;

  private final CellSpace space;
  private final Grid grid;
  private final CellMarks marks;
  private final int fullRadius;
  private final int hysteresis;
  private final IntList squares = new IntList();
  private final IntList dropped = new IntList();
  private final IntList cells = new IntList();
  private final IntList wanted = new IntList();
  private IntList streams = new IntList();
  private IntList oldStreams = new IntList();
  private Area held = new Area();
  private Area next = new Area();
  private int heldVersion;
  private int kept;
  private int radius;
  private int centreX;
  private int centreY;
  private int home = KindSnapshot.NONE;
  private int audience;

  /**
   * A view that sees nothing yet.
   *
   * @param marks scratch memory that the views of a room share
   */
  View(CellSpace space, Interest interest, CellMarks marks) {
    this.space = space;
    this.grid = space.grid();
    this.marks = marks;
    this.fullRadius = interest.viewRadius();
    this.radius = fullRadius;
    this.hysteresis = interest.hysteresis();
  }

  /** Looks at a point (at the map's edge, if it is outside) from the next {@link #move} on. */
  void centre(int x, int y) {
    centreX = grid.clampX(x);
    centreY = grid.clampY(y);
  }

  int centreX() {
    return centreX;
  }

  int centreY() {
    return centreY;
  }

  int radius() {
    return grid.wholeRoom() ? grid.longestEdge() : radius;
  }

  /** The cell that must always be as new as can be, or {@link KindSnapshot#NONE}. */
  void home(int cell) {
    home = cell;
  }

  int home() {
    return home;
  }

  /** Sees a team's layer beside that of everybody from the next {@link #move} on; 0 = none. */
  void audience(int audience) {
    this.audience = audience;
  }

  /** Covers so much of the interest's radius from the next {@link #move} on. */
  void radiusPercent(int percent) {
    radius = (int) ((long) fullRadius * percent / 100);
  }

  /** Holds nothing: at the next {@link #move} everything is added. */
  void forget() {
    held.layers = 0;
    cells.clear();
    streams.clear();
    kept = 0;
  }

  /** Keys of the cells that are seen: {@link #kept} ones, then the added ones. */
  IntList cells() {
    return cells;
  }

  /** What the room notes of the stream of each of {@link #cells}; 0 for one that was added. */
  IntList streams() {
    return streams;
  }

  /** How many of {@link #cells} were seen before. */
  int kept() {
    return kept;
  }

  /** Keys of the cells that were seen before and are not any more. */
  IntList dropped() {
    return dropped;
  }

  /** The squares that the cells are, or are parts of. */
  IntList squares() {
    return squares;
  }

  /** Takes the view to its centre. Called once per send; returns whether {@link #cells} changed. */
  boolean move() {
    dropped.clear();
    next.layers = audience == 0 ? 1 : 2;
    next.audience = audience;
    if (!grid.wholeRoom()) {
      next.left = lower(true, centreX, held.left, held.right);
      next.right = upper(true, centreX, held.left, held.right);
      next.top = lower(false, centreY, held.top, held.bottom);
      next.bottom = upper(false, centreY, held.top, held.bottom);
    }
    if (held.sameAs(next) && heldVersion == space.version()) {
      kept = cells.size();
      return false;
    }
    collect();
    Area swap = held;
    held = next;
    next = swap;
    heldVersion = space.version();
    return true;
  }

  private void collect() {
    squares.clear();
    for (int layer = 0; layer < next.layers; layer++) {
      int layerAudience = layer == 0 ? 0 : next.audience;
      squares.add(grid.placeless(layerAudience));
      for (int row = next.top; !grid.wholeRoom() && row <= next.bottom; row++) {
        for (int column = next.left; column <= next.right; column++) {
          squares.add(grid.key(layerAudience, column, row));
        }
      }
    }
    wanted.clear();
    for (int i = 0; i < squares.size(); i++) {
      space.addCells(squares.get(i), wanted);
    }
    merge();
  }

  /** Sorts what is wanted into kept and added, and what was held into kept and dropped. */
  private void merge() {
    marks.begin(space.limit());
    for (int i = 0; i < wanted.size(); i++) {
      marks.put(wanted.get(i), NOT_HELD);
    }
    for (int i = 0; i < cells.size(); i++) {
      int cell = cells.get(i);
      if (marks.has(cell)) {
        marks.put(cell, streams.get(i));
      } else {
        dropped.add(cell);
      }
    }
    cells.clear();
    oldStreams.clear();
    for (int i = 0; i < wanted.size(); i++) {
      int stream = marks.get(wanted.get(i));
      if (stream != NOT_HELD) {
        cells.add(wanted.get(i));
        oldStreams.add(stream);
      }
    }
    kept = cells.size();
    for (int i = 0; i < wanted.size(); i++) {
      if (marks.get(wanted.get(i)) == NOT_HELD) {
        cells.add(wanted.get(i));
        oldStreams.add(0);
      }
    }
    IntList swap = streams;
    streams = oldStreams;
    oldStreams = swap;
  }

  private int lower(boolean horizontal, int centre, int heldLower, int heldUpper) {
    int needed = index(horizontal, (long) centre - radius);
    int keep = index(horizontal, (long) centre - radius - hysteresis);
    return held.layers > 0 && heldLower <= keep && keep <= heldUpper ? keep : needed;
  }

  private int upper(boolean horizontal, int centre, int heldLower, int heldUpper) {
    int needed = index(horizontal, (long) centre + radius);
    int keep = index(horizontal, (long) centre + radius + hysteresis);
    return held.layers > 0 && heldLower <= keep && keep <= heldUpper ? keep : needed;
  }

  private int index(boolean horizontal, long position) {
    return horizontal ? grid.column(position) : grid.row(position);
  }

  /** A rectangle of squares (bounds inclusive) in one or two layers. */
  private static final class Area {
    private int layers;
    private int audience;
    private int left;
    private int right;
    private int top;
    private int bottom;

    boolean sameAs(Area other) {
      return layers == other.layers
          && audience == other.audience
          && left == other.left
          && right == other.right
          && top == other.top
          && bottom == other.bottom;
    }
  }
}
