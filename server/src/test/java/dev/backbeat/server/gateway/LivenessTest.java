package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final long MS = 1_000_000L;

  private static ByteBuf payload(long value) {
    return Unpooled.buffer(8).writeLong(value);
  }

  @Test
  void onlyTheNewestPingsPongCounts() {
    Liveness liveness = new Liveness(0);
    long first = liveness.ping(1_000 * MS);
    long second = liveness.ping(2_000 * MS);
    assertFalse(liveness.pong(payload(first), 2_050 * MS), "an older one");
    assertFalse(liveness.pong(payload(7), 2_050 * MS), "a made-up one");
    assertFalse(liveness.pong(Unpooled.EMPTY_BUFFER, 2_050 * MS));
    assertTrue(liveness.pong(payload(second), 2_060 * MS));
    assertEquals(60 * MS, liveness.rtt().smoothedNs());
    assertFalse(liveness.pong(payload(second), 2_070 * MS), "twice");
  }

  @Test
  void silenceCountsFromTheLastMessage() {
    Liveness liveness = new Liveness(5 * MS);
    assertEquals(95 * MS, liveness.silentNs(100 * MS));
    liveness.received(100 * MS);
    assertEquals(1 * MS, liveness.silentNs(101 * MS));
    assertEquals(96 * MS, liveness.ageNs(101 * MS));
  }

  @Test
  void aSocketIsStalledWhileNothingLeaves() {
    Liveness liveness = new Liveness(0);
    assertEquals(0, liveness.stalledNs(0, 0, 1_000 * MS), "nothing to send");
    assertEquals(0, liveness.stalledNs(500, 0, 2_000 * MS), "something to send since now");
    assertEquals(1_000 * MS, liveness.stalledNs(500, 0, 3_000 * MS));
    assertEquals(2_000 * MS, liveness.stalledNs(900, 0, 4_000 * MS), "more is no progress");
    assertEquals(0, liveness.stalledNs(900, 10, 5_000 * MS), "ten bytes of the first message");
    assertEquals(1_000 * MS, liveness.stalledNs(900, 10, 6_000 * MS));
    assertEquals(0, liveness.stalledNs(400, 10, 7_000 * MS), "a whole message left");
    assertEquals(0, liveness.stalledNs(0, 0, 8_000 * MS));
    assertEquals(0, liveness.stalledNs(300, 0, 60_000 * MS), "a new stall starts anew");
  }
}
