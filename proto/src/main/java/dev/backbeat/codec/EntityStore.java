package dev.backbeat.codec;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * All records and cells of a {@link ClientWorld}, by number and as dense lists, and what the
 * current frame did to them.
 */
final class EntityStore {
  /** The most entities that a client holds; more is a violation. */
  static final int MAX_ENTITIES = 1 << 18;

  /** The most cells that a client holds; more is a violation. */
  static final int MAX_CELLS = 1 << 16;

  private final IntMap<ClientEntity> entitiesById = new IntMap<>();
  private final IntMap<ClientCell> cellsById = new IntMap<>();
  private final List<ClientEntity> view = new View();
  private ClientEntity[] entities = new ClientEntity[16];
  private int entityCount;
  private ClientCell[] cells = new ClientCell[4];
  private int cellCount;

  // This frame: records whose cell changed, and those that are gone.
  private final ClientCell.EntityList touched = new ClientCell.EntityList();
  private final ClientCell.EntityList gone = new ClientCell.EntityList();
  private boolean[] goneCeased = new boolean[16];

  List<ClientEntity> view() {
    return view;
  }

  ClientEntity entity(int id) {
    return entitiesById.get(id);
  }

  ClientCell cell(int id) {
    return cellsById.get(id);
  }

  int cellCount() {
    return cellCount;
  }

  ClientCell cellAt(int index) {
    return cells[index];
  }

  ClientCell addCell(int id) {
    if (cellCount == MAX_CELLS) {
      throw new InvariantViolation("more than " + MAX_CELLS + " cells");
    }
    if (cellCount == cells.length) {
      cells = Arrays.copyOf(cells, cellCount * 2);
    }
    ClientCell cell = new ClientCell(id);
    cell.index = cellCount;
    cells[cellCount++] = cell;
    cellsById.put(id, cell);
    return cell;
  }

  void removeCell(ClientCell cell) {
    cellsById.remove(cell.id);
    ClientCell last = cells[--cellCount];
    cells[cellCount] = null;
    if (last != cell) {
      cells[cell.index] = last;
      last.index = cell.index;
    }
  }

  ClientEntity addEntity(KindPlan plan, int id) {
    if (entityCount == MAX_ENTITIES) {
      throw new InvariantViolation("more than " + MAX_ENTITIES + " entities");
    }
    if (entityCount == entities.length) {
      entities = Arrays.copyOf(entities, entityCount * 2);
    }
    ClientEntity e = new ClientEntity(plan, id);
    e.index = entityCount;
    entities[entityCount++] = e;
    entitiesById.put(id, e);
    return e;
  }

  void removeEntity(ClientEntity e, boolean ceased) {
    entitiesById.remove(e.id);
    ClientEntity last = entities[--entityCount];
    entities[entityCount] = null;
    if (last != e) {
      entities[e.index] = last;
      last.index = e.index;
    }
    e.index = -1;
    e.cell = null;
    if (gone.size == goneCeased.length) {
      goneCeased = Arrays.copyOf(goneCeased, gone.size * 2);
    }
    goneCeased[gone.size] = ceased;
    gone.add(e);
  }

  /** The record names {@code cell} from now on. */
  void place(ClientEntity e, ClientCell cell) {
    e.cell = cell;
    e.arrivingAt = -1;
    touched.add(e);
  }

  /** Forgets everything, without telling. */
  void clear() {
    for (int i = 0; i < entityCount; i++) {
      entities[i].index = -1;
      entities[i].cell = null;
    }
    entitiesById.clear();
    cellsById.clear();
    Arrays.fill(entities, 0, entityCount, null);
    Arrays.fill(cells, 0, cellCount, null);
    entityCount = 0;
    cellCount = 0;
  }

  /** Starts a frame's list of changes. */
  void beginFrame() {
    touched.truncate(0);
    gone.truncate(0);
  }

  /** Tells what the frame changed: each entity once. */
  void report(ClientWorldListener listener) {
    for (int i = 0; i < touched.size; i++) {
      ClientEntity e = touched.items[i];
      if (e.index < 0) {
        continue;
      }
      int from = e.reportedCell;
      e.reportedCell = e.cell.id;
      if (!e.reported) {
        e.reported = true;
        listener.onEntered(e);
      } else if (from != e.reportedCell) {
        listener.onMoved(e, from);
      }
    }
    for (int i = 0; i < gone.size; i++) {
      if (gone.items[i].reported) {
        listener.onRemoved(gone.items[i], goneCeased[i]);
      }
    }
  }

  private final class View extends AbstractList<ClientEntity> implements RandomAccess {
    @Override
    public ClientEntity get(int index) {
      if (index >= entityCount) {
        throw new IndexOutOfBoundsException(index + " of " + entityCount);
      }
      return entities[index];
    }

    @Override
    public int size() {
      return entityCount;
    }
  }
}
