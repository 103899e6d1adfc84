package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.room.Seat;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Watch;

/**
 * What each of one client's messages does. Joining and leaving are the {@link Participant}'s. On
 * the connection's loop.
 */
final class ClientMessages {
  private final GatewayServices services;
  private final Connection connection;
  private final LoopScratch scratch;
  private final Refusals refusals;
  private final ChatLines chat;
  private InputReceiver inputs;
  private HeldSession held;
  private boolean confirmed;

  /**
   * The messages of a connection that is about to be opened.
   *
   * @param scratch of the loop
   */
  ClientMessages(
      GatewayServices services,
      Connection connection,
      LoopScratch scratch,
      Admission admission,
      long nowNs) {
    this.services = services;
    this.connection = connection;
    this.scratch = scratch;
    this.refusals = new Refusals(services, connection, nowNs);
    this.chat = new ChatLines(services, admission, refusals, nowNs);
  }

  /** The client plays from now on. */
  void begin(HeldSession session, long nowNs) {
    held = session;
    inputs = new InputReceiver(session.seat(), session.inbox(), scratch, nowNs);
  }

  /** A complete message. */
  void onMessage(byte[] bytes, int length, long nowNs) {
    if (inputs != null && !connection.json() && inputs.reads(bytes, length)) {
      onInputs(inputs.takeRead(nowNs), nowNs);
      return;
    }
    ClientFrame frame =
        connection.json() ? ClientFrames.json(bytes, length) : ClientFrames.binary(bytes, length);
    if (frame == null) {
      connection.end(
          ErrorCode.ERROR_MALFORMED_MESSAGE,
          CloseCode.INVALID_PAYLOAD,
          "a message that is not a ClientFrame");
      return;
    }
    switch (frame.getBodyCase()) {
      case JOIN -> connection.participant().join(frame.getJoin(), nowNs);
      case INPUTS -> {
        if (plays("an input")) {
          onInputs(inputs.take(frame.getInputs(), nowNs), nowNs);
        }
      }
      case PING -> {
        if (plays("a ping")) {
          onPing(frame.getPing().getClientTimeUs(), nowNs);
        }
      }
      case CHAT -> {
        if (plays("a chat line")) {
          chat.onLine(frame.getChat().getText(), held.session(), nowNs);
        }
      }
      case WATCH -> {
        if (plays("Watch")) {
          onWatch(frame.getWatch(), nowNs);
        }
      }
      case LEAVE -> {
        if (plays("Leave")) {
          connection.participant().leave();
        }
      }
      case BODY_NOT_SET -> {
        // From a newer client: ignored, as the protocol says.
      }
    }
  }

  private boolean plays(String what) {
    if (held != null) {
      return true;
    }
    if (connection.participant().waitsForJoin()) {
      connection.end(ErrorCode.ERROR_NOT_JOINED, CloseCode.NOT_JOINED, what + " came before Join");
    }
    // While the join is on its way a client may be early: what it sends then is for nothing.
    return false;
  }

  private void onInputs(InputReceiver.Refused refused, long nowNs) {
    if (!confirmed) {
      confirmed = true;
      held.confirm();
    }
    if (refused == null) {
      services.metrics().inputsAccepted(inputs.lastCount());
    } else if (refused == InputReceiver.Refused.TOO_FAR_AHEAD) {
      // It is the room that stands still when everybody is suddenly far ahead.
      refusals.refuseWithoutFault(refused.code(), refused.sentence(), nowNs);
    } else {
      refusals.refuse(refused.limit(), refused.code(), refused.sentence(), nowNs);
    }
  }

  private void onPing(long clientTimeUs, long nowNs) {
    long serverTickQ8 = held.seat().serverTickQ8(nowNs);
    connection.outlet().send(ServerFrames.pong(clientTimeUs, nowNs, serverTickQ8));
  }

  private void onWatch(Watch watch, long nowNs) {
    Seat seat = held.seat();
    if (!seat.watcher()) {
      refusals.refuse(null, ErrorCode.ERROR_NOT_ALLOWED, "only watchers move their view", nowNs);
      return;
    }
    switch (watch.getTargetCase()) {
      case PLAYER -> seat.watchPlayer(watch.getPlayer());
      case POINT -> seat.watchPoint(watch.getPoint().getX(), watch.getPoint().getY());
      case TARGET_NOT_SET -> {
        // A target from the future: ignored.
      }
    }
  }
}
