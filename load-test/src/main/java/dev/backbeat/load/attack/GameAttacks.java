package dev.backbeat.load.attack;

import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.Point;
import dev.backbeat.v1.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Good messages that say what they must not, too early, too late or too often. */
final class GameAttacks {
  private static final String ON = "plays on";
  private static final String BAD_NAME = "close 4011 ERROR_BAD_NAME";
  private static final String NOT_JOINED = "close 4006 ERROR_NOT_JOINED";
  private static final int AXES = 3;
  private static final int ACTIONS = 2;

  /** A room in which others flood the chat keeps a bounded number of lines for each player. */
  private static final int CHAT_TRIES = 5;

  private static final long CHAT_WAIT_MS = 5_000;

  private GameAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("game");
    inputs(group);
    joins(group);
    chats(group);
    return group.rows();
  }

  private static void inputs(Group group) {
    group
        .player("input-past", "an input for tick 1", p -> p.send(input(1, 5)), ON)
        .player(
            "input-future",
            "an input for tick 2,000,000,000",
            p -> p.send(input(2_000_000_000, 5)),
            ON + ", ERROR_INPUT_TOO_FAR_AHEAD")
        .player(
            "input-last-tick",
            "an input for tick 2^32 - 1",
            p -> p.send(input(-1, 5)),
            ON + ", ERROR_INPUT_TOO_FAR_AHEAD")
        .player(
            "input-out-of-range",
            "an axis at 2^31 - 1",
            p -> p.send(input(0, Integer.MAX_VALUE)),
            ON + ", ERROR_INPUT_OUT_OF_RANGE")
        .player(
            "input-columns",
            "columns that do not fit the schema",
            p ->
                p.send(
                    ClientFrame.newBuilder()
                        .setInputs(
                            InputBatch.newBuilder().setFirstTick(5).addValues(1).addPresses(1))),
            ON + ", ERROR_INPUT_MALFORMED")
        .player(
            "input-batch-200",
            "200 inputs in one batch",
            p -> p.send(batch(200)),
            ON + ", ERROR_INPUT_FLOOD")
        .player(
            "input-view-lags",
            "100 view lags for 2 inputs",
            p -> p.send(lags()),
            ON + ", ERROR_INPUT_MALFORMED")
        .player(
            "input-presses", "press counters that run backwards by 2^31", GameAttacks::presses, ON)
        .ends(
            "input-flood",
            "5,000 inputs at once",
            p -> FrameAttacks.flood(p, bytes(input(0, 1)), 5_000),
            "close 1008 ERROR_INPUT_FLOOD")
        .ends(
            "bad-input-flood",
            "250 inputs out of range",
            p -> FrameAttacks.flood(p, bytes(input(0, 30_000)), 250),
            "close 1008 ERROR_INPUT_OUT_OF_RANGE")
        .ends(
            "message-flood",
            "5,000 pings of the protocol",
            p -> FrameAttacks.flood(p, bytes(ping()), 5_000),
            FrameAttacks.FLOOD)
        .player(
            "watch-as-player",
            "a player moves the view",
            p -> p.send(watch(1, 1)),
            ON + ", ERROR_NOT_ALLOWED")
        .row(
            "watch-flood",
            "a watcher looks at 200 far points in turn",
            GameAttacks::watchFlood,
            ON);
  }

  private static void joins(Group group) {
    group
        .row(
            "input-before-join",
            "an input, a ping, a chat line or a leave before the join",
            GameAttacks::early,
            NOT_JOINED)
        .ends(
            "join-twice",
            "a second join",
            p -> p.sendJoin("any", "twice"),
            "close 4005 ERROR_ALREADY_JOINED")
        .row(
            "no-join",
            "no join at all",
            t -> {
              try (Peer peer = t.open()) {
                return peer.end();
              }
            },
            "close 4001 ERROR_JOIN_TIMEOUT")
        .row(
            "join-version",
            "versions 0, 2 and 2^32 - 1",
            t ->
                joinsEnd(
                    t,
                    join("any", "x").setProtocolVersion(0),
                    join("any", "x").setProtocolVersion(2),
                    join("any", "x").setProtocolVersion(-1)),
            "close 4002 ERROR_UNSUPPORTED_VERSION")
        .row(
            "unknown-room",
            "rooms that are not there, some with names like paths",
            t ->
                joinsEnd(
                    t,
                    join("no-such-room", "x"),
                    join("../../etc/passwd", "x"),
                    join("a\0b", "x"),
                    join("r".repeat(3_000), "x")),
            "close 4004 ERROR_UNKNOWN_ROOM")
        .row(
            "unknown-game",
            "a game that is not there",
            t -> joinsEnd(t, join("any", "x").setGame("chess")),
            "close 4004 ERROR_UNKNOWN_GAME")
        .row(
            "huge-name",
            "names of 25 and of 4,000 characters",
            t -> joinsEnd(t, join(t.room(), "x".repeat(25)), join(t.room(), "x".repeat(4_000))),
            BAD_NAME)
        .row(
            "control-name",
            "names with NUL, ESC, DEL, C1 and a line separator",
            t -> names(t, "a\0b", "a\33[2J", "a\177b", "a\205b", "a\u2028b"),
            BAD_NAME)
        .row(
            "bidi-name",
            "names that turn the direction of writing",
            t -> names(t, "evil\u202egnp", "a\u2066b", "a\u200fb"),
            BAD_NAME)
        .row(
            "invisible-name",
            "names that cannot be seen",
            t -> names(t, "\u200b\u200b", "\u2060", "\ufeff", "\u00ad"),
            BAD_NAME)
        .row(
            "surrogate-name",
            "a name with half a surrogate pair, on the JSON protocol",
            t -> {
              try (Peer peer = Peer.open(t, t.newAddress(), true)) {
                return peer.raw(
                        Frames.text(
                            "{\"join\":{\"protocolVersion\":1,\"room\":\"any\",\"name\":\"a\\ud800b\"}}"))
                    .end();
              }
            },
            BAD_NAME,
            "close 1007 ERROR_MALFORMED_MESSAGE")
        .row(
            "join-leave-storm",
            "40 joins and leaves, one after another",
            t -> storm(t, true),
            "close 1000")
        .row(
            "join-reset-storm",
            "40 joins, each reset as soon as it is in",
            t -> storm(t, false),
            ON);
  }

  private static void chats(Group group) {
    group
        .player(
            "chat-flood",
            "20 chat lines at once",
            p -> {
              for (int i = 0; i < 20; i++) {
                p.send(chat("line " + i));
              }
            },
            ON + ", ERROR_CHAT_FLOOD")
        .ends(
            "chat-storm",
            "250 chat lines at once",
            p -> FrameAttacks.flood(p, bytes(chat("spam")), 250),
            "close 1008 ERROR_CHAT_FLOOD",
            FrameAttacks.FLOOD)
        .player(
            "chat-long",
            "a chat line of 201 characters",
            p -> p.send(chat("x".repeat(201))),
            ON + ", ERROR_CHAT_INVALID")
        .player(
            "chat-empty",
            "a chat line of control characters only",
            p -> p.send(chat("\0\1\2\33")),
            ON + ", ERROR_CHAT_INVALID")
        .row(
            "chat-control",
            "a chat line with ESC, NUL and a turned direction: taken out before others see it",
            GameAttacks::seenBySomebodyElse,
            "clean");
  }

  private static ClientFrame.Builder input(int tick, int moveX) {
    InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(tick).addValues(moveX);
    for (int i = 1; i < AXES; i++) {
      batch.addValues(0);
    }
    for (int i = 0; i < ACTIONS; i++) {
      batch.addPresses(0);
    }
    return ClientFrame.newBuilder().setInputs(batch);
  }

  private static ClientFrame.Builder batch(int inputs) {
    InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(10);
    for (int i = 0; i < inputs * AXES; i++) {
      batch.addValues(0);
    }
    for (int i = 0; i < inputs * ACTIONS; i++) {
      batch.addPresses(0);
    }
    return ClientFrame.newBuilder().setInputs(batch);
  }

  private static ClientFrame.Builder lags() {
    ClientFrame.Builder frame = batch(2);
    for (int i = 0; i < 100; i++) {
      frame.getInputsBuilder().addViewLagQ8(-1);
    }
    return frame;
  }

  private static void presses(Peer peer) throws IOException {
    for (int presses : new int[] {-1, 0, 1 << 31, 1, -5}) {
      ClientFrame.Builder frame = input(0, 0);
      frame.getInputsBuilder().setPresses(0, presses).setPresses(1, presses);
      peer.send(frame);
    }
  }

  private static ClientFrame.Builder ping() {
    return ClientFrame.newBuilder().setPing(Ping.newBuilder());
  }

  private static ClientFrame.Builder chat(String text) {
    return ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText(text));
  }

  private static ClientFrame.Builder watch(int x, int y) {
    Point point = Point.newBuilder().setX(x).setY(y).build();
    return ClientFrame.newBuilder().setWatch(Watch.newBuilder().setPoint(point));
  }

  private static Join.Builder join(String room, String name) {
    return Join.newBuilder().setProtocolVersion(1).setRoom(room).setName(name);
  }

  private static byte[] bytes(ClientFrame.Builder frame) {
    return Frames.of(Frames.BINARY, frame.build().toByteArray());
  }

  private static Answer watchFlood(Target target) throws IOException {
    try (Peer peer = target.open()) {
      Join.Builder join = join(target.room(), "watcher").setWatcher(true);
      peer.send(ClientFrame.newBuilder().setJoin(join));
      Answer in = peer.awaitWelcome();
      if (in != null) {
        return in;
      }
      for (int i = 0; i < 200; i++) {
        peer.send(watch(i % 2 == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE, i * 10_000_019));
      }
      return peer.probe();
    }
  }

  private static Answer early(Target target) throws IOException {
    List<Answer> answers = new ArrayList<>();
    ClientFrame.Builder leave = ClientFrame.newBuilder().setLeave(Leave.newBuilder());
    for (ClientFrame.Builder frame : List.of(input(0, 1), ping(), chat("hi"), leave, watch(1, 1))) {
      try (Peer peer = target.open()) {
        answers.add(peer.send(frame).end());
      }
    }
    return Answer.all(answers);
  }

  private static Answer joinsEnd(Target target, Join.Builder... joins) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (Join.Builder join : joins) {
      try (Peer peer = target.open()) {
        answers.add(peer.send(ClientFrame.newBuilder().setJoin(join)).end());
      }
    }
    return Answer.all(answers);
  }

  private static Answer names(Target target, String... names) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (String name : names) {
      answers.add(joinsEnd(target, join(target.room(), name)));
    }
    return Answer.all(answers);
  }

  private static Answer storm(Target target, boolean leaves) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try (Peer peer = target.join()) {
        if (leaves) {
          answers.add(peer.send(ClientFrame.newBuilder().setLeave(Leave.newBuilder())).end());
        } else {
          peer.wire().reset();
        }
      }
    }
    return leaves ? Answer.all(answers) : FrameAttacks.alive(target);
  }

  private static Answer seenBySomebodyElse(Target target) throws IOException {
    try (Peer victim = target.join();
        Peer attacker = target.join()) {
      String seen = null;
      for (int tries = 0; tries < CHAT_TRIES && seen == null; tries++) {
        attacker.send(chat("clean\33[2J\0 it \u202eup\u2066"));
        seen = victim.awaitChat("clean", CHAT_WAIT_MS);
      }
      if (seen == null) {
        return new Answer("not passed on");
      }
      boolean clean =
          seen.codePoints()
              .noneMatch(
                  c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
      return new Answer(clean ? "clean" : "not clean");
    }
  }
}
