package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DeliveryWindowTest {
  private static final long MS = 1_000_000L;

  @Test
  void aFullStreamDeliversTheTickRate() {
    DeliveryWindow w = new DeliveryWindow(20, 1);
    w.begin(100, 0);
    for (int i = 1; i <= 200; i++) {
      w.onMessage(250);
      w.onFrame(100 + i, i * 50 * MS);
    }
    assertEquals(20, w.deliveredHz(10_020 * MS), 1e-9);
    assertEquals(200, w.sendTicks());
    assertEquals(50_000, w.bytes());
    assertEquals(200, w.frames());
  }

  @Test
  void silentTicksCountAsDelivered() {
    DeliveryWindow w = new DeliveryWindow(20, 1);
    w.begin(100, 0);
    for (int i = 4; i <= 200; i += 4) {
      w.onFrame(100 + i, i * 50 * MS);
    }
    assertEquals(20, w.deliveredHz(10_150 * MS), 1e-9);
    assertEquals(50, w.frames());
  }

  @Test
  void ticksAreCountedInSends() {
    DeliveryWindow w = new DeliveryWindow(60, 3);
    w.begin(0, 0);
    w.onFrame(600, 10_000 * MS);
    assertEquals(20, w.deliveredHz(10_000 * MS), 1e-9);
  }

  @Test
  void aClientThatFellSilentPaysForTheRestOfTheTime() {
    DeliveryWindow w = new DeliveryWindow(20, 1);
    w.begin(100, 0);
    w.onFrame(200, 5_000 * MS);
    assertEquals(10, w.deliveredHz(10_000 * MS), 1e-9);
  }

  @Test
  void aClientThatGetsNothingDeliversNothing() {
    DeliveryWindow w = new DeliveryWindow(20, 1);
    w.begin(100, 0);
    assertEquals(0, w.deliveredHz(10_000 * MS));
    w.begin(100, 5 * MS);
    assertEquals(0, w.deliveredHz(5 * MS));
  }

  @Test
  void beginningAgainForgets() {
    DeliveryWindow w = new DeliveryWindow(20, 1);
    w.begin(0, 0);
    w.onMessage(10);
    w.onFrame(100, 5_000 * MS);
    w.begin(100, 5_000 * MS);
    assertEquals(0, w.bytes());
    assertEquals(0, w.messages());
    assertEquals(0, w.frames());
    assertEquals(0, w.sendTicks());
  }
}
