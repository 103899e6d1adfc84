package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.limit.Limit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowancesTest {
  private static final long SECOND_NS = 1_000_000_000;
  private final Allowances players =
      new Allowances(
          Map.of(
              Limit.JOINS_PER_PLAYER, new Rate(1, 2), Limit.BYTES_PER_PLAYER, new Rate(100, 300)));

  @Test
  void eachLimitHasItsOwnRateAndBurst() {
    Allowance ada = players.of("ada");
    assertTrue(ada.take(Limit.JOINS_PER_PLAYER, 1, 0));
    assertTrue(ada.take(Limit.JOINS_PER_PLAYER, 1, 0));
    assertFalse(ada.take(Limit.JOINS_PER_PLAYER, 1, SECOND_NS / 2));
    assertTrue(ada.take(Limit.JOINS_PER_PLAYER, 1, SECOND_NS));
    assertTrue(ada.take(Limit.BYTES_PER_PLAYER, 300, 0));
    assertFalse(ada.take(Limit.BYTES_PER_PLAYER, 101, SECOND_NS));
    assertTrue(ada.take(Limit.BYTES_PER_PLAYER, 100, SECOND_NS));
    assertTrue(ada.take(Limit.CHATS_PER_PLAYER, 1_000_000, 0), "has no rate");
  }

  @Test
  void aPlayersConnectionsShareOneAllowance() {
    assertSame(players.of("ada"), players.of("ada"));
    assertTrue(players.of("ada").take(Limit.JOINS_PER_PLAYER, 2, 0));
    assertFalse(players.of("ada").take(Limit.JOINS_PER_PLAYER, 1, 0));
    assertTrue(players.of("bob").take(Limit.JOINS_PER_PLAYER, 1, 0));
    assertNull(players.of(""));
    assertNull(players.of(null));
  }

  @Test
  void otherRatesHoldAtOnce() {
    Allowance ada = players.of("ada");
    assertTrue(ada.take(Limit.JOINS_PER_PLAYER, 2, 0));
    players.rates(Map.of(Limit.JOINS_PER_PLAYER, new Rate(1, 10)));
    assertTrue(ada.take(Limit.JOINS_PER_PLAYER, 10, 0));
    assertFalse(ada.take(Limit.JOINS_PER_PLAYER, 1, 0));
  }

  @Test
  void entriesAreThoseWithAConnectionAndThoseWithARate() {
    assertEquals(0, players.entries());
    players.of("ada");
    players.of("bob");
    players.of("ada");
    assertEquals(2, players.entries());
    players.connected("ada");
    players.connected("ada");
    assertEquals(3, players.entries());
    players.disconnected("ada");
    players.disconnected("ada");
    assertEquals(2, players.entries(), "rates are remembered for a while");
  }

  @Test
  void connectionsAreCountedAndGivenBack() {
    assertTrue(players.connect("ada", 2));
    players.connected("ada"); // A resume.
    assertTrue(players.full("ada", 2));
    assertFalse(players.connect("ada", 2));
    players.disconnected("ada");
    assertFalse(players.full("ada", 2));
    assertTrue(players.connect("ada", 2));
    assertTrue(players.connect("", 0), "guests are not counted");
    assertFalse(players.full("", 0));
  }
}
