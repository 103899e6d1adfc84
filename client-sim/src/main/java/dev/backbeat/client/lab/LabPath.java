package dev.backbeat.client.lab;

import java.util.ArrayDeque;

/**
 * One direction of one connection: bytes are offered when they reach the network and polled when
 * they leave it. TCP-shaped: bytes keep their order, so a late piece holds up all that is behind
 * it, and what a stall held comes at once at its end. It knows no socket and no clock; time is an
 * argument that never decreases. Not thread-safe.
 *
 * <p>A piece passes, in this order: the narrowest link, which sends {@code bytesPerSecond} and
 * takes one piece at a time; the distance, {@code delay ± jitter}; its place behind the piece
 * before it; the stall that it arrives in, if any.
 *
 * <p>Jitter is drawn per millisecond and not per piece: it is a hash of seed and millisecond. So
 * pieces of one burst stay together as on a real path, it does not matter how reads cut the stream,
 * and the same bytes at the same times get the same delays.
 */
public final class LabPath {
  /** What {@link #nextNs()} and {@link #resetNs()} say if nothing is under way. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long JITTER_SLOT_NS = 1_000_000;

  /** Bounds the memory of many tiny pieces, which is mostly that of their objects. */
  private static final int MAX_PIECES = 16_384;

  private final long seed;
  private final long zeroNs;
  private final ArrayDeque<Delivery> underWay = new ArrayDeque<>();
  private PathSettings settings;
  private long heldBytes;
  private long linkFreeNs = Long.MIN_VALUE;
  private long lastDueNs = Long.MIN_VALUE;
  private long stalledUntilNs = Long.MIN_VALUE;
  private long resetDueNs = NEVER;

  /**
   * An idle path.
   *
   * @param settings how it behaves
   * @param seed of its jitter
   * @param zeroNs the network's time zero, from which stalls and milliseconds count
   */
  public LabPath(PathSettings settings, long seed, long zeroNs) {
    this.settings = settings;
    this.seed = seed;
    this.zeroNs = zeroNs;
  }

  /**
   * Something that leaves the network: a piece of the stream, or with {@code end} the stream's end.
   *
   * @param array holds the bytes, from {@code offset} on, {@code length} of them
   * @param arrivedNs when it was offered
   * @param dueNs when it leaves; in the answers of {@link #poll} with stalls
   */
  public record Delivery(
      byte[] array, int offset, int length, boolean end, long arrivedNs, long dueNs) {}

  /** Other figures from now on; what is under way keeps its times, stalls excepted. */
  public void change(PathSettings other) {
    settings = other;
  }

  /** Nothing arrives for a while, from now on. */
  public void stall(long nowNs, long lengthNs) {
    stalledUntilNs = Math.max(stalledUntilNs, nowNs + lengthNs);
  }

  /** Bytes enter the network; the array now belongs to the path. */
  public void offer(byte[] bytes, long nowNs) {
    boolean limited = settings.bytesPerSecond() > 0;
    int step = limited ? PathSettings.SEGMENT_BYTES : Math.max(1, bytes.length);
    for (int from = 0; from < bytes.length; from += step) {
      int length = Math.min(step, bytes.length - from);
      long sentNs = Math.max(nowNs, linkFreeNs);
      if (limited) {
        sentNs += length * 1_000_000_000L / settings.bytesPerSecond();
        linkFreeNs = sentNs;
      }
      underWay.add(new Delivery(bytes, from, length, false, nowNs, arrival(sentNs)));
      heldBytes += length;
    }
  }

  /** The stream's end enters the network, behind its bytes. */
  public void offerEnd(long nowNs) {
    long dueNs = arrival(Math.max(nowNs, linkFreeNs));
    underWay.add(new Delivery(new byte[0], 0, 0, true, nowNs, dueNs));
  }

  /** The sender reset the connection: {@link #resetNs()} says when that arrives. */
  public void offerReset(long nowNs) {
    resetDueNs = arrival(Math.max(nowNs, linkFreeNs));
  }

  /** When something that is on the wire at {@code sentNs} arrives, stalls left out. */
  private long arrival(long sentNs) {
    long dueNs = sentNs + settings.delayNs() + jitter(sentNs);
    lastDueNs = Math.max(lastDueNs, dueNs);
    return lastDueNs;
  }

  private long jitter(long sentNs) {
    if (settings.jitterNs() == 0) {
      return 0;
    }
    long slot = Math.floorDiv(sentNs - zeroNs, JITTER_SLOT_NS);
    double even = (mix(seed + mix(slot)) >>> 11) * 0x1.0p-53;
    return (long) ((2 * even - 1) * settings.jitterNs());
  }

  /** SplitMix64's step and output: neighbouring seeds and slots have nothing in common. */
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** What leaves next, if it is due; null if nothing is. */
  public Delivery poll(long nowNs) {
    Delivery next = underWay.peek();
    if (next == null) {
      return null;
    }
    long dueNs = released(next.dueNs());
    if (dueNs > nowNs) {
      return null;
    }
    underWay.remove();
    heldBytes -= next.length();
    return dueNs == next.dueNs()
        ? next
        : new Delivery(
            next.array(), next.offset(), next.length(), next.end(), next.arrivedNs(), dueNs);
  }

  /** When the next piece leaves; {@link #NEVER} if none is under way. */
  public long nextNs() {
    Delivery next = underWay.peek();
    return next == null ? NEVER : released(next.dueNs());
  }

  /** When the sender's reset arrives, whether the receiver reads or not; {@link #NEVER}: not. */
  public long resetNs() {
    return resetDueNs == NEVER ? NEVER : released(resetDueNs);
  }

  private long released(long dueNs) {
    long ns = Math.max(dueNs, stalledUntilNs);
    return zeroNs + settings.stalls().release(ns - zeroNs);
  }

  /** Whether the sender has to wait. */
  public boolean full() {
    return heldBytes >= settings.window() || underWay.size() >= MAX_PIECES;
  }

  /** Bytes under way. */
  public long heldBytes() {
    return heldBytes;
  }
}
