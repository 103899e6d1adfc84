package dev.backbeat.server.broadcast;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What a client that takes nothing at the moment will be told later: chunks of whole ServerFrame
 * fields. Bounded in items and bytes; the oldest chunk goes first, and its items count as lost.
 */
final class Backlog {
  private final int maxItems;
  private final int maxBytes;
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int items;
  private int bytes;
  private int lost;

  Backlog(int maxItems, int maxBytes) {
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
  }

  /** Queues a copy. */
  void add(byte[] source, int offset, int length, int itemCount) {
    while (!chunks.isEmpty() && (items + itemCount > maxItems || bytes + length > maxBytes)) {
      Chunk oldest = chunks.poll();
      items -= oldest.items;
      bytes -= oldest.bytes.length;
      lost += oldest.items;
    }
    if (itemCount > maxItems || length > maxBytes) {
      lost += itemCount;
      return;
    }
    chunks.add(new Chunk(Arrays.copyOfRange(source, offset, offset + length), itemCount));
    items += itemCount;
    bytes += length;
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
