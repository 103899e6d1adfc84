package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.ClientClosed.Why;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Goodbye;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are lost, refused, redirected and drained. */
class GameClientResumeTest extends GameClientFixture {
  @Test
  void comesBackWithItsTokenAndCountsPressesAnew() throws Exception {
    GameClient client =
        hub.newClient(options(), listener).inputs((cl, tick, input) -> input.press(0));
    client.connect();
    ScriptedServer.Connection first = server.next();
    first.welcome("t1", false, GRACE_MS);
    first.send(reset(5001));
    listener.await("frame 5001");
    first.nextInput();
    first.kill();
    listener.await("disconnected 1006");
    ScriptedServer.Connection second = server.next();
    assertEquals("Resume t1", second.authorization);
    second.welcome("t2", true, GRACE_MS);
    listener.await("resumed");
    second.send(reset(5002));
    listener.await("frame 5002");
    ClientFrame input = second.next();
    assertTrue(input.hasInputs(), "no Join after a resume, but " + input);
    assertEquals(1, input.getInputs().getPresses(0));
    second.kill();
    assertEquals("Resume t2", server.next().authorization);
    assertEquals(2, client.stats().disconnects());
    assertEquals(1, client.stats().resumes());
  }

  @Test
  void aKilledSocketOfItsOwnIsResumedToo() throws Exception {
    GameClient client = playing(options());
    server.next().welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    client.killSocket();
    listener.await("disconnected 1006");
    assertEquals("Resume t1", server.next().authorization);
  }

  @Test
  void retriesWhileTheServerRefusesForNow() throws Exception {
    playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    server.refuse(503, "ERROR_DRAINING");
    c.kill();
    listener.await("disconnected 1006");
    vertx.setTimer(300, id -> server.refuse(0, ""));
    ScriptedServer.Connection again = server.next();
    assertEquals("Resume t1", again.authorization);
    again.welcome("t2", true, GRACE_MS);
    listener.await("resumed");
  }

  @ParameterizedTest
  @CsvSource({
    "429, ERROR_PENALTY",
    "429, ERROR_TOO_MANY_CONNECTIONS",
    "503, ERROR_DRAINING",
    "503, ERROR_SERVER_FULL"
  })
  void aRetryAfterIsWaitedOut(int status, String code) throws Exception {
    playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    server.refuse(status, code, 1);
    c.kill();
    listener.await("disconnected 1006");
    Long refusedNs = server.refusals.poll(10, TimeUnit.SECONDS);
    assertNotNull(refusedNs, "nobody tried within 10 s");
    server.refuse(0, "");
    assertEquals("Resume t1", server.next().authorization);
    assertTrue(System.nanoTime() - refusedNs >= 1_000_000_000L, "came back too early");
  }

  @Test
  void aRefusedTokenIsTheEnd() throws Exception {
    playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    server.refuse(401, "ERROR_BAD_RESUME_TOKEN");
    c.kill();
    listener.await("closed");
    assertEquals(Why.SESSION_LOST, listener.closed.why());
    assertEquals("ERROR_BAD_RESUME_TOKEN", listener.closed.errorCode());
    assertEquals(0, hub.openClients());
  }

  @Test
  void aRefusedTokenMeansANewJoinIfThePolicySaysSo() throws Exception {
    GameClient client = playing(options().withReconnect(ReconnectPolicy.DEFAULT.withRejoin(true)));
    ScriptedServer.Connection c = server.next();
    c.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    server.refuseResumes(401, "ERROR_BAD_RESUME_TOKEN");
    c.kill();
    listener.await("disconnected 1006");
    ScriptedServer.Connection again = server.next();
    assertNull(again.authorization);
    assertTrue(again.next().hasJoin());
    again.welcome("t9", false, GRACE_MS);
    listener.await("welcome");
    assertEquals(1, client.stats().rejoins());
  }

  @Test
  void everyJoinHasATicketOfItsOwnAndAResumeHasNone() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    TicketSource source =
        () -> {
          // Not on the client's loop: a source may take its time anywhere.
          Promise<String> later = Promise.promise();
          new Thread(() -> later.complete("ticket-" + asked.incrementAndGet())).start();
          return later.future();
        };
    playing(options().withTickets(source).withReconnect(ReconnectPolicy.DEFAULT.withRejoin(true)));
    ScriptedServer.Connection c = server.next();
    assertEquals("Bearer ticket-1", c.authorization);
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    c.kill();
    listener.await("disconnected 1006");
    ScriptedServer.Connection resumed = server.next();
    assertEquals("Resume t1", resumed.authorization);
    resumed.welcome("t2", true, GRACE_MS);
    listener.await("resumed");
    server.refuseResumes(401, "ERROR_BAD_RESUME_TOKEN");
    resumed.kill();
    listener.await("disconnected 1006");
    assertEquals("Bearer ticket-2", server.next().authorization);
    assertEquals(2, asked.get());
  }

  @Test
  void aSourceThatFailsIsASentence() throws Exception {
    TicketSource broken = () -> Future.failedFuture("no ticket: the login service is closed");
    Future<SessionInfo> joined = hub.newClient(options().withTickets(broken), listener).connect();
    ClientClosed refused = failure(joined);
    assertEquals(Why.REFUSED, refused.why());
    assertEquals("no ticket: the login service is closed", refused.message());
    TicketSource throwing =
        () -> {
          throw new IllegalStateException("not logged in");
        };
    joined = hub.newClient(options().withTickets(throwing), new RecordingListener()).connect();
    assertEquals("not logged in", failure(joined).message());
    assertEquals(0, hub.openClients());
  }

  @Test
  void givesUpWhenTheGracePeriodIsOver() throws Exception {
    playing(options().withReconnect(ReconnectPolicy.DEFAULT.withRejoin(false)));
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, 300);
    listener.await("welcome");
    server.refuse(503, "");
    c.kill();
    listener.await("closed");
    assertEquals(Why.SESSION_LOST, listener.closed.why());
  }

  @Test
  void aDeliberateEndIsNotResumed() throws Exception {
    playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    c.send(
        ServerFrame.newBuilder()
            .setError(
                Error.newBuilder()
                    .setCode(ErrorCode.ERROR_KICKED)
                    .setMessage("out")
                    .setFatal(true)
                    .setCloseCode(4009)));
    c.socket.close((short) 4009);
    listener.await("error ERROR_KICKED");
    listener.await("closed");
    assertEquals(
        new ClientClosed(Why.ENDED_BY_SERVER, 4009, "ERROR_KICKED", "out"), listener.closed);
    assertNull(server.connections.poll());
  }

  @Test
  void followsARedirectAsANewcomer() throws Exception {
    try (ScriptedServer other = new ScriptedServer(vertx)) {
      GameClient client = playing(options().withTicket("k"));
      ScriptedServer.Connection c = server.next();
      c.welcome("t1", false, GRACE_MS);
      listener.await("welcome");
      c.send(
          ServerFrame.newBuilder()
              .setGoodbye(Goodbye.newBuilder().setReason("move").setRedirectUrl(other.url())));
      c.socket.close((short) 1001);
      listener.await("goodbye");
      ScriptedServer.Connection there = other.next();
      assertEquals("Bearer k", there.authorization);
      assertTrue(there.next().hasJoin());
      there.welcome("u1", false, GRACE_MS);
      listener.await("welcome");
      assertEquals(1, client.stats().redirects());
      assertEquals(0, client.stats().rejoins());
      there.send(reset(1));
      listener.await("frame 1");
    }
  }

  @Test
  void redirectsInARowHaveALimit() throws Exception {
    GameClient client = hub.newClient(options(), listener);
    Future<SessionInfo> joined = client.connect();
    for (int i = 0; i <= ReconnectPolicy.DEFAULT.maxRedirects(); i++) {
      ScriptedServer.Connection c = server.next();
      c.send(
          ServerFrame.newBuilder().setGoodbye(Goodbye.newBuilder().setRedirectUrl(server.url())));
      c.socket.close((short) 1001);
    }
    assertEquals("too many redirects", failure(joined).message());
  }

  @Test
  void aRedirectToNoWebSocketIsRefused() throws Exception {
    GameClient client = hub.newClient(options(), listener);
    Future<SessionInfo> joined = client.connect();
    ScriptedServer.Connection c = server.next();
    c.send(
        ServerFrame.newBuilder()
            .setGoodbye(Goodbye.newBuilder().setRedirectUrl("file:///etc/passwd")));
    c.socket.close((short) 1001);
    assertEquals(Why.ENDED_BY_SERVER, failure(joined).why());
  }

  @Test
  void aHintBeyondTheGracePeriodLeadsToANewJoinAfterIt() throws Exception {
    GameClient client = playing(options().withTicket("k"));
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, 300);
    listener.await("welcome");
    long saidNs = System.nanoTime();
    c.send(ServerFrame.newBuilder().setGoodbye(Goodbye.newBuilder().setRetryAfterMs(600)));
    c.socket.close((short) 1001);
    listener.await("disconnected 1001");
    ScriptedServer.Connection again = server.next();
    assertTrue(System.nanoTime() - saidNs >= 600_000_000L, "came back before it was told to");
    assertEquals("Bearer k", again.authorization);
    assertTrue(again.next().hasJoin());
    again.welcome("t9", false, GRACE_MS);
    listener.await("rejoined");
    assertEquals(1, client.stats().rejoins());
  }

  @Test
  void aDrainIsWaitedOutAsLongAsTheServerSays() throws Exception {
    playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    long saidNs = System.nanoTime();
    c.send(ServerFrame.newBuilder().setGoodbye(Goodbye.newBuilder().setRetryAfterMs(400)));
    c.socket.close((short) 1001);
    listener.await("disconnected 1001");
    assertEquals("Resume t1", server.next().authorization);
    assertTrue(System.nanoTime() - saidNs >= 400_000_000L, "came back before it was told to");
  }
}
