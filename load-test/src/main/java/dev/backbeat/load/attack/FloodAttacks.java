package dev.backbeat.load.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many connections, slow ones, and such as read nothing. */
final class FloodAttacks {
  static final String GROUP = "floods";
  private static final String LIMITED = "HTTP 429";
  private static final int TRICKLE_MS = 250;
  private static final int NEVER_READS_SECONDS = 20;
  private static final String SLOW = "slow_client_time";

  /**
   * The system makes it 2,304 bytes, its least. A window that was full opens by half a buffer at a
   * time, and a larger one would look like a stall for whoever takes some 100 bytes a second.
   */
  private static final int SMALL_WINDOW_BYTES = 1_024;

  private static final int USUAL_SECONDS = 2;
  private static final int SLOW_SECONDS = 10;
  private static final int PIECES_PER_SECOND = 10;

  private FloodAttacks() {}

  static List<Attack> rows() {
    Group group = new Group(GROUP);
    group
        .row(
            "handshake-flood",
            "100 upgrades of one address, one after another",
            FloodAttacks::handshakes,
            LIMITED)
        .row(
            "connection-hoard",
            "players of one address who stay, until no more are let in",
            FloodAttacks::hoard,
            LIMITED)
        .row(
            "spread-flood",
            "300 upgrades from 300 addresses, each reset at once",
            FloodAttacks::spread,
            "plays on")
        .row(
            "connect-flood",
            "1,000 TCP connections that close without a word",
            FloodAttacks::connects,
            "plays on")
        .row(
            "half-open", "2,000 TCP connections that say nothing", FloodAttacks::halfOpen, "closed")
        .row(
            "slow-headers",
            "headers of a byte each 250 ms (slowloris)",
            t -> trickle(t, Requests.get(t, "/play", "X-A: " + "a".repeat(2_000))),
            "closed",
            "HTTP 408")
        .row(
            "slow-header-lines",
            "a short header each 250 ms, without an end",
            FloodAttacks::slowLines,
            "closed",
            "HTTP 408")
        .row(
            "slow-body",
            "a POST whose body comes a byte each 250 ms",
            t -> trickle(t, Requests.post(t, "/api/rooms", " ".repeat(2_000), Requests.key(t))),
            "closed",
            "HTTP 408")
        .row(
            "silent-keep-alive",
            "a keep-alive connection that asks for nothing more",
            FloodAttacks::keepAlive,
            "closed")
        .row(
            "silent-player",
            "a player who sends nothing, not even pongs",
            FloodAttacks::silent,
            "close 4007 ERROR_IDLE")
        .row(
            "never-reads",
            "a player with a full window who reads nothing (zero window)",
            FloodAttacks::neverReads,
            "closed, counted as slow_client_time")
        .row(
            "reads-slowly",
            "a player who reads a quarter of what he is sent, for 10 s, and then all of it",
            FloodAttacks::readsSlowly,
            "less than half of the frames, plays on")
        .row(
            "slow-close",
            "a player who leaves and never closes",
            FloodAttacks::slowClose,
            "closed");
    RequestFlood.addTo(group);
    return group.rows();
  }

  private static Answer handshakes(Target target) throws IOException {
    InetAddress from = target.newAddress();
    Answer last = Answer.NOTHING;
    for (int i = 0; i < 100; i++) {
      try (Wire wire = Wire.connect(target.server(), from)) {
        last = wire.sendAnyway(Requests.upgrade(target)).answer();
      }
    }
    return statusOnly(last);
  }

  /** 429 has two codes: too many at once, and the penalty for trying on. */
  private static Answer statusOnly(Answer answer) {
    return new Answer(answer.text().startsWith(LIMITED) ? LIMITED : answer.text());
  }

  private static Answer hoard(Target target) throws IOException, InterruptedException {
    InetAddress from = target.newAddress();
    Deque<Wire> hoard = new ArrayDeque<>();
    try {
      Answer last = Answer.NOTHING;
      for (int i = 0; i < 80; i++) {
        Wire wire = Wire.connect(target.server(), from);
        hoard.add(wire);
        last = wire.sendAnyway(Requests.upgrade(target)).answer();
        if (last.text().startsWith(LIMITED)) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
      return statusOnly(last);
    } finally {
      closeAll(hoard);
    }
  }

  private static void closeAll(Deque<Wire> wires) throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }

  private static Answer spread(Target target) throws IOException {
    for (int i = 0; i < 300; i++) {
      Wire wire = target.connect();
      wire.sendAnyway(Requests.upgrade(target));
      wire.reset();
    }
    return FrameAttacks.alive(target);
  }

  private static Answer connects(Target target) throws IOException {
    for (int i = 0; i < 1_000; i++) {
      target.connect().close();
    }
    return FrameAttacks.alive(target);
  }

  /** Meanwhile somebody plays; then the server has hung up on all that said nothing. */
  private static Answer halfOpen(Target target) throws IOException {
    Deque<Wire> silent = new ArrayDeque<>();
    try {
      for (int i = 0; i < 2_000; i++) {
        silent.add(target.connect());
      }
      Answer alive = FrameAttacks.alive(target);
      if (!alive.equals(Answer.PLAYS_ON)) {
        return new Answer("a newcomer: " + alive);
      }
      List<Answer> ends = new ArrayList<>();
      long untilNs = System.nanoTime() + Wire.PATIENCE_MS * 1_000_000L;
      for (Wire wire : silent) {
        long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
        ends.add(wire.patience((int) Math.max(1, leftMs)).end());
      }
      return Answer.all(ends);
    } finally {
      closeAll(silent);
    }
  }

  static Answer trickle(Target target, String request) throws IOException, InterruptedException {
    try (Wire wire = target.connect()) {
      wire.patience(TRICKLE_MS);
      for (int i = 0; i < request.length() && i * TRICKLE_MS < 2 * Wire.PATIENCE_MS; i++) {
        wire.sendAnyway(request.substring(i, i + 1));
        Answer answer = wire.answer();
        if (!answer.equals(Answer.NOTHING)) {
          return answer;
        }
      }
      return Answer.NOTHING;
    }
  }

  private static Answer slowLines(Target target) throws IOException {
    try (Wire wire = target.connect()) {
      wire.send("GET /play HTTP/1.1\r\nHost: x\r\n").patience(TRICKLE_MS);
      for (int i = 0; i * TRICKLE_MS < 2 * Wire.PATIENCE_MS; i++) {
        wire.sendAnyway("X-" + i + ": a\r\n");
        Answer answer = wire.answer();
        if (!answer.equals(Answer.NOTHING)) {
          return answer;
        }
      }
      return Answer.NOTHING;
    }
  }

  private static Answer keepAlive(Target target) throws IOException {
    try (Wire wire = target.connect()) {
      Answer answer = wire.send(Requests.get(target, "/healthz")).answer();
      return answer.text().equals("HTTP 200") ? wire.end() : answer;
    }
  }

  private static Answer silent(Target target) throws IOException {
    try (Peer peer = target.join()) {
      return peer.ignorePings().end();
    }
  }

  private static Answer neverReads(Target target) throws IOException, InterruptedException {
    double before = ServerMetrics.limitHits(target, SLOW);
    try (Wire wire = Wire.connect(target.server(), target.newAddress(), SMALL_WINDOW_BYTES)) {
      Peer peer = Peer.upgrade(wire, Requests.upgrade(target), false).join(target.room());
      for (int i = 0; i < NEVER_READS_SECONDS; i++) {
        TimeUnit.SECONDS.sleep(1);
        peer.anyway(Frames.of(Frames.PONG, new byte[0])); // Not silent, just deaf.
      }
      // The close frame has no place behind what was not read.
      boolean counted = ServerMetrics.limitHits(target, SLOW) > before;
      return new Answer(peer.end() + (counted ? ", counted as " : ", not counted as ") + SLOW);
    }
  }

  /** Whoever takes little gets fewer frames, none of them stale for long, and keeps his seat. */
  private static Answer readsSlowly(Target target) throws IOException {
    try (Wire wire = Wire.connect(target.server(), target.newAddress(), SMALL_WINDOW_BYTES)) {
      Peer peer = Peer.upgrade(wire, Requests.upgrade(target), false).join(target.room());
      long takenBefore = wire.takenBytes();
      int usual = peer.framesIn(USUAL_SECONDS * 1_000);
      long bytesPerSecond = (wire.takenBytes() - takenBefore) / USUAL_SECONDS;
      int piece = (int) Math.max(1, bytesPerSecond / 4 / PIECES_PER_SECOND);
      // The server's pings come late to him, and he is not silent.
      byte[] pong = Frames.of(Frames.PONG, new byte[0]);
      wire.pace(piece, 1_000 / PIECES_PER_SECOND, () -> peer.anyway(pong));
      int slow = peer.framesIn(SLOW_SECONDS * 1_000);
      wire.pace(0, 0, () -> {});
      boolean fewer = slow * USUAL_SECONDS * 2 < usual * SLOW_SECONDS;
      Answer end = peer.probe();
      return fewer
          ? new Answer("less than half of the frames, " + end)
          : new Answer(
              "%d frames in %d s, %d in %d s, %s"
                  .formatted(usual, USUAL_SECONDS, slow, SLOW_SECONDS, end));
    }
  }

  /** The server has to hang up although the close frame is never answered. */
  private static Answer slowClose(Target target) throws IOException {
    try (Peer peer = target.join()) {
      peer.send(
          dev.backbeat.v1.ClientFrame.newBuilder().setLeave(dev.backbeat.v1.Leave.newBuilder()));
      return peer.endWithoutAnswer();
    }
  }
}
