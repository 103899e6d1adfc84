package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.ClientClosed.Why;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GameClientTest extends GameClientFixture {
  @Test
  void joinsAndDecodes() throws Exception {
    GameClient client = hub.newClient(options().withRoom("r9").withTicket("secret"), listener);
    Future<SessionInfo> joined = client.connect();
    ScriptedServer.Connection c = server.next();
    assertEquals("Bearer secret", c.authorization);
    assertEquals("backbeat.v1", c.socket.subProtocol());
    assertEquals(GameClient.joinMessage(options().withRoom("r9")), bytes(c.next()));
    c.welcome("t1", false, GRACE_MS);
    SessionInfo session = get(joined);
    assertEquals(7, session.player());
    assertEquals(100, session.tickHz());
    assertEquals(ScriptedServer.SCHEMA, session.schema());
    c.send(reset(5001));
    listener.await("frame 5001");
    assertEquals(10, client.world().own().x());
    assertEquals(5001, client.stats().newestTick());
    assertEquals(ClientState.PLAYING, client.state());
    assertFalse(client.toString().contains("secret"));
  }

  private static Buffer bytes(ClientFrame frame) {
    return Buffer.buffer(frame.toByteArray());
  }

  @Test
  void sendsOneInputPerTickAheadOfTheServer() throws Exception {
    GameClient client =
        hub.newClient(options(), listener)
            .inputs(
                (cl, tick, input) -> {
                  input.axis(0, tick % 100);
                  input.press(0);
                });
    client.connect();
    ScriptedServer.Connection c = server.next();
    c.next();
    c.welcome("t1", false, GRACE_MS);
    long nextTick = 0;
    int presses = 0;
    for (int inputs = 0; inputs < 100; ) {
      var batch = c.nextInput().getInputs();
      if (nextTick != 0) {
        assertTrue(batch.getFirstTick() >= nextTick, "a tick twice");
      }
      for (int i = 0; i < batch.getValuesCount(); i++) {
        assertEquals((batch.getFirstTick() + i) % 100, batch.getValues(i));
        assertEquals(++presses, batch.getPresses(i));
      }
      nextTick = batch.getFirstTick() + batch.getValuesCount();
      inputs += batch.getValuesCount();
      long serverTick = server.tickQ8() / 256;
      assertTrue(batch.getFirstTick() < serverTick + 50, "too far ahead");
    }
  }

  @Test
  void putsAsManyInputsIntoAMessageAsTheServerWants() throws Exception {
    GameClient client =
        hub.newClient(options(), listener).inputs((cl, tick, input) -> input.axis(0, tick % 100));
    client.connect();
    ScriptedServer.Connection c = server.next();
    c.next();
    c.welcome("t1", false, GRACE_MS);
    c.send(reset(5001).setInputBatchTicks(4));
    int fours = 0;
    int nextTick = 0;
    while (fours < 10) {
      var batch = c.nextInput().getInputs();
      assertTrue(batch.getFirstTick() >= nextTick, "a tick twice");
      nextTick = batch.getFirstTick() + batch.getValuesCount();
      fours += batch.getValuesCount() == 4 ? 1 : 0;
    }
    c.send(ServerFrame.newBuilder().setTick(5002).setInputBatchTicks(1));
    int ones = 0;
    while (ones < 10) {
      ones = c.nextInput().getInputs().getValuesCount() == 1 ? ones + 1 : 0;
    }
  }

  @Test
  void connectFailsWithTheServersReason() throws Exception {
    server.refuse(401, "ERROR_BAD_TICKET");
    ClientClosed closed = failure(hub.newClient(options(), listener).connect());
    assertEquals(
        new ClientClosed(Why.REFUSED, 0, "ERROR_BAD_TICKET", "HTTP 401: not today"), closed);

    server.refuse(0, "");
    Future<SessionInfo> joined = hub.newClient(options(), listener).connect();
    ScriptedServer.Connection c = server.next();
    c.send(
        ServerFrame.newBuilder()
            .setError(
                Error.newBuilder()
                    .setCode(ErrorCode.ERROR_ROOM_FULL)
                    .setMessage("full")
                    .setFatal(true)));
    c.socket.close((short) 4003);
    assertEquals(new ClientClosed(Why.REFUSED, 4003, "ERROR_ROOM_FULL", "full"), failure(joined));
  }

  @Test
  void aBrokenFrameIsReportedAndRepairedByAResume() throws Exception {
    GameClient client = playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    c.send(reset(5001));
    listener.await("frame 5001");
    // A delta of a cell that the client does not hold.
    c.send(ServerFrame.newBuilder().setTick(5002).addCells(CellSlice.newBuilder().setCell(99)));
    listener.await("violation");
    ScriptedServer.Connection again = server.next();
    assertEquals("Resume t1", again.authorization);
    again.welcome("t2", true, GRACE_MS);
    again.send(reset(5003));
    listener.await("frame 5003");
    assertEquals(1, client.stats().violations());
  }

  @Test
  void aServerThatBreaksTheProtocolAgainAndAgainIsLeft() throws Exception {
    playing(options());
    for (int i = 0; i < 5; i++) {
      ScriptedServer.Connection c = server.next();
      c.welcome("t" + i, i > 0, GRACE_MS);
      c.socket.writeBinaryMessage(Buffer.buffer(new byte[] {0x0b}));
      listener.await("violation");
    }
    listener.await("closed");
    assertEquals(Why.PROTOCOL_VIOLATION, listener.closed.why());
  }

  @Test
  void aTickFrameBeforeTheWelcomeIsAViolation() throws Exception {
    playing(options());
    server.next().send(reset(1));
    listener.await("violation");
    listener.await("closed");
  }

  @Test
  void aSilentServerIsTakenForLost() throws Exception {
    hub = ClientHub.create(vertx, new TransportOptions(1, 1 << 20, 10_000, 10_000, 400, false));
    playing(options());
    ScriptedServer.Connection c = server.next();
    c.answersPings = false;
    c.welcome("t1", false, GRACE_MS);
    listener.await("disconnected 1006");
    assertEquals("Resume t1", server.next().authorization);
  }

  @Test
  void aServerThatNeverWelcomesIsLeft() throws Exception {
    hub = ClientHub.create(vertx, new TransportOptions(1, 1 << 20, 10_000, 300, 8000, false));
    Future<SessionInfo> joined = hub.newClient(options(), listener).connect();
    server.next();
    assertEquals(Why.REFUSED, failure(joined).why());
  }

  @Test
  void leavingSaysSoAndWaitsForTheServersClose() throws Exception {
    GameClient client = playing(options());
    ScriptedServer.Connection c = server.next();
    c.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    c.next();
    Future<Void> left = client.leave();
    assertTrue(c.next().hasLeave());
    assertFalse(left.isComplete());
    c.socket.close((short) 1000);
    get(left);
    assertEquals(Why.LEFT, client.closed().why());
    assertNull(server.connections.poll());
  }

  @Test
  void anInputSourceThatFailsEndsItsClientAlone() throws Exception {
    GameClient other = playing(options());
    ScriptedServer.Connection first = server.next();
    first.welcome("t1", false, GRACE_MS);
    listener.await("welcome");
    RecordingListener failing = new RecordingListener();
    hub.newClient(options(), failing)
        .inputs(
            (cl, tick, input) -> {
              throw new IllegalStateException("my own fault");
            })
        .connect();
    server.next().welcome("t2", false, GRACE_MS);
    failing.await("closed");
    assertEquals(Why.CALLBACK_FAILED, failing.closed.why());
    first.send(reset(5001));
    listener.await("frame 5001");
    assertEquals(ClientState.PLAYING, other.state());
  }

  @Test
  void aLightClientSeesHeadersAndKeepsTheClock() throws Exception {
    BlockingQueue<Integer> ticks = new LinkedBlockingQueue<>();
    GameClient client =
        hub.newLightClient(options(), listener, (cl, frame, header) -> ticks.add(header.tick()));
    client.inputs((cl, tick, input) -> input.axis(0, 1));
    client.connect();
    ScriptedServer.Connection c = server.next();
    c.next();
    c.welcome("t1", false, GRACE_MS);
    assertEquals(0, ticks.poll(10, TimeUnit.SECONDS), "the Welcome");
    c.send(reset(5001).setInputTick(5005).setInputLeadQ8(77));
    Integer tick = ticks.poll(10, TimeUnit.SECONDS);
    while (tick != null && tick == 0) {
      tick = ticks.poll(10, TimeUnit.SECONDS);
    }
    assertEquals(5001, tick);
    assertTrue(c.nextInput().getInputs().getFirstTick() >= 5000);
    assertNull(client.world());
    assertTrue(client.stats().rttNs() >= 0);
    assertTrue(listener.calls.stream().noneMatch(call -> call.startsWith("frame")));
  }
}
