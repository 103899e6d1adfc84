package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.server.session.Session;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Join;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections whose room fails, who are banned meanwhile, or who come to another game. */
class ConnectionEndTest {
  private static final int PINGED = -1;

  private final SteppedGateway gateway = new SteppedGateway();
  private int releases;
  private boolean seatFails;

  /** A seat of the room that throws whatever it is asked while {@link #seatFails}. */
  private Seat seat(String session) {
    Seat seat = gateway.room().join(session, session, false, null);
    return (Seat)
        Proxy.newProxyInstance(
            Seat.class.getClassLoader(),
            new Class<?>[] {Seat.class},
            (proxy, method, args) -> {
              if (seatFails) {
                throw new IllegalStateException("the room fails");
              }
              try {
                return method.invoke(seat, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private EmbeddedChannel open(Connection connection) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast(WholeFrameReader.DECODER, new FrameTap(connection));
    return channel;
  }

  private Connection resuming(String player) {
    Session session = gateway.sessions().open(player, seat(player), player);
    return gateway.connection(false, gateway.sessions().issueToken(session), () -> releases++);
  }

  /** The code of the close frame that was sent, 0 = none, or -1: a ping was, and no close frame. */
  private static int closeCode(EmbeddedChannel channel) {
    channel.runPendingTasks();
    int code = 0;
    for (Object o = channel.readOutbound(); o != null; o = channel.readOutbound()) {
      if (o instanceof CloseWebSocketFrame close) {
        code = close.statusCode();
      } else if (o instanceof PingWebSocketFrame && code == 0) {
        code = PINGED;
      }
      ReferenceCountUtil.release(o);
    }
    return code;
  }

  @Test
  void whateverTheRoomDoesTheConnectionsPlacesAreGivenBack() {
    Connection connection = resuming("ada");
    EmbeddedChannel channel = open(connection);
    connection.participant().resume(System.nanoTime());
    assertTrue(connection.participant().ready());
    seatFails = true;
    channel.close();
    channel.runPendingTasks();
    assertEquals(1, releases);
  }

  @Test
  void aConnectionThatFailsTheSweepKeepsItFromNoOther() {
    Sweep sweep = new Sweep(gateway.services());
    Connection bad = resuming("ada");
    EmbeddedChannel badChannel = open(bad);
    bad.participant().resume(System.nanoTime());
    sweep.add(bad);
    EmbeddedChannel last = null;
    for (int i = 0; i < Sweep.TURNS; i++) { // The last one comes behind the bad one.
      Connection good = gateway.connection(false, (String) null, () -> {});
      last = open(good);
      sweep.add(good);
    }
    seatFails = true;
    sweep.run(System.nanoTime());
    assertFalse(badChannel.isOpen());
    assertTrue(last.isOpen());
    assertEquals(PINGED, closeCode(last));
  }

  @Test
  void whoNeverAnswersTheCloseFrameIsCutOffAfterFiveSecondsHoweverLateTheLoopIs() {
    Sweep sweep = new Sweep(gateway.services());
    Connection connection = gateway.connection(false, (String) null, () -> releases++);
    EmbeddedChannel channel = open(connection);
    sweep.add(connection);
    connection.end(ServerFrames.goodbye("over", 0), CloseCode.GOING_AWAY, "over");
    assertEquals(CloseCode.GOING_AWAY.code(), closeCode(channel));
    long nowNs = System.nanoTime();
    round(sweep, nowNs);
    for (int i = 1; i < 50; i++) {
      round(sweep, nowNs + i * 100_000_000L);
      assertTrue(channel.isOpen(), "after " + i + " tenths of a second");
    }
    round(sweep, nowNs + 5_000_000_000L);
    assertFalse(channel.isOpen());
    assertEquals(1, releases);
  }

  private static void round(Sweep sweep, long nowNs) {
    for (int i = 0; i < Sweep.TURNS; i++) {
      sweep.run(nowNs);
    }
  }

  @Test
  void aBanBetweenUpgradeAndResumeHolds() {
    Connection connection = resuming("eve");
    EmbeddedChannel channel = open(connection);
    gateway
        .sanctions()
        .add(
            new Sanction(
                Sanction.Kind.BAN,
                Sanction.Subject.player("eve"),
                "cheats",
                "test",
                0,
                Sanction.FOR_GOOD));
    connection.participant().resume(System.nanoTime());
    assertFalse(connection.participant().ready());
    assertEquals(CloseCode.BANNED.code(), closeCode(channel));
  }

  @Test
  void aTicketForAGameIsNoGoodForARoomOfAnotherThatWasMadeMeanwhile() {
    Ticket ticket = new Ticket("ada", "Ada", "", "another", List.of(), "t-1", 0);
    Connection connection =
        gateway.connection(
            false,
            Admission.toJoin(Authenticator.Identity.of(ticket), null, null, Quota.NONE),
            () -> releases++);
    EmbeddedChannel channel = open(connection);
    int playersBefore = gateway.room().info().players();
    byte[] join =
        ClientFrame.newBuilder()
            .setJoin(Join.newBuilder().setProtocolVersion(1).setRoom("any").setGame("another"))
            .build()
            .toByteArray();
    channel.writeInbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(join)));
    assertEquals(CloseCode.POLICY_VIOLATION.code(), closeCode(channel));
    gateway.room().step();
    assertEquals(playersBefore, gateway.room().info().players());
  }
}
