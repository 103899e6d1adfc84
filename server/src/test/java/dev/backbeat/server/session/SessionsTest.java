package dev.backbeat.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.room.SimulationSettings;
import dev.backbeat.server.room.SimulationVerticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens on a clock that is moved by hand, with seats of a real room. */
@Timeout(60)
class SessionsTest {
  private static Vertx vertx;
  private static SimulationVerticle simulation;

  private final AtomicLong nowNs = new AtomicLong();
  private final Sessions sessions = new Sessions("here", Duration.ofSeconds(30), 100, nowNs::get);

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    simulation =
        new SimulationVerticle(
            GameRegistry.of(new ArenaFactory()), SimulationSettings.of("arena", 10, 1));
    vertx.deployVerticle(simulation).toCompletionStage().toCompletableFuture().get();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private Session session() throws Exception {
    Seat seat =
        simulation
            .rooms()
            .join(new JoinRequest("s", "any", "", "x", false), new NowhereOutlet())
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    return sessions.open(sessions.newId(), seat, "");
  }

  private static SessionConnection connection(Runnable replaced) {
    return new SessionConnection() {
      private final NowhereOutlet outlet = new NowhereOutlet();

      @Override
      public Outlet outlet() {
        return outlet;
      }

      @Override
      public void replaced() {
        replaced.run();
      }
    };
  }

  private Optional<Sessions.Resumed> resume(Session session, String token) {
    return sessions.resume(session, token, session.present(), connection(() -> {}));
  }

  @Test
  void aTokenFindsItsSession() throws Exception {
    Session session = session();
    String token = sessions.issueToken(session);
    assertSame(session, sessions.find(token).orElseThrow());
    assertTrue(sessions.find(token + "x").isEmpty());
    nowNs.addAndGet(TimeUnit.DAYS.toNanos(3));
    assertTrue(sessions.find(token).isPresent(), "it lives as long as the connection does");
  }

  @Test
  void aTokenDiesWithTheGracePeriod() throws Exception {
    Session session = session();
    String token = sessions.issueToken(session);
    sessions.lost(session);
    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(29));
    assertTrue(sessions.find(token).isPresent());
    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertTrue(sessions.find(token).isEmpty());
  }

  @Test
  void sessionsThatLostTheirConnectionAreCountedUntilTheyAreBackOrOver() throws Exception {
    Session resumes = session();
    Session ends = session();
    Session forgotten = session();
    String token = sessions.issueToken(resumes);
    sessions.issueToken(ends);
    sessions.issueToken(forgotten);
    assertEquals(0, sessions.away());
    for (Session session : new Session[] {resumes, ends, forgotten, resumes}) {
      sessions.lost(session);
    }
    assertEquals(3, sessions.away());
    resume(resumes, token).orElseThrow();
    assertEquals(2, sessions.away());
    sessions.end(ends);
    assertEquals(1, sessions.away());
    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(31));
    assertEquals(0, sessions.away());
  }

  @Test
  void aResumeRotatesAndKeepsThePreviousUntilConfirmed() throws Exception {
    Session session = session();
    String first = sessions.issueToken(session);
    sessions.lost(session);
    String second = resume(session, first).orElseThrow().token();
    assertNotEquals(first, second);
    nowNs.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertTrue(sessions.find(first).isPresent(), "connected again: no grace period runs");
    // The Welcome was lost on the way: the client comes with its old token once more.
    String third = resume(session, first).orElseThrow().token();
    assertTrue(sessions.find(second).isEmpty(), "never seen by the client");
    sessions.confirm(session, second);
    assertTrue(sessions.find(first).isPresent(), "a connection that was replaced confirms nothing");
    sessions.confirm(session, third);
    assertTrue(sessions.find(first).isEmpty());
    assertTrue(sessions.find(third).isPresent());
    assertTrue(resume(session, first).isEmpty());
  }

  @Test
  void theLaterUpgradeHasTheSessionWhicheverIsCompletedFirst() throws Exception {
    Session session = session();
    String token = sessions.issueToken(session);
    sessions.lost(session);
    long earlier = session.present();
    long later = session.present();
    AtomicInteger replaced = new AtomicInteger();
    sessions
        .resume(session, token, later, connection(replaced::incrementAndGet))
        .orElseThrow(() -> new AssertionError("the later one is refused"));
    assertTrue(sessions.resume(session, token, earlier, connection(() -> {})).isEmpty());
    assertTrue(session.takenAfter(earlier));
    assertEquals(0, replaced.get(), "the later one keeps the session");
  }

  @Test
  void endedSessionsAndSeatsAreDead() throws Exception {
    Session ended = session();
    String token = sessions.issueToken(ended);
    sessions.end(ended);
    assertTrue(sessions.find(token).isEmpty());

    Session left = session();
    String other = sessions.issueToken(left);
    left.seat().leave();
    awaitClosed(left.seat());
    assertTrue(sessions.find(other).isEmpty());
  }

  @Test
  void theCacheIsBounded() throws Exception {
    Session session = session();
    for (int i = 0; i < 1_000; i++) {
      sessions.issueToken(session);
    }
    assertTrue(sessions.tokens() <= 100, "tokens: " + sessions.tokens());
  }

  @Test
  void aTokenNamesTheProcessThatIssuedIt() throws Exception {
    String token = sessions.issueToken(session());
    assertFalse(sessions.elsewhere(token));
    Sessions other = new Sessions("there", Duration.ofSeconds(30), 100, nowNs::get);
    assertTrue(other.elsewhere(token));
    assertTrue(other.find(token).isEmpty());
    for (String forged : new String[] {"", "here", ".", "here.short", "a b." + "x".repeat(24)}) {
      assertFalse(other.elsewhere(forged), forged);
    }
  }

  @Test
  void tokensAreLongAndDifferent() throws Exception {
    Set<String> seen = new HashSet<>();
    Session session = session();
    for (int i = 0; i < 100; i++) {
      String token = sessions.issueToken(session);
      assertTrue(token.matches("here\\.[A-Za-z0-9_-]{24}"), token);
      assertTrue(seen.add(token));
    }
  }

  @Test
  void aNewerConnectionReplacesTheOlder() throws Exception {
    Session session = session();
    AtomicInteger told = new AtomicInteger();
    SessionConnection older = connection(told::incrementAndGet);
    SessionConnection newer = connection(() -> told.addAndGet(100));
    session.connect(older);
    session.connect(older);
    assertEquals(0, told.get());
    session.connect(newer);
    assertEquals(1, told.get());
    assertFalse(session.disconnect(older), "it is not the session's any more");
    assertTrue(session.disconnect(newer));
    assertFalse(session.disconnect(newer));
  }

  @Test
  void aResumeTakesTheSeatAndTellsTheOlderConnection() throws Exception {
    Session session = session();
    String first = sessions.issueToken(session);
    AtomicInteger told = new AtomicInteger();
    SessionConnection older = connection(told::incrementAndGet);
    session.connect(older);
    InputInbox olderInbox = session.seat().inbox();
    Sessions.Resumed back = resume(session, first).orElseThrow();
    assertEquals(1, told.get());
    assertSame(session.seat().inbox(), back.inbox());
    assertNotSame(olderInbox, back.inbox(), "each has one producer");
    assertFalse(session.disconnect(older));
  }

  @Test
  void theLossOfAnOlderConnectionStartsNoGracePeriod() throws Exception {
    Session session = session();
    String first = sessions.issueToken(session);
    SessionConnection older = connection(() -> {});
    session.connect(older);
    assertTrue(session.disconnect(older));
    // The client is back on another loop before the older connection's loop goes on.
    String second = resume(session, first).orElseThrow().token();
    sessions.lost(session);
    nowNs.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertTrue(sessions.find(second).isPresent());
  }

  @Test
  void aResumeOfASeatThatIsGoneLeavesNoTokens() throws Exception {
    Session session = session();
    String token = sessions.issueToken(session);
    session.seat().leave();
    awaitClosed(session.seat());
    assertTrue(resume(session, token).isEmpty());
    assertEquals(0, sessions.tokens());
  }

  private static void awaitClosed(Seat seat) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (seat.open() && System.nanoTime() - deadlineNs < 0) {
      Thread.onSpinWait();
    }
    assertFalse(seat.open());
  }
}
