package dev.backbeat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import org.junit.jupiter.api.Test;

class TagGameTest {
  private final TestRoom room = TestRoom.of(new TagGameFactory()).start();
  private final TestPlayer ann = room.join("ann");
  private final TestPlayer bob = room.join("bob");

  /** Ann clicks on Bob where her picture, three ticks and a half old, has him. */
  private void clickOnBob() {
    bob.axis("move", 100);
    room.step(30);
    int half = 50; // He runs 100 quanta a tick.
    int drawnX = bob.world().own().x() - 3 * 100 - half;
    ann.axis("click_x", drawnX).axis("click_y", bob.world().own().y()).press("tag");
  }

  @Test
  void whoeverWasSeenThereIsTagged() {
    clickOnBob();
    ann.looksAt(256 * room.tick() - 3 * 256 - 128);
    room.step();
    assertEquals(1, bob.events("tagged").size());
  }

  @Test
  void withoutAViewTheWorldAsItStandsCounts() {
    clickOnBob();
    room.step();
    assertEquals(0, bob.events("tagged").size());
  }
}
