package dev.backbeat.codec;

import dev.backbeat.schema.KindSchema;

/**
 * One entity as a client knows it. The object stays the same for as long as the entity is known
 * without a gap, crossings between cells included, so that a renderer can hang its history on it.
 */
public final class ClientEntity {
  final KindPlan plan;
  final int id;
  final int[] fields;

  /** The cell that the record names; null = none (about to be gone, or gone). */
  ClientCell cell;

  /**
   * If it is on its way to {@link #cell}, because no slice of that has brought it yet: its place in
   * the cell's list of those; else -1.
   */
  int arrivingAt = -1;

  /** Place in the world's dense list; -1 = gone. */
  int index;

  /** What the listener was last told. */
  boolean reported;

  int reportedCell;

  ClientEntity(KindPlan plan, int id) {
    this.plan = plan;
    this.id = id;
    this.fields = new int[plan.fieldCount];
  }

  /** Unique in the room's life. */
  public int id() {
    return id;
  }

  /** Index of the kind in the schema. */
  public int kind() {
    return plan.index;
  }

  /** What the entity consists of. */
  public KindSchema kindSchema() {
    return plan.schema;
  }

  /** Whether the client still knows the entity. */
  public boolean exists() {
    return index >= 0;
  }

  /** The cell that it is in, or was in last (an unsigned 32-bit number without meaning). */
  public int cell() {
    return cell == null ? reportedCell : cell.id;
  }

  /** The field's integer. */
  public int field(int field) {
    return fields[field];
  }

  /** The field's value in its own unit. */
  public double value(int field) {
    return fields[field] * plan.schema.fields().get(field).quantum();
  }

  /** Whether the kind has a position. */
  public boolean hasPosition() {
    return plan.fieldX >= 0 && plan.fieldY >= 0;
  }

  /** The position's first coordinate, in its integers; 0 if the kind has none. */
  public int x() {
    return plan.fieldX < 0 ? 0 : fields[plan.fieldX];
  }

  /** The position's second coordinate, in its integers; 0 if the kind has none. */
  public int y() {
    return plan.fieldY < 0 ? 0 : fields[plan.fieldY];
  }

  /** Number of the player that it belongs to; 0 = nobody. */
  public int owner() {
    return plan.fieldOwner < 0 ? 0 : fields[plan.fieldOwner];
  }

  /** The teleport counter; 0 if the kind has none. */
  public int teleport() {
    return plan.fieldTeleport < 0 ? 0 : fields[plan.fieldTeleport];
  }

  @Override
  public String toString() {
    return plan.schema.name() + " " + id;
  }
}
