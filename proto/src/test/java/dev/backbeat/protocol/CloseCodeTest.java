package dev.backbeat.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CloseCodeTest {
  @Test
  void numbersAreUniqueAndInTheirRanges() {
    Set<Integer> seen = new HashSet<>();
    for (CloseCode code : CloseCode.values()) {
      assertTrue(seen.add(code.code()), () -> code + " has the number of another");
      boolean registered = code.code() >= 1000 && code.code() <= 1015;
      boolean own = code.code() >= 4000 && code.code() <= 4099;
      assertTrue(registered || own, () -> code + " " + code.code());
      // 1004, 1005, 1006 and 1015 must never be sent (RFC 6455, 7.4.1).
      assertFalse(Set.of(1004, 1005, 1006, 1015).contains(code.code()), code::name);
    }
  }

  @Test
  void aLostOrDrainedConnectionIsWorthResumingADeliberateEndIsNot() {
    assertTrue(CloseCode.worthResuming(1006));
    assertTrue(CloseCode.worthResuming(CloseCode.GOING_AWAY.code()));
    assertTrue(CloseCode.worthResuming(CloseCode.IDLE.code()));
    assertTrue(CloseCode.worthResuming(CloseCode.TOO_SLOW.code()));
    assertFalse(CloseCode.worthResuming(CloseCode.NORMAL.code()));
    assertFalse(CloseCode.worthResuming(CloseCode.REPLACED.code()));
    assertFalse(CloseCode.worthResuming(CloseCode.KICKED.code()));
    assertFalse(CloseCode.worthResuming(CloseCode.BANNED.code()));
  }
}
