package dev.backbeat.server.broadcast;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What a client that takes nothing at the moment will be told later: chunks of whole ServerFrame
 * fields. Bounded in items and in the memory that it holds, its own objects included; the oldest
 * chunk goes first, and its items count as lost.
 */
final class Backlog {
  /**
   * What a chunk holds beside its bytes: a chunk, an array's header and rounding, a place in the
   * deque, of which up to half may be empty.
   */
  static final int CHUNK_BYTES = 24 + 24 + 16;

  private final int maxItems;
  private final int maxBytes;
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int items;
  private int bytes;
  private int held;
  private int lost;

  Backlog(int maxItems, int maxBytes) {
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
  }

  /** Queues a copy. */
  void add(byte[] source, int offset, int length, int itemCount) {
    int size = length + CHUNK_BYTES;
    while (!chunks.isEmpty() && (items + itemCount > maxItems || held + size > maxBytes)) {
      Chunk oldest = chunks.poll();
      items -= oldest.items;
      bytes -= oldest.bytes.length;
      held -= oldest.bytes.length + CHUNK_BYTES;
      lost += oldest.items;
    }
    if (itemCount > maxItems || size > maxBytes) {
      lost += itemCount;
      return;
    }
    chunks.add(new Chunk(Arrays.copyOfRange(source, offset, offset + length), itemCount));
    items += itemCount;
    bytes += length;
    held += size;
  }

  /** Memory that it holds: at most {@code maxBytes}. */
  int heldBytes() {
    return held;
  }

  int sizeBytes() {
    return bytes;
  }

  int items() {
    return items;
  }

  /** Items dropped since the last call. */
  int takeLost() {
    int result = lost;
    lost = 0;
    return result;
  }

  /** Appends everything, oldest first, and is empty. */
  void writeTo(ByteBuf frame) {
    for (Chunk chunk; (chunk = chunks.poll()) != null; ) {
      frame.writeBytes(chunk.bytes);
    }
    items = 0;
    bytes = 0;
    held = 0;
  }

  private static final class Chunk {
    private final byte[] bytes;
    private final int items;

    Chunk(byte[] bytes, int items) {
      this.bytes = bytes;
      this.items = items;
    }
  }
}
