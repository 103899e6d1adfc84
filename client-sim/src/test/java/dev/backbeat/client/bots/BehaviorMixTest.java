package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviorMixTest {
  private final Map<String, BehaviorFactory> available = BehaviorMix.available();

  @Test
  void theBuiltInOnesAreFoundAsPlugIns() {
    assertEquals(
        Set.of("disconnector", "flood", "hunt", "idle", "slow-reader", "turn", "wander"),
        available.keySet());
  }

  @Test
  void weightsHoldExactlyAndAreSpread() {
    BehaviorMix mix = BehaviorMix.parse("hunt=3, wander=1,turn:7=2", available);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      counts.merge(mix.of(i).factory().name(), 1, Integer::sum);
    }
    assertEquals(Map.of("hunt", 300, "wander", 100, "turn", 200), counts);
    counts.clear();
    for (int i = 0; i < 6; i++) {
      BehaviorMix.Share share = mix.of(i);
      counts.merge(share.factory().name() + ":" + share.argument(), 1, Integer::sum);
    }
    assertEquals(Map.of("hunt:", 3, "wander:", 1, "turn:7", 2), counts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "hunt=0",
        "hunt=x",
        "hunt=1=2",
        "hunt,",
        "turn:0",
        "turn:x",
        "idle:3",
        "=2",
        "hunt=99999",
        "turn:9999999"
      })
  void whatMakesNoSenseIsRefusedWithASentence(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BehaviorMix.parse(text, available))
            .getMessage();
    assertTrue(message.length() > 15, message);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BehaviorMix.parse("fly", available))
            .getMessage();
    assertTrue(message.contains("disconnector") && message.contains("wander"), message);
  }
}
