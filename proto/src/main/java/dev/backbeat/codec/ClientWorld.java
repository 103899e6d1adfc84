package dev.backbeat.codec;

import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import java.util.Arrays;
import java.util.List;

/**
 * What a client knows of a room: decodes tick frames with nothing but the schema.
 *
 * <p>Applies frames in the order in which they came, as {@code docs/protocol.md} says. A frame that
 * cannot be true throws {@link InvariantViolation}; nothing but a frame marked {@code reset} is
 * taken afterwards. What it holds is bounded whatever a server sends. One thread.
 */
public final class ClientWorld {
  private final WorldSchema schema;
  private final ClientWorldListener listener;
  private final EntityStore store = new EntityStore();
  private final SliceReader slices;
  private final int[] privateValues;

  private boolean synced;
  private int tick;
  private int inputTick;
  private int inputLeadQ8;
  private int ownEntity = -1;
  private long eventsLost;

  /** An empty world without a listener. */
  public ClientWorld(WorldSchema schema) {
    this(schema, ClientWorldListener.NONE);
  }

  /** An empty world; it takes a {@code reset} first. */
  public ClientWorld(WorldSchema schema, ClientWorldListener listener) {
    this.schema = schema;
    this.listener = listener;
    KindPlan[] kinds = new KindPlan[schema.kinds().size()];
    for (int k = 0; k < kinds.length; k++) {
      kinds[k] = new KindPlan(k, schema.kinds().get(k));
    }
    this.slices = new SliceReader(store, kinds);
    this.privateValues = new int[schema.privateFields().size()];
  }

  /** What the room consists of. */
  public WorldSchema schema() {
    return schema;
  }

  /** The tick of the last frame; 0 = none yet. */
  public int tick() {
    return tick;
  }

  /** The newest tick for which the server has an input of this client; 0 = none yet. */
  public int inputTick() {
    return inputTick;
  }

  /** How early that input came, in 1/256 tick. */
  public int inputLeadQ8() {
    return inputLeadQ8;
  }

  /** Id of the client's own entity; -1 = none. */
  public int ownEntity() {
    return ownEntity;
  }

  /** The client's own entity, or null: it has none, or does not see it. */
  public ClientEntity own() {
    return ownEntity < 0 ? null : store.entity(ownEntity);
  }

  /** The integer of a private field. */
  public int privateField(int field) {
    return privateValues[field];
  }

  /** How many events the server had to drop for this client. */
  public long eventsLost() {
    return eventsLost;
  }

  /** All known entities, in no particular order: a view that the next frame changes. */
  public List<ClientEntity> entities() {
    return store.view();
  }

  /** The entity, or null if it is not known. */
  public ClientEntity get(int id) {
    return store.entity(id);
  }

  /**
   * Over how many ticks the newest frame reached for this entity: its fields are exact at {@link
   * #tick} and, moved on as predicted from before, at so many ticks earlier.
   *
   * @return 0 = its cell came as a keyframe; -1 = its cell had no slice: it did what was predicted,
   *     or its slice is not due yet
   */
  public int sliceSpanTicks(ClientEntity e) {
    return e.cell == null || e.cell.sliceTick != tick ? -1 : e.cell.sliceSpanTicks;
  }

  /** Number of cells held. */
  public int cellCount() {
    return store.cellCount();
  }

  /** Whether the cell is held. */
  public boolean holdsCell(int cell) {
    return store.cell(cell) != null;
  }

  /** The cells held, in no particular order. A new array. */
  public int[] cells() {
    int[] ids = new int[store.cellCount()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = store.cellAt(i).id;
    }
    return ids;
  }

  /**
   * Applies a frame; one without a tick (control messages alone) changes nothing.
   *
   * @throws InvariantViolation if the frame cannot be true
   */
  public void apply(ServerFrame frame) {
    store.beginFrame();
    slices.beginFrame();
    boolean ownChanged = false;
    boolean done = false;
    try {
      if (!begin(frame)) {
        done = true;
        return;
      }
      for (int i = 0; i < frame.getCellsCount(); i++) {
        slices.apply(frame.getCells(i), tick);
      }
      advanceSilentCells();
      for (int i = 0; i < frame.getDroppedCellsCount(); i++) {
        ClientCell cell = store.cell(frame.getDroppedCells(i));
        if (cell != null) {
          slices.drop(cell);
        }
      }
      slices.endFrame();
      readPrivateFields(frame);
      checkEvents(frame);
      if (frame.hasOwnEntity()) {
        ownChanged = ownEntity != frame.getOwnEntity();
        ownEntity = frame.getOwnEntity();
      }
      done = true;
    } finally {
      synced = done && (synced || frame.getReset());
    }
    report(frame, ownChanged);
  }

  /** Checks the head of the frame; false if it is no tick frame. */
  private boolean begin(ServerFrame frame) {
    int newTick = frame.getTick();
    if (newTick == 0) {
      if (frame.getCellsCount() + frame.getDroppedCellsCount() + frame.getEventsCount() != 0
          || frame.getReset()
          || frame.getPrivateMask() != 0) {
        throw new InvariantViolation("a frame without a tick has parts of a tick frame");
      }
      return false;
    }
    if (newTick < tick || (newTick == tick && !frame.getReset())) {
      throw new InvariantViolation(
          "tick " + Integer.toUnsignedString(newTick) + " after tick " + tick);
    }
    if (frame.getReset()) {
      if (!frame.hasOwnEntity()) {
        throw new InvariantViolation("tick " + newTick + ": a reset without own_entity");
      }
      store.clear();
      Arrays.fill(privateValues, 0);
    } else if (!synced) {
      throw new InvariantViolation("tick " + newTick + ": the first frame is not a reset");
    }
    tick = newTick;
    inputTick = frame.getInputTick();
    inputLeadQ8 = frame.getInputLeadQ8();
    return true;
  }

  private void advanceSilentCells() {
    for (int i = 0; i < store.cellCount(); i++) {
      ClientCell cell = store.cellAt(i);
      if (cell.tick != tick) {
        cell.moveTo(tick);
      }
    }
  }

  private void readPrivateFields(ServerFrame frame) {
    int mask = frame.getPrivateMask();
    if ((mask & ~((1L << privateValues.length) - 1)) != 0
        || Integer.bitCount(mask) != frame.getPrivateValuesCount()) {
      throw new InvariantViolation(
          "private mask "
              + Integer.toHexString(mask)
              + " with "
              + frame.getPrivateValuesCount()
              + " values, of "
              + privateValues.length
              + " fields");
    }
    for (int i = 0; mask != 0; mask &= mask - 1, i++) {
      int f = Integer.numberOfTrailingZeros(mask);
      FieldSchema field = schema.privateFields().get(f);
      int value = frame.getPrivateValues(i);
      if (field.normalize(value) != value) {
        throw new InvariantViolation("private " + field.name() + ": " + value + " wraps");
      }
      privateValues[f] = value;
    }
  }

  private void checkEvents(ServerFrame frame) {
    for (int i = 0; i < frame.getEventsCount(); i++) {
      Event event = frame.getEvents(i);
      int type = event.getType();
      if (type < 0 || type >= schema.events().size()) {
        throw new InvariantViolation("unknown event type " + Integer.toUnsignedString(type));
      }
      if (event.getArgsCount() != schema.events().get(type).args().size()) {
        throw new InvariantViolation(
            "event " + schema.events().get(type).name() + ": " + event.getArgsCount() + " args");
      }
      if (event.getTick() < 0 || event.getTick() > tick) {
        throw new InvariantViolation(
            "event of tick " + Integer.toUnsignedString(event.getTick()) + " in tick " + tick);
      }
    }
  }

  private void report(ServerFrame frame, boolean ownChanged) {
    if (frame.getReset()) {
      listener.onReset();
    }
    store.report(listener);
    if (ownChanged || frame.getReset()) {
      listener.onOwnEntity(ownEntity);
    }
    for (int i = 0; i < frame.getEventsCount(); i++) {
      listener.onEvent(frame.getEvents(i));
    }
    if (frame.getEventsLost() != 0) {
      eventsLost += Integer.toUnsignedLong(frame.getEventsLost());
      listener.onEventsLost(frame.getEventsLost());
    }
    listener.onFrame(tick);
  }
}
