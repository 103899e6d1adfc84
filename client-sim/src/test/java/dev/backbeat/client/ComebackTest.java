package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ComebackTest {
  private static final long MS = 1_000_000;
  private static final int GRACE_MS = 5000;
  private static final ReconnectPolicy POLICY = new ReconnectPolicy(true, 100, 1000, false, 3);

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
  void aHintBeyondTheGracePeriodIsTheEnd() {
    Comeback comeback = new Comeback(POLICY, 1);
    comeback.onPlaying(GRACE_MS);
    comeback.onLost(GRACE_MS + 1, 0);
    assertEquals(Comeback.Step.GIVE_UP, comeback.step());
  }

  @Test
  void whereASessionIsGoneAClientJoinsAnew() {
    Comeback rejoins = lostAt(0, POLICY);
    rejoins.onSessionGone(100 * MS);
    assertEquals(Comeback.Step.REJOIN, rejoins.step());
    long last = 0;
    while (rejoins.step() == Comeback.Step.REJOIN) {
      last = rejoins.attemptAtNs();
      rejoins.onFailed(0, last);
    }
    assertEquals(Comeback.Step.GIVE_UP, rejoins.step());
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
