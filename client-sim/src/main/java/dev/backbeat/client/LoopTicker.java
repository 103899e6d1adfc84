package dev.backbeat.client;

/**
 * The deadlines of all clients of one event loop, behind one timer: a binary heap whose entries
 * know their places. Without a thread and a clock of its own; {@link ClientLoop} drives it. Bounded
 * by the number of clients: each has one entry.
 */
final class LoopTicker {
  static final long NEVER = Long.MAX_VALUE;

  private Entry[] heap = new Entry[16];
  private int size;

  /** Something that wants to run at a time that it names by itself. */
  @FunctionalInterface
  interface Task {
    /** Runs; returns when it wants to run again, or {@link #NEVER}. */
    long run(long nowNs);
  }

  /** One task's deadline. */
  static final class Entry {
    private final Task task;
    private long dueNs = NEVER;
    private int place = -1;

    Entry(Task task) {
      this.task = task;
    }
  }

  /** Sets a deadline; {@link #NEVER} takes it back. */
  void schedule(Entry entry, long dueNs) {
    if (entry.place >= 0) {
      if (dueNs == NEVER) {
        remove(entry);
        return;
      }
      entry.dueNs = dueNs;
      up(entry.place);
      down(entry.place);
    } else if (dueNs != NEVER) {
      if (size == heap.length) {
        heap = java.util.Arrays.copyOf(heap, size * 2);
      }
      entry.dueNs = dueNs;
      put(entry, size++);
      up(entry.place);
    }
  }

  /** Runs what is due; returns the next deadline, or {@link #NEVER}. */
  long runDue(long nowNs) {
    // Not more than were there at the start, so that a task that is always due starves nobody.
    for (int budget = size; budget > 0 && size > 0 && heap[0].dueNs - nowNs <= 0; budget--) {
      Entry entry = heap[0];
      remove(entry);
      long nextNs = entry.task.run(nowNs);
      // What the task scheduled by itself meanwhile stands, unless it asks for something earlier.
      if (nextNs != NEVER && (entry.place < 0 || nextNs - entry.dueNs < 0)) {
        schedule(entry, nextNs);
      }
    }
    return next();
  }

  /** The earliest deadline, or {@link #NEVER}. */
  long next() {
    return size == 0 ? NEVER : heap[0].dueNs;
  }

  int size() {
    return size;
  }

  private void remove(Entry entry) {
    int hole = entry.place;
    entry.place = -1;
    Entry last = heap[--size];
    heap[size] = null;
    if (last != entry) {
      put(last, hole);
      up(hole);
      down(last.place);
    }
  }

  private void up(int from) {
    int i = from;
    Entry moving = heap[i];
    while (i > 0 && heap[(i - 1) / 2].dueNs - moving.dueNs > 0) {
      put(heap[(i - 1) / 2], i);
      i = (i - 1) / 2;
    }
    put(moving, i);
  }

  private void down(int from) {
    int i = from;
    Entry moving = heap[i];
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && heap[child + 1].dueNs - heap[child].dueNs < 0) {
        child++;
      }
      if (heap[child].dueNs - moving.dueNs >= 0) {
        break;
      }
      put(heap[child], i);
      i = child;
    }
    put(moving, i);
  }

  private void put(Entry entry, int i) {
    heap[i] = entry;
    entry.place = i;
  }
}
