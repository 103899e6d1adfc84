package dev.backbeat.server.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(5, 10);

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
    add("ghij", 1);
    add("k", 1);
    assertEquals(1, backlog.takeLost());
    assertEquals("ghijk", content());
  }

  @Test
  void whatNeverFitsIsLost() {
    add("x", 1);
    add("abcdefghijkl", 4);
    assertEquals(5, backlog.takeLost());
    assertEquals("", content());
    add("y", 6);
    assertEquals(6, backlog.takeLost());
  }
}
