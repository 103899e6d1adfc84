package dev.backbeat.server.gateway;

import dev.backbeat.codec.InputBatches;
import dev.backbeat.codec.InputFrameReader;
import dev.backbeat.schema.InputSchema;
import java.util.HashMap;
import java.util.Map;

/**
 * What all connections of one loop read their messages with, one after the other: it is in the
 * processor's caches when the next message comes, as nothing of that client is. On the loop.
 */
final class LoopScratch {
  /** Shapes of inputs that are kept; a server has one per game. */
  private static final int MAX_SHAPES = 64;

  private final byte[] message;
  private final Map<InputSchema, InputDecoding> decodings = new HashMap<>();

  /** Room for messages of so many bytes. */
  LoopScratch(int maxMessageBytes) {
    message = new byte[maxMessageBytes];
  }

  /** One message, unmasked. */
  byte[] message() {
    return message;
  }

  /** Reads and checks inputs of a shape; what it holds is good until the next message. */
  InputDecoding inputs(InputSchema shape) {
    if (decodings.size() >= MAX_SHAPES && !decodings.containsKey(shape)) {
      decodings.clear();
    }
    return decodings.computeIfAbsent(
        shape,
        schema -> {
          InputBatches batches = new InputBatches(schema);
          return new InputDecoding(batches, batches.reader());
        });
  }

  /**
   * The two halves of input decoding.
   *
   * @param batches checks
   * @param reader reads, and holds what it has read
   */
  record InputDecoding(InputBatches batches, InputFrameReader reader) {}
}
