package dev.backbeat.load.attack;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Leave;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A socket that is reset at every point of a session's life; each time somebody plays on. */
final class ResetFaults {
  static final int TIMES = 20;
  private static final String DRAIN_SECONDS = "10";

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
    reset(
        group,
        "reset-with-resume",
        "as soon as the upgrade that resumes a session is sent",
        t -> t.connect().send(resume(t, lost(t))).reset());
    reset(
        group,
        "reset-after-resume",
        "after the 101 to an upgrade that resumes a session",
        t -> {
          Wire wire = t.connect();
          Peer.upgrade(wire, resume(t, lost(t)), false);
          wire.reset();
        });
    group.row(
        "resume-after-reset",
        "a player whose socket was reset comes back with the token",
        t -> comesBack(t, lost(t)),
        "plays on");
    group.row(
        "resume-after-resets",
        "the same after five upgrades with the token that were reset as soon as they were sent",
        t -> {
          String token = lost(t);
          for (int i = 0; i < 5; i++) {
            t.connect().send(resume(t, token)).reset();
          }
          return comesBack(t, token);
        },
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

  /** The token of a player whose socket was reset. */
  private static String lost(Target target) throws IOException {
    Peer lost = target.join();
    lost.wire().reset();
    return lost.welcome().getResumeToken();
  }

  private static String resume(Target target, String token) {
    String header = "Authorization: Resume " + token;
    return Requests.upgrade(target, Protocol.SUBPROTOCOL_BINARY, header);
  }

  private static Answer comesBack(Target target, String token) throws IOException {
    try (Wire wire = target.connect()) {
      return Peer.upgrade(wire, resume(target, token), false).probe();
    }
  }

  /** On a server of its own. */
  static Answer draining(Target target) throws IOException, InterruptedException {
    if (target.process() == null) {
      return ServerFaults.notOurs();
    }
    List<String> options =
        new ArrayList<>(AttackServer.options(target.apiKey(), target.ticketSecret()));
    options.addAll(List.of("--drain-seconds", DRAIN_SECONDS));
    Path log = target.process().file("server-drain.log");
    try (ServerChild server = target.process().sibling(options, Map.of(), log)) {
      Target other = ServerFaults.aside(target, server);
      List<Peer> players = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        players.add(other.join());
      }
      server.signal("TERM");
      while (ready(other)) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      for (Peer player : players) {
        other.connect().sendAnyway(Requests.upgrade(other)).reset();
        player.wire().reset();
      }
      int exit = server.exit();
      boolean traced = server.said().stream().anyMatch(LogCheck::isTrace);
      return new Answer("exit code " + exit + (traced ? ", stack traces" : ", quiet log"));
    }
  }

  private static boolean ready(Target target) throws IOException {
    try (Wire wire = target.connect()) {
      return wire.send(Requests.get(target, "/readyz")).response().status() == 200;
    }
  }
}
