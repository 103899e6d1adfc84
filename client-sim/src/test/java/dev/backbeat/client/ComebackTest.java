package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ComebackTest {
  private static final long MS = 1_000_000;
  private static final int GRACE_MS = 5000;
  private static final ReconnectPolicy POLICY = new ReconnectPolicy(true, 100, 1000, 0, 3);

  private static Comeback lostAt(long nowNs, ReconnectPolicy policy) {
    Comeback comeback = new Comeback(policy, 1);
    comeback.onPlaying(GRACE_MS);
    comeback.onLost(0, nowNs);
    return comeback;
  }

  @Test
  void triesUntilTheGracePeriodIsOverAndThenGivesUp() {
    Comeback comeback = lostAt(0, POLICY);
    int attempts = 0;
    long last = 0;
    while (comeback.step() == Comeback.Step.RESUME) {
      assertTrue(comeback.attemptAtNs() <= GRACE_MS * MS, "an attempt after the grace period");
      last = comeback.attemptAtNs();
      attempts++;
      comeback.onFailed(0, last);
    }
    assertEquals(Comeback.Step.GIVE_UP, comeback.step());
    assertEquals(GRACE_MS * MS, last, "the last attempt is at the very end");
    assertTrue(attempts > 8, attempts + " attempts");
  }

  @Test
  void aConnectionThatBreaksBeforeItsWelcomeDoesNotProlongTheGracePeriod() {
    Comeback comeback = lostAt(0, POLICY);
    comeback.onLost(0, 4999 * MS);
    assertEquals(GRACE_MS * MS, comeback.attemptAtNs());
    comeback.onLost(0, 5001 * MS);
    assertEquals(Comeback.Step.GIVE_UP, comeback.step());
  }

  @Test
  void theServersHintIsALowerBound() {
    Comeback comeback = new Comeback(POLICY, 1);
    comeback.onPlaying(GRACE_MS);
    comeback.onLost(2000, 0);
    assertTrue(comeback.attemptAtNs() >= 2000 * MS);
  }

  @Test
  void aHintBeyondTheGracePeriodIsWaitedOutAndThenItJoinsAnew() {
    for (int rejoinForMs : new int[] {0, 60_000}) {
      for (int hintMs : new int[] {GRACE_MS + 1, 60_000, 600_000}) {
        Comeback comeback = new Comeback(POLICY.withRejoinForMs(rejoinForMs), hintMs);
        comeback.onPlaying(GRACE_MS);
        comeback.onLost(hintMs, 0);
        assertEquals(Comeback.Step.REJOIN, comeback.step());
        long firstMs = comeback.attemptAtNs() / MS;
        assertTrue(firstMs >= hintMs && firstMs <= hintMs + 5000, hintMs + " -> " + firstMs);
        long patienceMs = Math.max(rejoinForMs, 30_000);
        assertEquals(hintMs + patienceMs, lastRejoin(comeback, 0) / MS);
      }
    }
  }

  @Test
  void noServerKeepsAClientWaitingForEver() {
    Comeback hour = new Comeback(ReconnectPolicy.DEFAULT, 1);
    hour.onPlaying(GRACE_MS);
    hour.onLost(3_600_000, 0);
    assertEquals(Comeback.Step.GIVE_UP, hour.step());
    Comeback again = new Comeback(ReconnectPolicy.DEFAULT, 1);
    again.onPlaying(GRACE_MS);
    again.onLost(600_000, 0);
    assertTrue(lastRejoin(again, 20_000) <= 900_000 * MS, "every refusal prolongs it");
  }

  @Test
  void aRetryAfterIsWaitedOutAsANewcomerIfTheSessionEndsMeanwhile() {
    Comeback comeback = lostAt(0, POLICY);
    comeback.onFailed(2000, 100 * MS);
    assertEquals(Comeback.Step.RESUME, comeback.step());
    long atNs = comeback.attemptAtNs();
    assertTrue(atNs >= 2100 * MS && atNs <= 3100 * MS, "at " + atNs);
    comeback.onFailed(20_000, atNs);
    assertEquals(Comeback.Step.REJOIN, comeback.step());
    assertTrue(comeback.attemptAtNs() - atNs >= 20_000 * MS, "before it was told to");
  }

  private static long lastRejoin(Comeback comeback, int retryAfterMs) {
    long last = 0;
    while (comeback.step() == Comeback.Step.REJOIN) {
      last = comeback.attemptAtNs();
      comeback.onFailed(retryAfterMs, last);
    }
    assertEquals(Comeback.Step.GIVE_UP, comeback.step());
    return last;
  }

  @Test
  void whereASessionIsGoneAClientJoinsAnew() {
    Comeback rejoins = lostAt(0, POLICY);
    rejoins.onSessionGone(0, 100 * MS);
    assertEquals(Comeback.Step.REJOIN, rejoins.step());
    long last = lastRejoin(rejoins, 0);
    assertTrue(last > 20_000 * MS, "a restart takes longer than " + last / MS + " ms");
  }

  @Test
  void whatNobodyAnsweredEndsWithTheGracePeriodUnlessThePolicyRejoins() {
    Comeback ends = lostAt(0, POLICY);
    ends.onFailed(0, (GRACE_MS + 1) * MS);
    assertEquals(Comeback.Step.GIVE_UP, ends.step());
    Comeback rejoins = lostAt(0, POLICY.withRejoin(true));
    rejoins.onFailed(0, (GRACE_MS + 1) * MS);
    assertEquals(Comeback.Step.REJOIN, rejoins.step());
    assertEquals(ReconnectPolicy.DEFAULT_REJOIN_FOR_MS, lastRejoin(rejoins, 0) / MS);
  }

  @Test
  void playingAgainStartsAllAnew() {
    Comeback comeback = lostAt(0, POLICY);
    comeback.onFailed(0, 4000 * MS);
    comeback.onPlaying(GRACE_MS);
    comeback.onLost(0, 60_000 * MS);
    assertEquals(Comeback.Step.RESUME, comeback.step());
    assertEquals(1, comeback.attempts());
    assertTrue(comeback.attemptAtNs() <= 60_100 * MS);
  }
}
