package dev.backbeat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.EntityTable;
import org.junit.jupiter.api.Test;

class CoinGameTest {
  private final TestRoom room = TestRoom.of(new CoinGameFactory()).seed(7).tickHz(20).start();

  @Test
  void runsAtFullSpeedAndStopsAtTheEdge() {
    TestPlayer bob = room.join("bob").axis("move_x", 100);
    room.step(10);
    assertEquals(4_000 + 10 * 120, bob.world().own().x(), "300 px/s for half a second");
    room.step(100);
    assertEquals(CoinGame.SIZE - 1, bob.world().own().x());
  }

  @Test
  void whoCollectsFiveCoinsWins() {
    TestPlayer bob = room.join("bob");
    TestPlayer eve = room.join("eve");
    room.step();
    for (int i = 0; i < 2_000 && room.matches().isEmpty(); i++) {
      runToTheFirstCoin(bob);
      room.step();
    }
    assertEquals("bob wins", room.matches().get(0).summary());
    assertEquals(5, eve.events("collected").size());
    assertTrue(room.replay().verify() > 100, "and a replay gives the same");
  }

  private void runToTheFirstCoin(TestPlayer player) {
    EntityTable coins = room.world().table("coin");
    int dx = coins.count() == 0 ? 0 : coins.get(0, CoinGame.X) - player.world().own().x();
    int dy = coins.count() == 0 ? 0 : coins.get(0, CoinGame.Y) - player.world().own().y();
    player.axis("move_x", Math.max(-100, Math.min(100, dx)));
    player.axis("move_y", Math.max(-100, Math.min(100, dy)));
  }
}
