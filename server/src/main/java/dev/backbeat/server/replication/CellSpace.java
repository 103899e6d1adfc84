package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.game.Interest;
import java.util.Arrays;

/**
 * The cells of a room: the squares of its grid, and the parts into which a crowded square is split.
 *
 * <p>A split is a quadtree: four quarters, each of which may be split again, down to a least edge.
 * Below that bodies would cross borders so often that it costs more than it saves, and a part is
 * split by entity ids instead, so that no crowd is too dense. A square that is split holds nothing;
 * its leaves do. (Where the whole room is one cell, that cell keeps the kinds that have no place.)
 *
 * <p>Numbers of parts start behind the grid's keys. One that is given back is not used again for
 * {@link #QUARANTINE_SENDS} sends: until then bases of streams may know it by its old meaning.
 */
final class CellSpace {
  /** More parts than this are never made. */
  static final int MAX_PARTS = 4096;

  static final int QUARANTINE_SENDS = 2 * WorldHistory.CYCLE_SENDS;

  private static final int NONE = -1;
  private static final int PARTS = 4;
  private static final int MAX_ID_DEPTH = 6;

  private final Grid grid;
  private final int leastEdge;
  private final int hysteresis;
  private int[] rootBlocks = {};

  // Per part.
  private int[] root = {};
  private int[] parent = {};
  private int[] first = {};
  private int[] left = {};
  private int[] top = {};
  private int[] right = {};
  private int[] bottom = {};
  private int[] idDepth = {};
  private int[] bornSend = {};
  private int parts;

  // First parts of blocks: those in use, and those given back with the send of it.
  private final IntList blocks = new IntList();
  private final IntList freed = new IntList();
  private final IntList freedSends = new IntList();
  private int version;

  CellSpace(Grid grid, Interest interest) {
    this.grid = grid;
    int scale = grid.wholeRoom() ? grid.longestEdge() / 2 : interest.viewRadius();
    leastEdge = Math.max(8, scale / 8 * 3);
    hysteresis = leastEdge / 8;
  }

  Grid grid() {
    return grid;
  }

  /** All cells in use have smaller numbers. */
  int limit() {
    return grid.cells() + parts;
  }

  /** Changes whenever a cell is split or put together again. */
  int version() {
    return version;
  }

  /** How many parts are in use. */
  int partsInUse() {
    return blocks.size() * PARTS;
  }

  /** Whether the square is split. */
  boolean split(int square) {
    return square < rootBlocks.length && rootBlocks[square] != NONE;
  }

  /** Adds the cells that a square of the grid consists of. */
  void addCells(int square, IntList into) {
    boolean isSplit = split(square);
    if (!isSplit || grid.wholeRoom()) {
      into.add(square);
    }
    if (isSplit) {
      addLeaves(rootBlocks[square], into);
    }
  }

  private void addLeaves(int block, IntList into) {
    for (int part = block; part < block + PARTS; part++) {
      if (first[part] == NONE) {
        into.add(grid.cells() + part);
      } else {
        addLeaves(first[part], into);
      }
    }
  }

  /**
   * The leaf of a square in which a body at a point is.
   *
   * @param before the cell that it was in, or -1; it is kept until the body is well outside of it
   */
  int leaf(int square, int id, int x, int y, int before) {
    int old = before - grid.cells();
    if (old >= 0 && root[old] == square && first[old] == NONE && holds(old, x, y)) {
      return before;
    }
    int block = rootBlocks[square];
    while (true) {
      int part = block + child(block, id, x, y);
      if (first[part] == NONE) {
        return grid.cells() + part;
      }
      block = first[part];
    }
  }

  private int child(int block, int id, int x, int y) {
    int depth = idDepth[block];
    if (depth > 0) {
      return id * 0x9E3779B9 >>> 2 * depth + 16 & 3;
    }
    return (x >= right[block] ? 1 : 0) + (y >= bottom[block] ? 2 : 0);
  }

  private boolean holds(int part, int x, int y) {
    return x >= left[part] - hysteresis
        && x < right[part] + hysteresis
        && y >= top[part] - hysteresis
        && y < bottom[part] + hysteresis;
  }

  /** How far a point is from a cell along the axis on which it is farther; 0 = inside. */
  int distance(int cell, int x, int y) {
    int part = cell - grid.cells();
    if (part < 0) {
      return grid.distance(cell, x, y);
    }
    int dx = Math.max(0, Math.max(left[part] - x, x - right[part]));
    int dy = Math.max(0, Math.max(top[part] - y, y - bottom[part]));
    return Math.max(dx, dy);
  }

  /** The square that a leaf is part of; any other cell is its own square. */
  int squareOf(int cell) {
    int part = cell - grid.cells();
    return part < 0 ? cell : root[part];
  }

  /** Splits a leaf (a square, or a part of one) in four; false if it cannot be split any more. */
  boolean splitLeaf(int cell, int send) {
    int part = cell - grid.cells();
    int x0 = part < 0 ? grid.left(cell) : left[part];
    int y0 = part < 0 ? grid.top(cell) : top[part];
    int x1 = part < 0 ? grid.right(cell) : right[part];
    int y1 = part < 0 ? grid.bottom(cell) : bottom[part];
    int depth = part < 0 ? 0 : idDepth[part];
    boolean byPlace = depth == 0 && Math.min(x1 - x0, y1 - y0) / 2 >= leastEdge;
    int block = depth < MAX_ID_DEPTH ? newBlock(send) : NONE;
    if (block == NONE) {
      return false;
    }
    int midX = x0 + (x1 - x0) / 2;
    int midY = y0 + (y1 - y0) / 2;
    for (int i = 0; i < PARTS; i++) {
      int p = block + i;
      root[p] = squareOf(cell);
      parent[p] = part;
      first[p] = NONE;
      left[p] = byPlace && (i & 1) == 1 ? midX : x0;
      right[p] = byPlace && (i & 1) == 0 ? midX : x1;
      top[p] = byPlace && i >= 2 ? midY : y0;
      bottom[p] = byPlace && i < 2 ? midY : y1;
      idDepth[p] = byPlace ? 0 : depth + 1;
      bornSend[p] = send;
    }
    if (part < 0) {
      if (rootBlocks.length == 0) {
        rootBlocks = new int[grid.cells()];
        Arrays.fill(rootBlocks, NONE);
      }
      rootBlocks[cell] = block;
    } else {
      first[part] = block;
    }
    version++;
    return true;
  }

  /** Whether a part is in use and not split. */
  boolean isLeaf(int cell) {
    int part = cell - grid.cells();
    return part >= 0 && root[part] != NONE && first[part] == NONE;
  }

  /** The first of the four parts into which a cell is split. */
  int firstPart(int cell) {
    int part = cell - grid.cells();
    return grid.cells() + (part < 0 ? rootBlocks[cell] : first[part]);
  }

  /** First parts of the blocks in use; a block is four parts, one after the other. */
  IntList blocks() {
    return blocks;
  }

  /** Whether the four parts of a block are leaves that are older than so many sends. */
  boolean mergeable(int block, int send, int age) {
    return send - bornSend[block] > age
        && first[block] == NONE
        && first[block + 1] == NONE
        && first[block + 2] == NONE
        && first[block + 3] == NONE;
  }

  /** Puts the four leaves of a block together again. */
  void merge(int block, int send) {
    if (parent[block] < 0) {
      rootBlocks[root[block]] = NONE;
    } else {
      first[parent[block]] = NONE;
      bornSend[parent[block]] = send;
    }
    for (int p = block; p < block + PARTS; p++) {
      root[p] = NONE;
    }
    blocks.removeUnordered(block);
    freed.add(block);
    freedSends.add(send);
    version++;
  }

  private int newBlock(int send) {
    for (int i = 0; i < freed.size(); i++) {
      if (send - freedSends.get(i) > QUARANTINE_SENDS) {
        int block = freed.get(i);
        freed.removeAt(i);
        freedSends.removeAt(i);
        blocks.add(block);
        return block;
      }
    }
    if (parts + PARTS > Math.min(MAX_PARTS, Integer.MAX_VALUE - grid.cells())) {
      return NONE;
    }
    int block = parts;
    parts += PARTS;
    if (parts > root.length) {
      int length = Math.max(32, parts * 2);
      root = Arrays.copyOf(root, length);
      parent = Arrays.copyOf(parent, length);
      first = Arrays.copyOf(first, length);
      left = Arrays.copyOf(left, length);
      top = Arrays.copyOf(top, length);
      right = Arrays.copyOf(right, length);
      bottom = Arrays.copyOf(bottom, length);
      idDepth = Arrays.copyOf(idDepth, length);
      bornSend = Arrays.copyOf(bornSend, length);
    }
    blocks.add(block);
    return block;
  }
}
