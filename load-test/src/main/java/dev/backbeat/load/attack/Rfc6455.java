package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * RFC 6455 case by case, numbered as in the Autobahn test suite where it has the case. The play
 * endpoint echoes nothing, so what is seen is: pongs, errors, close codes, and whether a ping of
 * the protocol is still answered afterwards. Framing, pings, reserved bits and opcodes, fragments.
 */
final class Rfc6455 {
  static final String GROUP = "rfc6455";
  private static final String ON = "plays on";
  private static final String PONG = "pong with the same payload, plays on";
  private static final byte[] EMPTY = {};
  private static final byte[] MASK = {9, 8, 7, 6};

  private Rfc6455() {}

  static List<Attack> rows() {
    Group group = new Group(GROUP);
    framing(group);
    pings(group);
    reserved(group);
    fragments(group);
    List<Attack> rows = new ArrayList<>(group.rows());
    rows.addAll(Rfc6455Chopped.rows());
    rows.addAll(Rfc6455Text.rows());
    rows.addAll(Rfc6455Close.rows());
    return List.copyOf(rows);
  }

  /** A message that means nothing, of any length but 1 and 2: an unknown field. */
  static byte[] message(int length) {
    if (length == 0) {
      return EMPTY;
    }
    for (int lengthBytes = 1; lengthBytes <= 3; lengthBytes++) {
      int content = length - 1 - lengthBytes;
      if (content >= 0 && content < 1 << 7 * lengthBytes) {
        byte[] bytes = new byte[length];
        bytes[0] = 15 << 3 | 2;
        for (int i = 0; i < lengthBytes; i++) {
          int more = i < lengthBytes - 1 ? 0x80 : 0;
          bytes[1 + i] = (byte) (content >> 7 * i & 0x7f | more);
        }
        return bytes;
      }
    }
    throw new IllegalArgumentException("no message of " + length + " bytes");
  }

  private static void framing(Group group) {
    int[] good = {0, 125, 126, 127, 128, 4_096};
    for (int i = 0; i < good.length; i++) {
      int length = good[i];
      group.player(
          "rfc-1.2." + (i + 1),
          "a binary message of " + length + " bytes",
          p -> p.raw(Frames.of(Frames.BINARY, message(length))),
          ON);
    }
    int[] big = {4_097, 65_535, 65_536};
    for (int i = 0; i < big.length; i++) {
      int length = big[i];
      group.ends(
          "rfc-1.2." + (good.length + i + 1),
          "a binary message of " + length + " bytes, over the limit",
          p -> p.anyway(Frames.of(Frames.BINARY, message(length))),
          FrameAttacks.TOO_BIG);
    }
    group.player(
        "rfc-1.2.10",
        "a binary message of 998 bytes, a byte per segment",
        p -> p.chopped(Frames.of(Frames.BINARY, message(998))),
        ON);
    group.player(
        "rfc-mask-0",
        "a masking key of zeros",
        p -> p.raw(Frames.frame(0x82, message(50), new byte[4])),
        ON);
    group.player(
        "rfc-mask-changes",
        "100 frames, each with another key",
        p -> {
          for (int i = 0; i < 100; i++) {
            byte[] mask = {(byte) i, (byte) (i * 7), (byte) (i * 31), (byte) (255 - i)};
            p.raw(Frames.frame(0x82, message(i + 3), mask));
          }
        },
        ON);
    group.ends(
        "rfc-mask-missing",
        "an empty ping without a mask",
        p -> p.raw(Frames.frame(0x89, EMPTY, null)),
        FrameAttacks.MALFORMED);
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 37 + 250);
    }
    return bytes;
  }

  private static void pings(Group group) {
    pong(group, "rfc-2.1", "a ping without payload", EMPTY, false);
    pong(
        group,
        "rfc-2.2",
        "a ping with text",
        "Hello, world!".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        false);
    pong(
        group,
        "rfc-2.3",
        "a ping with bytes that are no text",
        new byte[] {0, (byte) 0xff, (byte) 0xfe, (byte) 0xfd},
        false);
    pong(group, "rfc-2.4", "a ping of 125 bytes", pattern(125), false);
    group.ends(
        "rfc-2.5",
        "a ping of 126 bytes",
        p -> p.raw(Frames.of(Frames.PING, new byte[126])),
        FrameAttacks.MALFORMED);
    pong(group, "rfc-2.6", "a ping of 125 bytes, a byte per segment", pattern(125), true);
    group.player(
        "rfc-2.7",
        "a pong that nobody asked for, empty",
        p -> p.raw(Frames.of(Frames.PONG, EMPTY)),
        ON);
    group.player(
        "rfc-2.8",
        "a pong that nobody asked for, with payload",
        p -> p.raw(Frames.of(Frames.PONG, pattern(20))),
        ON);
    group.row(
        "rfc-2.9",
        "the same, then a ping",
        t -> {
          try (Peer peer = t.join()) {
            peer.raw(Frames.of(Frames.PONG, pattern(20)));
            return pinged(peer, pattern(8), false);
          }
        },
        PONG);
    group.row("rfc-2.10", "ten pings, ten pongs in their order", t -> tenPings(t, false), PONG);
    group.row("rfc-2.11", "the same, a byte per segment", t -> tenPings(t, true), PONG);
  }

  private static void pong(Group group, String name, String does, byte[] payload, boolean chopped) {
    group.row(
        name,
        does,
        t -> {
          try (Peer peer = t.join()) {
            return pinged(peer, payload, chopped);
          }
        },
        PONG);
  }

  private static Answer pinged(Peer peer, byte[] payload, boolean chopped) throws IOException {
    byte[] ping = Frames.of(Frames.PING, payload);
    if (chopped) {
      peer.chopped(ping);
    } else {
      peer.raw(ping);
    }
    return sameThenOn(peer, payload);
  }

  private static Answer sameThenOn(Peer peer, byte[] payload) throws IOException {
    byte[] pong = peer.awaitPong();
    return Arrays.equals(pong, payload)
        ? new Answer("pong with the same payload, " + peer.probe())
        : new Answer("pong with another payload: " + Arrays.toString(pong));
  }

  private static Answer tenPings(Target target, boolean chopped) throws IOException {
    try (Peer peer = target.join()) {
      for (int i = 0; i < 10; i++) {
        byte[] ping = Frames.of(Frames.PING, pattern(10 + i));
        if (chopped) {
          peer.chopped(ping);
        } else {
          peer.raw(ping);
        }
      }
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(sameThenOn(peer, pattern(10 + i)));
      }
      return Answer.all(answers);
    }
  }

  private static void reserved(Group group) {
    for (int bits = 1; bits <= 7; bits++) {
      int rsv = bits;
      boolean control = rsv > 4;
      group.ends(
          "rfc-3." + rsv,
          (control ? "a ping" : "a binary message") + " with RSV bits " + rsv,
          p -> p.raw(Frames.frame(0x80 | (control ? 9 : 2) | rsv << 4, EMPTY, MASK)),
          FrameAttacks.MALFORMED);
    }
    for (int i = 0; i < 5; i++) {
      int data = 3 + i;
      int control = 11 + i;
      group.ends(
          "rfc-4.1." + (i + 1),
          "opcode " + data,
          p -> p.raw(Frames.frame(0x80 | data, i3(data), MASK)),
          FrameAttacks.MALFORMED);
      group.ends(
          "rfc-4.2." + (i + 1),
          "opcode " + control,
          p -> p.raw(Frames.frame(0x80 | control, i3(control), MASK)),
          FrameAttacks.MALFORMED);
    }
  }

  /** Empty or not, in turn. */
  private static byte[] i3(int opcode) {
    return opcode % 2 == 0 ? EMPTY : new byte[5];
  }

  private static byte[] part(int opcode, boolean fin, byte[] whole, int from, int to) {
    return Frames.of(opcode, fin, Arrays.copyOfRange(whole, from, to));
  }

  private static void fragments(Group group) {
    byte[] whole = message(100);
    byte[] first = part(Frames.BINARY, false, whole, 0, 40);
    byte[] last = part(Frames.CONTINUATION, true, whole, 40, 100);
    byte[] stray = Frames.of(Frames.CONTINUATION, true, EMPTY);
    byte[] strayMore = Frames.of(Frames.CONTINUATION, false, new byte[3]);
    String bad = FrameAttacks.MALFORMED;
    group
        .ends(
            "rfc-5.1",
            "a ping in two fragments",
            p -> p.raw(Frames.of(Frames.PING, false, new byte[2])).anyway(stray),
            bad)
        .ends(
            "rfc-5.2",
            "a pong in two fragments",
            p -> p.raw(Frames.of(Frames.PONG, false, new byte[2])).anyway(stray),
            bad)
        .player("rfc-5.3", "a message in two fragments", p -> p.raw(first).raw(last), ON)
        .player("rfc-5.4", "the same, in one segment", p -> p.raw(both(first, last)), ON)
        .player("rfc-5.5", "the same, a byte per segment", p -> p.chopped(first).chopped(last), ON)
        .row("rfc-5.6", "a ping between two fragments", t -> between(t, first, last, false), PONG)
        .row("rfc-5.8", "the same, a byte per segment", t -> between(t, first, last, true), PONG)
        .ends("rfc-5.9", "a continuation of nothing, final", p -> p.raw(stray), bad)
        .ends(
            "rfc-5.10",
            "the same behind a whole message",
            p -> p.raw(Frames.of(Frames.BINARY, whole)).raw(stray),
            bad)
        .ends("rfc-5.12", "a continuation of nothing, not final", p -> p.raw(strayMore), bad)
        .ends(
            "rfc-5.15",
            "two fragments that end a message, then a continuation",
            p -> p.raw(first).raw(last).raw(strayMore),
            bad)
        .ends("rfc-5.18", "a second first fragment", p -> p.raw(first).raw(first), bad)
        .ends(
            "rfc-5.18b",
            "a whole message between two fragments",
            p -> p.raw(first).raw(Frames.of(Frames.BINARY, whole)),
            bad)
        .player("rfc-5.19", "five fragments, pings between them", p -> fiveFragments(p, whole), ON)
        .player(
            "rfc-5.20",
            "the same, in slow segments",
            p -> {
              for (int i = 0; i < 3; i++) {
                fiveFragments(p, whole);
              }
            },
            ON)
        .player(
            "rfc-6.1.2",
            "three empty fragments",
            p ->
                p.raw(Frames.of(Frames.BINARY, false, EMPTY))
                    .raw(Frames.of(Frames.CONTINUATION, false, EMPTY))
                    .raw(stray),
            ON)
        .player(
            "rfc-9.4",
            "4,096 bytes in fragments of 64",
            p -> inFragments(p, message(4_096), 64),
            ON)
        .ends(
            "rfc-9.4b",
            "4,097 bytes in fragments of 64",
            p -> inFragments(p, message(4_097), 64),
            FrameAttacks.TOO_BIG);
  }

  private static byte[] both(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static Answer between(Target target, byte[] first, byte[] last, boolean chopped)
      throws IOException {
    try (Peer peer = target.join()) {
      byte[] payload = pattern(30);
      byte[] ping = Frames.of(Frames.PING, payload);
      if (chopped) {
        peer.chopped(first).chopped(ping);
      } else {
        peer.raw(first).raw(ping);
      }
      byte[] pong = peer.awaitPong(); // Before the message has ended.
      if (!Arrays.equals(pong, payload)) {
        return new Answer("pong with another payload");
      }
      return new Answer("pong with the same payload, " + peer.raw(last).probe());
    }
  }

  private static void fiveFragments(Peer peer, byte[] whole) throws IOException {
    for (int i = 0; i < 5; i++) {
      int opcode = i == 0 ? Frames.BINARY : Frames.CONTINUATION;
      peer.raw(part(opcode, i == 4, whole, i * 20, i * 20 + 20));
      if (i < 4) {
        peer.raw(Frames.of(Frames.PING, pattern(i)));
      }
    }
  }

  private static void inFragments(Peer peer, byte[] whole, int size) {
    for (int at = 0; at < whole.length; at += size) {
      int to = Math.min(whole.length, at + size);
      int opcode = at == 0 ? Frames.BINARY : Frames.CONTINUATION;
      peer.anyway(part(opcode, to == whole.length, whole, at, to));
    }
  }
}
