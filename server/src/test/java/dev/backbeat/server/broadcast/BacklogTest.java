package dev.backbeat.server.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(5, 10 + 3 * Backlog.CHUNK_BYTES);

  private void add(String text, int items) {
    byte[] bytes = ("__" + text).getBytes(StandardCharsets.US_ASCII);
    backlog.add(bytes, 2, text.length(), items);
  }

  private String content() {
    ByteBuf frame = Unpooled.buffer();
    backlog.writeTo(frame);
    String result = frame.toString(StandardCharsets.US_ASCII);
    frame.release();
    return result;
  }

  @Test
  void keepsTheOrder() {
    add("ab", 1);
    add("cd", 2);
    assertEquals(4, backlog.sizeBytes());
    assertEquals(3, backlog.items());
    assertEquals("abcd", content());
    assertEquals("", content());
    assertEquals(0, backlog.takeLost());
  }

  @Test
  void dropsTheOldestBeyondItsItems() {
    add("ab", 3);
    add("cd", 2);
    add("ef", 1);
    assertEquals(3, backlog.takeLost());
    assertEquals(0, backlog.takeLost());
    assertEquals("cdef", content());
  }

  @Test
  void dropsTheOldestBeyondItsBytes() {
    add("abcdef", 1);
    add("gh", 1);
    add("ij", 1);
    assertEquals(0, backlog.takeLost(), "they fill it to the last byte");
    assertEquals(10 + 3 * Backlog.CHUNK_BYTES, backlog.heldBytes());
    backlog.add(new byte[1], 0, 0, 1);
    assertEquals(1, backlog.takeLost(), "an empty chunk takes memory too");
    assertEquals("ghij", content());
    assertEquals(0, backlog.heldBytes());
  }

  @Test
  void whatNeverFitsIsLost() {
    add("x", 1);
    add("a".repeat(11 + 2 * Backlog.CHUNK_BYTES), 4);
    assertEquals(5, backlog.takeLost());
    assertEquals("", content());
    add("y", 6);
    assertEquals(6, backlog.takeLost());
  }
}
