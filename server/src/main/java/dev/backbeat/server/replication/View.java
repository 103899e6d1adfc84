package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.game.Interest;

/**
 * The cells that one seat sees: a rectangle of squares around its centre and the placeless cell, in
 * the layer of everybody and in the layer of its audience.
 *
 * <p>Squares that the view square touches are in it; one that it no longer touches stays until it
 * is more than the hysteresis outside (axis by axis, so that the set is always a rectangle). {@link
 * #move} compares with what was held before: {@link #cells} has the kept ones first, then the added
 * ones; {@link #dropped} has the rest.
 */
final class View {
  private final Grid grid;
  private final int fullRadius;
  private final int hysteresis;
  private final IntList cells = new IntList();
  private final IntList dropped = new IntList();
  private Area held = new Area();
  private Area next = new Area();
  private int kept;
  private int radius;
  private int centreX;
  private int centreY;
  private int audience;

  View(Grid grid, Interest interest) {
    this.grid = grid;
    this.fullRadius = interest.viewRadius();
    this.radius = fullRadius;
    this.hysteresis = interest.hysteresis();
  }

  /** Looks at a point (at the map's edge, if it is outside) from the next {@link #move} on. */
  void centre(int x, int y) {
    centreX = grid.clampX(x);
    centreY = grid.clampY(y);
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
    kept = 0;
  }

  /** Keys of the cells that are seen: {@link #kept} ones, then the added ones. */
  IntList cells() {
    return cells;
  }

  /** How many of {@link #cells} were seen before. */
  int kept() {
    return kept;
  }

  /** Keys of the cells that were seen before and are not any more. */
  IntList dropped() {
    return dropped;
  }

  /** Takes the view to its centre. Called once per send tick. */
  void move() {
    dropped.clear();
    next.layers = audience == 0 ? 1 : 2;
    next.audience = audience;
    if (!grid.wholeRoom()) {
      next.left = lower(true, centreX, held.left, held.right);
      next.right = upper(true, centreX, held.left, held.right);
      next.top = lower(false, centreY, held.top, held.bottom);
      next.bottom = upper(false, centreY, held.top, held.bottom);
    }
    if (held.sameAs(next)) {
      kept = cells.size();
      return;
    }
    cells.clear();
    collect(next, held, true, cells);
    kept = cells.size();
    collect(next, held, false, cells);
    collect(held, next, false, dropped);
    Area swap = held;
    held = next;
    next = swap;
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

  /** Adds the cells of {@code of} that are (or are not) in {@code other}. */
  private void collect(Area of, Area other, boolean inOther, IntList into) {
    for (int layer = 0; layer < of.layers; layer++) {
      int layerAudience = layer == 0 ? 0 : of.audience;
      boolean common = other.sees(layerAudience);
      if (common == inOther) {
        into.add(grid.placeless(layerAudience));
      }
      if (grid.wholeRoom()) {
        continue;
      }
      for (int row = of.top; row <= of.bottom; row++) {
        for (int column = of.left; column <= of.right; column++) {
          if ((common && other.covers(column, row)) == inOther) {
            into.add(grid.key(layerAudience, column, row));
          }
        }
      }
    }
  }

  /** A rectangle of squares (bounds inclusive) in one or two layers. */
  private static final class Area {
    private int layers;
    private int audience;
    private int left;
    private int right;
    private int top;
    private int bottom;

    boolean sees(int layerAudience) {
      return layers > 0 && (layerAudience == 0 || layers == 2 && layerAudience == audience);
    }

    boolean covers(int column, int row) {
      return column >= left && column <= right && row >= top && row <= bottom;
    }

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
