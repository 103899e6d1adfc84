package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.session.Session;
import dev.backbeat.server.session.Sessions;

/**
 * A session for as long as one connection has it: begun by a Join or taken up again by a resume,
 * shown to the client in the Welcome, proved by its first input, and given back. On the
 * connection's loop.
 */
final class HeldSession {
  private final GatewayServices services;
  private final Connection connection;
  private final Session session;
  private final InputInbox inbox;
  private final String token;
  private final boolean resumed;

  private HeldSession(
      GatewayServices services,
      Connection connection,
      Session session,
      InputInbox inbox,
      String token,
      boolean resumed) {
    this.services = services;
    this.connection = connection;
    this.session = session;
    this.inbox = inbox;
    this.token = token;
    this.resumed = resumed;
  }

  /**
   * A new session of somebody who has just got a seat.
   *
   * @param playerId who plays, as the ticket said; empty = a guest without one
   */
  static HeldSession begin(
      GatewayServices services, Connection connection, String id, Seat seat, String playerId) {
    Session session = services.sessions().open(id, seat, playerId);
    String token = services.sessions().issueToken(session);
    session.variableSpans(connection.outlet().variableSpans());
    session.connect(connection);
    HeldSession held = new HeldSession(services, connection, session, seat.inbox(), token, false);
    services.sessions().count(1);
    return held;
  }

  /** The session that the upgrade found; null = it has ended or is another connection's by now. */
  static HeldSession resume(GatewayServices services, Connection connection, Admission admission) {
    Session session = admission.resumed();
    connection.outlet().variableSpans(session.variableSpans());
    Sessions.Resumed back =
        services
            .sessions()
            .resume(session, admission.token(), admission.presentation(), connection)
            .orElse(null);
    if (back == null) {
      return null;
    }
    services.sessions().count(1);
    return new HeldSession(services, connection, session, back.inbox(), back.token(), true);
  }

  Session session() {
    return session;
  }

  Seat seat() {
    return session.seat();
  }

  /** Where this connection puts its inputs. */
  InputInbox inbox() {
    return inbox;
  }

  /** The Welcome as bytes of a ServerFrame. */
  byte[] welcome(long nowNs) {
    return services.welcomes().frame(session, token, resumed, nowNs);
  }

  /** The client has the Welcome, and with it the new token. */
  void confirm() {
    services.sessions().confirm(session, token);
  }

  /**
   * The connection ends: a seat that nobody would come back to is given up at once, another is kept
   * for the grace period.
   */
  void giveBack(CloseCode close) {
    boolean ours = session.disconnect(connection);
    services.sessions().count(-1);
    if (!ours) {
      return; // The session goes on elsewhere.
    }
    Seat seat = session.seat();
    if (CloseCode.worthResuming(close.code()) && seat.open()) {
      seat.detach(connection.outlet());
      services.sessions().lost(session);
    } else {
      seat.leave();
      services.sessions().end(session);
    }
  }
}
