package dev.backbeat.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.Sanction.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SanctionsTest {
  private long nowMs = 1_700_000_000_000L;
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
  private final Sanctions sanctions = new Sanctions(clock);

  private Sanction of(Kind kind, Subject subject, long seconds) {
    long untilMs = seconds == 0 ? Sanction.FOR_GOOD : nowMs + 1_000 * seconds;
    return new Sanction(kind, subject, "why", "ann", nowMs, untilMs);
  }

  private static InetAddress ip(String literal) throws IOException {
    return InetAddress.getByName(literal);
  }

  @Test
  void aBanHoldsForItsPlayerUntilItsTime() throws IOException {
    assertTrue(sanctions.add(of(Kind.BAN, Subject.player("p1"), 60)));
    assertNotNull(sanctions.banOf("p1", ip("10.0.0.1")));
    assertNull(sanctions.banOf("p2", ip("10.0.0.1")));
    assertNull(sanctions.banOf("", null));
    assertNull(sanctions.muteOf("s", "p1", null), "a ban is no mute");
    nowMs += 59_999;
    assertNotNull(sanctions.banOf("p1", null));
    nowMs += 1;
    assertNull(sanctions.banOf("p1", null));
    assertEquals(0, sanctions.list(Kind.BAN).size());
  }

  @Test
  void anAddressOfIpv6StandsForItsNetwork() throws IOException {
    sanctions.add(of(Kind.BAN, Subject.address(ip("2001:db8:0:7::1")), 0));
    sanctions.add(of(Kind.BAN, Subject.address(ip("10.0.0.1")), 0));
    assertNotNull(sanctions.banOf("", ip("2001:db8:0:7:ffff::9")));
    assertNull(sanctions.banOf("", ip("2001:db8:0:8::1")));
    assertNotNull(sanctions.banOf("", ip("::ffff:10.0.0.1")), "the same address");
    assertNull(sanctions.banOf("", ip("10.0.0.2")));
    nowMs += TimeUnit.DAYS.toMillis(3_000);
    assertNotNull(sanctions.banOf("", ip("10.0.0.1")), "for good");
  }

  @Test
  void aLaterOneReplacesAndLiftingEnds() {
    Subject subject = Subject.session("abc");
    sanctions.add(of(Kind.MUTE, subject, 60));
    sanctions.add(of(Kind.MUTE, subject, 0));
    nowMs += 61_000;
    assertNotNull(sanctions.muteOf("abc", "", null));
    assertTrue(sanctions.lift(Kind.MUTE, subject));
    assertFalse(sanctions.lift(Kind.MUTE, subject));
    assertNull(sanctions.muteOf("abc", "", null));
  }

  @Test
  void thoseThatHoldAreCounted() {
    sanctions.add(of(Kind.BAN, Subject.player("p1"), 60));
    sanctions.add(of(Kind.BAN, Subject.player("p2"), 0));
    sanctions.add(of(Kind.MUTE, Subject.player("p2"), 0));
    assertEquals(2, sanctions.count(Kind.BAN));
    assertEquals(1, sanctions.count(Kind.MUTE));
    nowMs += 62_000;
    assertEquals(1, sanctions.count(Kind.BAN));
    sanctions.lift(Kind.BAN, Subject.player("p2"));
    assertEquals(0, sanctions.count(Kind.BAN));
  }

  @Test
  void thereIsABoundAndNoneIsForgotten() {
    for (int i = 0; i < Sanctions.MAX; i++) {
      assertTrue(sanctions.add(of(Kind.BAN, Subject.player("p" + i), 60)));
    }
    assertFalse(sanctions.add(of(Kind.BAN, Subject.player("more"), 60)));
    assertTrue(sanctions.add(of(Kind.BAN, Subject.player("p7"), 120)), "a known one may change");
    assertTrue(sanctions.add(of(Kind.MUTE, Subject.player("more"), 60)));
    assertNotNull(sanctions.banOf("p0", null));
    nowMs += 61_000;
    assertTrue(sanctions.add(of(Kind.BAN, Subject.player("more"), 60)), "the others are over");
  }
}
