package dev.backbeat.load.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of frames whose borders and those of segments have nothing to do with each other: each
 * is sent as one write, frame by frame and octet by octet, binary and as text.
 */
final class Rfc6455Chopped {
  private static final String ON = "plays on";
  private static final String PONG = "pong with the same payload, plays on";
  private static final String WAYS = "; in one write, by frame and by octet, binary and text";
  private static final byte[] PING = {0, (byte) 0xff, 'p', 'i', 'n', 'g'};
  private static final int MESSAGE_BYTES = 100;
  private static final int CUT = 40;

  private Rfc6455Chopped() {}

  /** How the bytes of the frames come. */
  private enum Way {
    ONE_WRITE {
      @Override
      void send(Peer peer, List<byte[]> frames) {
        peer.anyway(joined(frames));
      }
    },
    BY_FRAME {
      @Override
      void send(Peer peer, List<byte[]> frames) {
        frames.forEach(peer::anyway);
      }
    },
    BY_OCTET {
      @Override
      void send(Peer peer, List<byte[]> frames) {
        for (byte octet : joined(frames)) {
          peer.anyway(new byte[] {octet});
        }
      }
    };

    /** The server may have closed meanwhile, which is seen afterwards. */
    abstract void send(Peer peer, List<byte[]> frames);

    private static byte[] joined(List<byte[]> frames) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      frames.forEach(all::writeBytes);
      return all.toByteArray();
    }
  }

  /**
   * A message of one subprotocol, which means nothing.
   *
   * @param opcode of its first frame
   */
  private record Message(int opcode, byte[] whole) {
    static Message binary() {
      return new Message(Frames.BINARY, Rfc6455.message(MESSAGE_BYTES));
    }

    static Message text() {
      String json = "{\"x\":\"κόσμε " + "*".repeat(MESSAGE_BYTES - 20) + "\"}";
      return new Message(Frames.TEXT, json.getBytes(StandardCharsets.UTF_8));
    }

    byte[] frame() {
      return Frames.of(opcode, whole);
    }

    byte[] first() {
      return Frames.of(opcode, false, Arrays.copyOf(whole, CUT));
    }

    /** The rest in a final frame of this opcode. */
    byte[] rest(int restOpcode) {
      return Frames.of(restOpcode, true, Arrays.copyOfRange(whole, CUT, whole.length));
    }

    byte[] rest() {
      return rest(Frames.CONTINUATION);
    }
  }

  private interface Sequence {
    List<byte[]> frames(Message message);
  }

  private interface Outcome {
    Answer of(Peer peer) throws IOException;
  }

  static List<Attack> rows() {
    Group group = new Group(Rfc6455.GROUP);
    good(group);
    bad(group);
    group.row(
        "rfc-6.3.c",
        "a surrogate in the second of three fragments; in one write, by frame and by octet",
        t -> all(t, List.of(notUtf8()), m -> thirds(m.whole()), Peer::end),
        FrameAttacks.NOT_UTF8);
    return group.rows();
  }

  private static void good(Group group) {
    row(group, "rfc-5.3.c", "two fragments", m -> List.of(m.first(), m.rest()), Peer::probe, ON);
    row(
        group,
        "rfc-5.6.c",
        "a ping between two fragments",
        m -> List.of(m.first(), ping(), m.rest()),
        Rfc6455Chopped::pongs,
        PONG);
    row(
        group,
        "rfc-5.19.c",
        "a message of single bytes, a ping behind each of them",
        m -> singles(m.whole()),
        Rfc6455Chopped::pongs,
        PONG);
    row(
        group,
        "rfc-5.many.c",
        "a whole message, two fragments, a ping, an empty fragment before another message",
        m ->
            List.of(
                m.frame(),
                m.first(),
                m.rest(),
                ping(),
                Frames.of(m.opcode(), false, new byte[0]),
                Frames.of(Frames.CONTINUATION, true, m.whole())),
        Rfc6455Chopped::pongs,
        PONG);
  }

  private static void bad(Group group) {
    byte[] nothingFinal = Frames.of(Frames.CONTINUATION, true, new byte[0]);
    byte[] nothing = Frames.of(Frames.CONTINUATION, false, new byte[0]);
    ends(group, "rfc-5.1.c", "a ping in two fragments", m -> List.of(half(Frames.PING), half(0)));
    ends(group, "rfc-5.2.c", "a pong in two fragments", m -> List.of(half(Frames.PONG), half(0)));
    ends(
        group,
        "rfc-5.9.c",
        "a final continuation of nothing, then a message",
        m -> List.of(nothingFinal, m.frame()));
    ends(
        group,
        "rfc-5.12.c",
        "a continuation of nothing, then a message",
        m -> List.of(nothing, m.frame()));
    ends(
        group,
        "rfc-5.15.c",
        "two fragments that end a message, a continuation, a message",
        m -> List.of(m.first(), m.rest(), nothing, m.frame()));
    ends(
        group,
        "rfc-5.16.c",
        "twice a continuation of nothing and a message in two fragments",
        m -> List.of(nothing, m.first(), m.rest(), nothing, m.first(), m.rest()));
    ends(
        group,
        "rfc-5.17.c",
        "the same with final continuations of nothing",
        m -> List.of(nothingFinal, m.first(), m.rest(), nothingFinal, m.first(), m.rest()));
    ends(
        group,
        "rfc-5.18.c",
        "two fragments, both with the opcode of a first one",
        m -> List.of(m.first(), m.rest(m.opcode())));
  }

  private static byte[] half(int opcode) {
    return Frames.of(opcode, opcode == 0, new byte[2]);
  }

  private static byte[] ping() {
    return Frames.of(Frames.PING, PING);
  }

  private static List<byte[]> singles(byte[] whole) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] part = i < 19 ? new byte[] {whole[i]} : Arrays.copyOfRange(whole, i, whole.length);
      int opcode = i > 0 ? Frames.CONTINUATION : whole[0] == '{' ? Frames.TEXT : Frames.BINARY;
      frames.add(Frames.of(opcode, i == 19, part));
      frames.add(ping());
    }
    return frames;
  }

  private static Message notUtf8() {
    byte[] whole = Message.text().whole();
    whole[CUT] = (byte) 0xed;
    whole[CUT + 1] = (byte) 0xa0;
    return new Message(Frames.TEXT, whole);
  }

  private static List<byte[]> thirds(byte[] whole) {
    return List.of(
        Frames.of(Frames.TEXT, false, Arrays.copyOf(whole, CUT)),
        Frames.of(Frames.CONTINUATION, false, Arrays.copyOfRange(whole, CUT, CUT + 20)),
        Frames.of(Frames.CONTINUATION, true, Arrays.copyOfRange(whole, CUT + 20, whole.length)));
  }

  private static Answer pongs(Peer peer) throws IOException {
    byte[] pong = peer.awaitPong();
    Answer after = peer.probe();
    return Arrays.equals(pong, PING)
        ? new Answer("pong with the same payload, " + after)
        : new Answer("pong with another payload: " + Arrays.toString(pong));
  }

  private static void ends(Group group, String name, String does, Sequence sequence) {
    row(group, name, does, sequence, Peer::end, FrameAttacks.MALFORMED);
  }

  private static void row(
      Group group,
      String name,
      String does,
      Sequence sequence,
      Outcome outcome,
      String... expected) {
    List<Message> messages = List.of(Message.binary(), Message.text());
    group.row(name, does + WAYS, t -> all(t, messages, sequence, outcome), expected);
  }

  /** Every message in every way, each on a connection of its own. */
  private static Answer all(
      Target target, List<Message> messages, Sequence sequence, Outcome outcome)
      throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (Message message : messages) {
      for (Way way : Way.values()) {
        try (Peer peer = message.opcode() == Frames.TEXT ? target.joinJson() : target.join()) {
          way.send(peer, sequence.frames(message));
          answers.add(outcome.of(peer));
        }
      }
    }
    return Answer.all(answers);
  }
}
