package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time is stepped by hand, from a start at which the clock is about to wrap. */
class PenaltiesTest {
  private static final String SOMEBODY = Penalties.address("192.0.2.7");
  private long nowNs = Long.MAX_VALUE - 1_000;
  private final Penalties penalties =
      new Penalties(new PenaltySettings(true, 5, 10, 60), () -> nowNs);

  private void pass(long seconds) {
    nowNs += TimeUnit.SECONDS.toNanos(seconds);
  }

  private void offend(int times) {
    for (int i = 0; i < times; i++) {
      penalties.offence(SOMEBODY, Offence.BAD_TICKET);
    }
  }

  @Test
  void oneBadTicketIsNoReason() {
    offend(1);
    assertEquals(0, penalties.remainingSeconds(SOMEBODY));
    offend(3);
    assertEquals(0, penalties.remainingSeconds(SOMEBODY));
    assertTrue(penalties.offence(SOMEBODY, Offence.BAD_TICKET), "the fifth");
    assertEquals(10, penalties.remainingSeconds(SOMEBODY));
    assertEquals(0, penalties.remainingSeconds(Penalties.address("192.0.2.8")));
    assertEquals(0, penalties.remainingSeconds(Penalties.player("192.0.2.7")));
    assertEquals(0, penalties.remainingSeconds(null));
  }

  @Test
  void offencesNowAndThenNeverAddUp() {
    for (int i = 0; i < 1_000; i++) {
      assertFalse(penalties.offence(SOMEBODY, Offence.BAD_TICKET), "at " + i);
      pass(13); // A fifth of a minute is 12 s.
    }
  }

  @Test
  void penaltiesRunOutGrowUpToABoundAndAreForgotten() {
    int[] lengths = {10, 20, 40, 60, 60};
    for (int seconds : lengths) {
      offend(5);
      assertEquals(seconds, penalties.remainingSeconds(SOMEBODY));
      pass(seconds - 1);
      assertEquals(1, penalties.remainingSeconds(SOMEBODY));
      pass(1);
      assertEquals(0, penalties.remainingSeconds(SOMEBODY));
    }
    pass(3_590);
    offend(5);
    assertEquals(60, penalties.remainingSeconds(SOMEBODY), "not quite an hour");
    pass(60 + 3_601);
    offend(5);
    assertEquals(10, penalties.remainingSeconds(SOMEBODY), "forgotten");
  }

  @Test
  void thoseWhoWaitedForTheEndMayAllComeAtOnce() {
    offend(5);
    pass(10);
    for (int i = 0; i < 1_000; i++) {
      assertFalse(penalties.offence(SOMEBODY, Offence.HANDSHAKE_RATE), "they were told when");
    }
    offend(5);
    assertEquals(20, penalties.remainingSeconds(SOMEBODY), "other offences count");
    pass(20 + 60);
    for (int i = 0; i < 50; i++) {
      penalties.offence(SOMEBODY, Offence.HANDSHAKE_RATE);
    }
    assertEquals(40, penalties.remainingSeconds(SOMEBODY), "a minute later it counts again");
  }

  @Test
  void whoGoesOnDuringAPenaltyGetsALongerOne() {
    offend(5);
    pass(1);
    offend(5);
    assertEquals(20, penalties.remainingSeconds(SOMEBODY));
  }

  @Test
  void offencesWeighDifferently() {
    for (int i = 0; i < 49; i++) {
      assertFalse(penalties.offence(SOMEBODY, Offence.HANDSHAKE_RATE));
    }
    assertTrue(penalties.offence(SOMEBODY, Offence.HANDSHAKE_RATE), "the fiftieth");
    String player = Penalties.player("eve");
    assertFalse(penalties.offence(player, Offence.FLOOD));
    assertFalse(penalties.offence(player, Offence.MALFORMED));
    assertTrue(penalties.offence(player, Offence.FLOOD), "the third counts as the sixth");
  }

  @Test
  void thoseWhoAreKeptOutNowAreCounted() {
    offend(4);
    assertEquals(0, penalties.running(), "remembered, and not kept out");
    offend(1);
    for (int i = 0; i < 5; i++) {
      penalties.offence(Penalties.player("eve"), Offence.BAD_TICKET);
    }
    assertEquals(2, penalties.running());
    pass(9);
    assertEquals(2, penalties.running());
    pass(3);
    assertEquals(0, penalties.running());
    assertEquals(2, penalties.offenders(), "what they did is not forgotten yet");
    offend(5);
    pass(15);
    assertEquals(1, penalties.running(), "the second is longer");
  }

  @Test
  void switchedOffNobodyIsKeptOut() {
    offend(5);
    assertEquals(1, penalties.running());
    penalties.settings(new PenaltySettings(false, 5, 10, 60));
    assertEquals(0, penalties.remainingSeconds(SOMEBODY));
    assertEquals(0, penalties.running());
    assertFalse(penalties.offence(SOMEBODY, Offence.FLOOD));
  }

  @Test
  void offendersAreBoundedAndForgotten() {
    for (int i = 0; i < Penalties.MAX_OFFENDERS + 10_000; i++) {
      penalties.offence("address " + i, Offence.BAD_TICKET);
    }
    assertTrue(penalties.offenders() <= Penalties.MAX_OFFENDERS, "" + penalties.offenders());
    pass(TimeUnit.HOURS.toSeconds(26));
    long before = penalties.offenders();
    for (int i = 0; i < 1_000 && before > 0; i++) { // The cache expires some at a time.
      long now = penalties.offenders();
      assertTrue(now < before, "stays at " + now);
      before = now;
    }
    assertEquals(0, before);
  }
}
