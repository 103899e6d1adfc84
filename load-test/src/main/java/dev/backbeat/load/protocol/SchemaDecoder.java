package dev.backbeat.load.protocol;

import java.util.Arrays;
import java.util.List;

/**
 * Walks the changes of a Colyseus state ({@code @colyseus/schema} 5): operations on the instance
 * with number 0, then, after each {@value #SWITCH}, on the one whose number follows. An operation
 * on an instance is one byte (its kind in the upper two bits, the field's index in the lower six)
 * and the value; on a map or array a byte, the entry's index, for a new entry of a map its key, and
 * the value. New instances are numbered where they are first named. Keeps only what each number is;
 * a listener hears the rest. Not thread-safe.
 */
final class SchemaDecoder {
  /** What is found, in the order of the bytes. */
  interface Listener {
    /**
     * A field with a plain value; the value is at the reader's place and is skipped afterwards.
     *
     * @param ref number of the instance
     */
    default void onValue(int ref, int type, int field, SchemaBytes in) {}

    /**
     * A reference to an instance or a collection.
     *
     * @param holder number of what has the field or the entry
     * @param index of the field or entry
     * @param key of a new entry of a map; null otherwise
     */
    default void onReference(int holder, int index, String key, int ref) {}

    /** An entry was removed. */
    default void onRemoved(int collection, int index) {}

    /** All entries were removed. */
    default void onCleared(int collection) {}
  }

  private static final int SWITCH = 255;
  private static final int TYPE_ID = 213;
  private static final int ADD = 128;
  private static final int DELETE = 64;
  private static final int CLEAR = 10;

  /** What a number is: an instance of a type, or (complement) a collection of it. */
  private static final int UNKNOWN = Integer.MIN_VALUE;

  /** References above this are no game's. */
  private static final int MAX_REFS = 1 << 20;

  private final List<SchemaField[]> types;
  private final SchemaBytes in = new SchemaBytes();

  /** By number. */
  private int[] what = new int[64];

  private boolean[] map = new boolean[64];

  /**
   * @param types by their ids; a type without fields is empty, not null
   * @param rootType of number 0
   */
  SchemaDecoder(List<SchemaField[]> types, int rootType) {
    this.types = types;
    Arrays.fill(what, UNKNOWN);
    what[0] = rootType;
  }

  /**
   * Walks a whole message's changes.
   *
   * @throws SchemaException if they do not fit the schema
   */
  void decode(byte[] data, int offset, int length, Listener listener) {
    in.wrap(data, offset, length);
    int ref = 0;
    while (in.hasMore()) {
      if (in.peek() == SWITCH) {
        in.skip(1);
        ref = (int) in.readNumber();
        check(ref);
      } else if (what[ref] >= 0) {
        instance(ref, listener);
      } else {
        collection(ref, listener);
      }
    }
  }

  private void check(int ref) {
    if (ref < 0 || ref >= what.length || what[ref] == UNKNOWN) {
      throw new SchemaException("nothing has number " + ref);
    }
  }

  private void instance(int ref, Listener listener) {
    int first = in.readByte();
    int index = first & 0x3f;
    int type = what[ref];
    SchemaField[] fields = types.get(type);
    if (index >= fields.length) {
      throw new SchemaException("type " + type + " has no field " + index);
    }
    if ((first & 0xc0) == DELETE) {
      return;
    }
    SchemaField field = fields[index];
    if (field.refers()) {
      int child = reference(field, (first & ADD) != 0);
      listener.onReference(ref, index, null, child);
      return;
    }
    listener.onValue(ref, type, index, in);
    value(field);
  }

  private void value(SchemaField field) {
    switch (field.kind()) {
      case FIXED -> in.skip(field.bytes());
      case NUMBER -> in.readNumber();
      default -> in.skipString();
    }
  }

  /** Reads a reference, and notes what it is if it is new. */
  private int reference(SchemaField field, boolean added) {
    int ref = (int) in.readNumber();
    if (ref < 0 || ref > MAX_REFS) {
      throw new SchemaException("number " + ref + " for field " + field.name());
    }
    if (field.kind() == SchemaField.Kind.REF) {
      if (added) {
        note(ref, instanceType(field.child()), false);
      }
    } else {
      note(ref, ~field.child(), field.kind() == SchemaField.Kind.MAP);
    }
    return ref;
  }

  private int instanceType(int declared) {
    if (in.hasMore() && in.peek() == TYPE_ID) {
      in.skip(1);
      return (int) in.readNumber();
    }
    return declared;
  }

  private void note(int ref, int meaning, boolean aMap) {
    int type = meaning >= 0 ? meaning : ~meaning;
    if (type >= types.size()) {
      throw new SchemaException("there is no type " + type);
    }
    if (ref >= what.length) {
      int before = what.length;
      what = Arrays.copyOf(what, Math.max(ref + 1, 2 * before));
      Arrays.fill(what, before, what.length, UNKNOWN);
      map = Arrays.copyOf(map, what.length);
    }
    what[ref] = meaning;
    map[ref] = aMap;
  }

  private void collection(int ref, Listener listener) {
    int operation = in.readByte();
    if (operation == CLEAR) {
      listener.onCleared(ref);
      return;
    }
    int index = (int) in.readNumber();
    boolean added = (operation & ADD) != 0;
    String key = added && map[ref] ? in.readString() : null;
    if ((operation & (ADD | DELETE)) == DELETE) {
      listener.onRemoved(ref, index);
      return;
    }
    int child = (int) in.readNumber();
    if (child < 0 || child > MAX_REFS) {
      throw new SchemaException("number " + child + " in collection " + ref);
    }
    if (added) {
      note(child, instanceType(~what[ref]), false);
    }
    listener.onReference(ref, index, key, child);
  }
}
