package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.Goodbye;
import dev.backbeat.v1.Pong;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameScanTest {
  private final FrameScan scan = new FrameScan();

  private boolean scan(ServerFrame frame) {
    byte[] bytes = frame.toByteArray();
    return scan.scan(bytes, 0, bytes.length);
  }

  @Test
  void agreesWithProtobufOnRandomFrames() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      ServerFrame.Builder b = ServerFrame.newBuilder();
      if (random.nextBoolean()) {
        b.setTick(random.nextInt()).setInputTick(random.nextInt() >>> random.nextInt(31));
        b.setInputLeadQ8(random.nextInt() >> random.nextInt(31)).setReset(random.nextBoolean());
        b.setEventsLost(random.nextInt(3));
      }
      if (random.nextBoolean()) {
        b.setWelcome(Welcome.newBuilder().setRoom("r".repeat(random.nextInt(300))));
      }
      if (random.nextInt(4) == 0) {
        b.setError(Error.newBuilder().setMessage("no"));
      }
      if (random.nextInt(4) == 0) {
        b.setGoodbye(Goodbye.newBuilder().setReason("bye"));
      }
      if (random.nextBoolean()) {
        b.setPong(Pong.newBuilder().setServerTimeUs(random.nextLong()));
        b.addPrivateValues(random.nextInt()).setOwnEntity(-1).addDroppedCells(7);
        b.addCells(CellSlice.newBuilder().setCell(random.nextInt(9)));
      }
      ServerFrame frame = b.build();
      String message = "seed " + seed + ", frame " + i;
      assertTrue(scan(frame), message);
      assertEquals(frame.getTick() & 0xffffffffL, scan.tick(), message);
      assertEquals(frame.getInputTick() & 0xffffffffL, scan.inputTick(), message);
      assertEquals(frame.getInputLeadQ8(), scan.inputLeadQ8(), message);
      assertEquals(frame.getReset(), scan.reset(), message);
      assertEquals(frame.getEventsLost(), scan.eventsLost(), message);
      boolean control = frame.hasWelcome() || frame.hasError() || frame.hasGoodbye();
      assertEquals(control, scan.control(), message);
    }
  }

  @Test
  void takesFieldsInAnyOrder() {
    byte[] welcomeFirst =
        ServerFrame.newBuilder()
            .setWelcome(Welcome.newBuilder().setRoom("x"))
            .build()
            .toByteArray();
    byte[] tickAfter = ServerFrame.newBuilder().setTick(300).build().toByteArray();
    byte[] both = new byte[welcomeFirst.length + tickAfter.length];
    System.arraycopy(welcomeFirst, 0, both, 0, welcomeFirst.length);
    System.arraycopy(tickAfter, 0, both, welcomeFirst.length, tickAfter.length);
    assertTrue(scan.scan(both, 0, both.length));
    assertTrue(scan.control());
    assertEquals(300, scan.tick());
  }

  @Test
  void refusesCutMessages() {
    byte[] bytes =
        ServerFrame.newBuilder()
            .setTick(100_000)
            .addCells(CellSlice.newBuilder().setCell(1000).setKeyframe(true))
            .build()
            .toByteArray();
    int tickOnly = ServerFrame.newBuilder().setTick(100_000).build().getSerializedSize();
    for (int n = 1; n < bytes.length; n++) {
      assertEquals(n == tickOnly, scan.scan(bytes, 0, n), "cut after " + n);
    }
  }

  @Test
  void refusesNonsense() {
    assertFalse(scan.scan(new byte[] {0}, 0, 1), "field 0");
    assertFalse(scan.scan(new byte[] {0x0b}, 0, 1), "a group");
    byte[] endless = new byte[20];
    java.util.Arrays.fill(endless, (byte) 0xff);
    assertFalse(scan.scan(endless, 0, 20), "a varint without end");
    byte[] hugeLength = {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
    assertFalse(scan.scan(hugeLength, 0, 6), "a length of 4 GiB");
  }
}
