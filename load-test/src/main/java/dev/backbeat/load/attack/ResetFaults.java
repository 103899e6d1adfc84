package dev.backbeat.load.attack;

import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Leave;
import java.io.IOException;
import java.util.List;

/** A socket that is reset at every point of a session's life; each time somebody plays on. */
final class ResetFaults {
  private static final int TIMES = 20;

  private ResetFaults() {}

  static List<Attack> rows() {
    Group group = new Group("resets");
    reset(group, "reset-after-connect", "after the TCP handshake", t -> t.connect().reset());
    reset(
        group,
        "reset-in-headers",
        "in the middle of the upgrade's headers",
        t -> t.connect().send(Requests.upgrade(t).substring(0, 60)).reset());
    reset(
        group,
        "reset-with-upgrade",
        "as soon as the upgrade is sent",
        t -> t.connect().send(Requests.upgrade(t)).reset());
    reset(group, "reset-after-upgrade", "after the 101", t -> t.open().wire().reset());
    reset(
        group,
        "reset-with-join",
        "as soon as the join is sent",
        t -> t.open().sendJoin(t.room(), "mallory").wire().reset());
    reset(group, "reset-after-welcome", "after the Welcome", t -> t.join().wire().reset());
    reset(
        group,
        "reset-while-playing",
        "after some frames",
        t -> {
          Peer peer = t.join();
          peer.probe();
          peer.wire().reset();
        });
    reset(
        group,
        "reset-with-leave",
        "as soon as the leave is sent",
        t -> t.join().send(ClientFrame.newBuilder().setLeave(Leave.newBuilder())).wire().reset());
    reset(
        group,
        "reset-while-closing",
        "between the own close frame and the server's",
        t -> t.join().raw(Frames.close(1000, "")).wire().reset());
    reset(
        group,
        "end-of-stream",
        "no reset: the end of the stream while playing",
        t -> {
          Peer peer = t.join();
          peer.wire().shutdownOutput();
          peer.end();
          peer.close();
        });
    group.row(
        "resume-after-reset",
        "a player whose socket was reset comes back with the token",
        ResetFaults::comesBack,
        "plays on");
    return group.rows();
  }

  private interface Life {
    void live(Target target) throws IOException;
  }

  private static void reset(Group group, String name, String when, Life life) {
    group.row(
        name,
        "reset " + when + ", " + TIMES + " times",
        target -> {
          for (int i = 0; i < TIMES; i++) {
            life.live(target);
          }
          return FrameAttacks.alive(target);
        },
        "plays on");
  }

  private static Answer comesBack(Target target) throws IOException {
    Peer lost = target.join();
    String token = lost.welcome().getResumeToken();
    lost.wire().reset();
    try (Wire wire = target.connect()) {
      String header = "Authorization: Resume " + token;
      String request =
          Requests.upgrade(target, dev.backbeat.protocol.Protocol.SUBPROTOCOL_BINARY, header);
      return Peer.upgrade(wire, request, false).probe();
    }
  }
}
