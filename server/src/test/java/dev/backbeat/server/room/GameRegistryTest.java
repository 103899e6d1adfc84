package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GameRegistryTest {
  private final ProbeGame.Factory probe = new ProbeGame.Factory();
  private final ProbeGame.Factory other = new ProbeGame.Factory("other");

  @Test
  void gamesAreFoundByNameAndNoTwoHaveOne() {
    assertTrue(GameRegistry.load().names().contains("arena"), "through ServiceLoader");
    assertNull(refusedName(() -> GameRegistry.of(probe, other)));
    assertTrue(
        refusedName(() -> GameRegistry.of(probe, new ProbeGame.Factory()))
            .startsWith("two games are named probe: "));
    assertTrue(
        refusedName(() -> GameRegistry.of(new ProbeGame.Factory("No Spaces")))
            .endsWith("a game's name is [a-z0-9-]{1,32}, not No Spaces"));
  }

  private static String refusedName(Runnable load) {
    try {
      load.run();
      return null;
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }
}
