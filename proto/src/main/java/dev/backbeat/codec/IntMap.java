package dev.backbeat.codec;

import java.util.Arrays;

/**
 * A small map from int keys, without boxing. Open addressing with linear probing and deletion by
 * shifting back (Knuth, TAOCP 3, 6.4, algorithm R), so that there are no tombstones.
 */
public final class IntMap<V> {
  private static final int INITIAL_CAPACITY = 16;

  private int[] keys = new int[INITIAL_CAPACITY];
  private Object[] values = new Object[INITIAL_CAPACITY];
  private int size;

  /** An empty map. */
  public IntMap() {}

  /** Number of keys. */
  public int size() {
    return size;
  }

  /** The value of a key, or null. */
  @SuppressWarnings("unchecked") // only put() writes values, and it takes a V
  public V get(int key) {
    int at = slot(key);
    while (values[at] != null) {
      if (keys[at] == key) {
        return (V) values[at];
      }
      at = at + 1 & keys.length - 1;
    }
    return null;
  }

  /** Maps a key that is not yet in the map. */
  public void put(int key, V value) {
    if ((size + 1) * 2 > keys.length) {
      grow();
    }
    insert(key, value);
    size++;
  }

  /** Forgets a key, if it is there. */
  public void remove(int key) {
    int mask = keys.length - 1;
    int at = slot(key);
    while (values[at] == null || keys[at] != key) {
      if (values[at] == null) {
        return;
      }
      at = at + 1 & mask;
    }
    int hole = at;
    for (int i = hole + 1 & mask; values[i] != null; i = i + 1 & mask) {
      // What lies cyclically in (hole, i] may stay; anything else moves into the hole.
      if ((i - slot(keys[i]) & mask) >= (i - hole & mask)) {
        keys[hole] = keys[i];
        values[hole] = values[i];
        hole = i;
      }
    }
    values[hole] = null;
    size--;
  }

  /** Forgets all keys. */
  public void clear() {
    Arrays.fill(values, null);
    size = 0;
  }

  private void insert(int key, Object value) {
    int at = slot(key);
    while (values[at] != null) {
      at = at + 1 & keys.length - 1;
    }
    keys[at] = key;
    values[at] = value;
  }

  private void grow() {
    int[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new Object[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        insert(oldKeys[i], oldValues[i]);
      }
    }
  }

  private int slot(int key) {
    int h = key * 0x9e3779b9;
    return (h ^ h >>> 16) & keys.length - 1;
  }
}
