package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.admission.Offence;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.ops.LogAddresses;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.session.RttEstimator;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Join;
import io.vertx.core.AsyncResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's way through a room: joins or resumes, plays, and is gone. On the connection's loop.
 */
final class Participant {
  private static final Logger LOG = LoggerFactory.getLogger(Participant.class);
  private static final int LEAVE_RETRY_AFTER_MS = 0;

  private final GatewayServices services;
  private final Connection connection;
  private final Admission admission;
  private State state = State.OPEN;
  private HeldSession held;
  private boolean sawSeatGone;

  private enum State {
    OPEN,
    JOINING,
    PLAYING,
    GONE
  }

  Participant(GatewayServices services, Connection connection, Admission admission) {
    this.services = services;
    this.connection = connection;
    this.admission = admission;
  }

  /** Takes up the session that the upgrade found. Called once, after the connection is open. */
  void resume(long nowNs) {
    if (endIfBanned()) { // Since the upgrade.
      return;
    }
    HeldSession back = HeldSession.resume(services, connection, admission);
    if (back == null) {
      boolean replaced = admission.resumed().takenAfter(admission.presentation());
      connection.end(
          replaced ? ErrorCode.ERROR_REPLACED : ErrorCode.ERROR_BAD_RESUME_TOKEN,
          replaced ? CloseCode.REPLACED : CloseCode.TRY_AGAIN_LATER,
          "the session has just been resumed elsewhere or has ended");
      return;
    }
    play(back, nowNs);
    services.metrics().resumed();
    log("resumed");
  }

  private void play(HeldSession session, long nowNs) {
    held = session;
    state = State.PLAYING;
    connection.begin(session, nowNs);
  }

  /** The client asks for a seat. */
  void join(Join join, long nowNs) {
    if (state != State.OPEN) {
      connection.end(ErrorCode.ERROR_ALREADY_JOINED, CloseCode.ALREADY_JOINED, "a second Join");
      return;
    }
    CheckedJoin checked = CheckedJoin.of(services, admission, join, nowNs);
    if (checked.refusal() != null) {
      refuseJoin(checked.refusal());
      return;
    }
    state = State.JOINING;
    connection.outlet().variableSpans(join.getCellSpans());
    String id = checked.request().session();
    services
        .rooms()
        .join(checked.request(), connection.outlet())
        .onComplete(result -> connection.outlet().loop().execute(() -> onJoined(id, result)));
  }

  private void onJoined(String id, AsyncResult<Seat> result) {
    if (result.succeeded()) {
      onSeat(id, result.result());
    } else if (result.cause() instanceof JoinException refused) {
      refuseJoin(JoinRefusal.of(refused));
    } else {
      LOG.atError().addKeyValue("session", id).setCause(result.cause()).log("join failed");
      connection.end(
          ErrorCode.ERROR_INTERNAL, CloseCode.INTERNAL_ERROR, "the server failed to join the room");
    }
  }

  private void onSeat(String id, Seat taken) {
    if (state == State.GONE) {
      taken.leave(); // The socket was lost meanwhile, and nobody has a token.
      return;
    }
    Ticket ticket = admission.identity().ticket();
    if (!TicketJoin.allows(ticket, taken.room())) {
      taken.leave(); // The room was made while the Join was on its way.
      refuseJoin(JoinRefusal.ofTicket("the ticket is for the game " + ticket.game() + " alone"));
      return;
    }
    play(
        HeldSession.begin(services, connection, id, taken, admission.identity().player()),
        System.nanoTime());
    log("joined");
  }

  private void refuseJoin(JoinRefusal refusal) {
    services.metrics().rejectedJoin(refusal.code().name());
    connection.end(refusal.code(), refusal.close(), refusal.sentence(), refusal.retryAfterMs());
  }

  /** Whether the client is in a room. */
  boolean ready() {
    return state == State.PLAYING;
  }

  /** The Welcome as bytes of a ServerFrame. */
  byte[] welcome(long nowNs) {
    return held.welcome(nowNs);
  }

  /** The client has had enough. Only while {@link #ready}. */
  void leave() {
    log("left");
    connection.end(
        ServerFrames.goodbye("you left the room", LEAVE_RETRY_AFTER_MS), CloseCode.NORMAL, "left");
  }

  /** The server ends the connection with an error: some are offences. */
  void onFatal(ErrorCode code) {
    Offence offence = Offences.of(code);
    if (offence != null) {
      services.limits().penalties().offence(admission.quota().offender(), offence);
    }
  }

  /** Tells the room how far away this client is. */
  void publishLatency(RttEstimator rtt) {
    if (state == State.PLAYING) {
      held.seat().latency(toMs(rtt.smoothedNs()), toMs(rtt.minimumNs()), toMs(rtt.jitterNs()));
    }
  }

  /** Rounded up, for 0 means "not known yet". */
  private static int toMs(long ns) {
    return (int) Math.min(60_000, (ns + 999_999) / 1_000_000);
  }

  /** The server ends the connection. */
  void onEnding(CloseCode close) {
    if (state == State.PLAYING) {
      held.giveBack(close);
    }
    state = State.GONE;
  }

  /** The socket is gone without a word from the server. */
  void onConnectionLost() {
    if (state != State.GONE) {
      if (state == State.PLAYING) {
        log("connection lost");
      }
      onEnding(CloseCode.GOING_AWAY);
    }
  }

  /** Whether the client has neither joined nor is about to. */
  boolean waitsForJoin() {
    return state == State.OPEN;
  }

  /**
   * Whether the seat was already gone at the last visit: the room's own close frame had its time.
   */
  boolean seatGone() {
    boolean before = sawSeatGone;
    sawSeatGone = state == State.PLAYING && !held.seat().open();
    return before && sawSeatGone;
  }

  /** Closes the connection if a ban holds for it by now; whether it does. */
  boolean endIfBanned() {
    Sanction ban = services.sanctions().banOf(admission.identity().player(), admission.address());
    if (ban != null) {
      connection.end(ErrorCode.ERROR_BANNED, CloseCode.BANNED, BanRule.sentence(ban));
    }
    return ban != null;
  }

  /** How the connection does. Only while {@link #ready}. */
  ClientFigures figures(Liveness liveness, OutMeter out, long nowNs) {
    return ClientFigures.of(held.session(), admission.address(), liveness, out, nowNs);
  }

  /** The name that others see; empty before the join. */
  String name() {
    return held == null ? "" : held.seat().name();
  }

  /** For logs: empty before the join. */
  String sessionId() {
    return held == null ? "" : held.session().id();
  }

  /** For logs: empty before the join. */
  String roomId() {
    return held == null ? "" : held.seat().room().id();
  }

  private void log(String event) {
    Seat seat = held.seat();
    LogAddresses logAddresses = services.config().observability().logAddresses();
    LOG.atInfo()
        .addKeyValue("session", sessionId())
        .addKeyValue("room", roomId())
        .addKeyValue("player", seat.player())
        .addKeyValue("name", seat.name())
        .addKeyValue("watcher", seat.watcher())
        .addKeyValue("playerId", admission.identity().player())
        .addKeyValue("address", logAddresses.text(admission.address()))
        .log(event);
  }
}
