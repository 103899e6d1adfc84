package dev.backbeat.load.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Frames that break RFC 6455, or keep to it and never end. */
final class FrameAttacks {
  static final String MALFORMED = "close 1002 ERROR_MALFORMED_MESSAGE";
  static final String NOT_UTF8 = "close 1007 ERROR_MALFORMED_MESSAGE";
  static final String TOO_BIG = "close 1009 ERROR_MESSAGE_TOO_BIG";
  static final String FLOOD = "close 1008 ERROR_MESSAGE_FLOOD";
  private static final byte[] NOTHING = {};
  private static final byte[] MASK = {1, 2, 3, 4};

  private FrameAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("frames");
    group
        .ends(
            "unmasked",
            "a frame without a mask",
            p -> p.raw(Frames.frame(0x82, new byte[] {0}, null)),
            MALFORMED)
        .row(
            "reserved-bits",
            "each combination of reserved bits",
            t -> each(t, 7, i -> Frames.frame(0x82 | (i + 1) << 4, NOTHING, MASK)),
            MALFORMED)
        .row(
            "reserved-opcodes",
            "opcodes 3 to 7 and 11 to 15",
            t -> each(t, 10, i -> Frames.frame(0x80 | (i < 5 ? 3 + i : 6 + i), NOTHING, MASK)),
            MALFORMED)
        .row(
            "big-control",
            "close, ping and pong of 126 bytes",
            t -> each(t, 3, i -> Frames.of(Frames.CLOSE + i, new byte[126])),
            MALFORMED)
        .row(
            "fragmented-control",
            "close, ping and pong without FIN",
            t -> each(t, 3, i -> Frames.of(Frames.CLOSE + i, false, NOTHING)),
            MALFORMED)
        .row(
            "stray-continuation",
            "a continuation of nothing, with and without FIN",
            t -> each(t, 2, i -> Frames.of(Frames.CONTINUATION, i == 0, NOTHING)),
            MALFORMED)
        .ends(
            "message-in-message",
            "a new message before the fragmented one has ended",
            p ->
                p.raw(Frames.of(Frames.BINARY, false, NOTHING))
                    .raw(Frames.of(Frames.BINARY, NOTHING)),
            MALFORMED)
        .row(
            "long-lengths",
            "short payloads whose length takes 2 or 8 bytes",
            t -> each(t, 2, i -> Frames.longer(Frames.BINARY, NOTHING, i == 0 ? 2 : 8)),
            MALFORMED)
        .ends(
            "length-2^63",
            "a length of 2^63",
            p -> p.raw(Frames.announcing(Frames.BINARY, Long.MIN_VALUE)),
            MALFORMED,
            TOO_BIG)
        .ends(
            "length-2^63-1",
            "a length of 2^63 - 1",
            p -> p.raw(Frames.announcing(Frames.BINARY, Long.MAX_VALUE)),
            TOO_BIG)
        .ends(
            "too-big",
            "a message of 4,097 bytes",
            p -> p.raw(Frames.of(Frames.BINARY, new byte[4_097])),
            TOO_BIG)
        .ends(
            "gigabytes",
            "3 GiB announced, 1 MiB sent",
            p -> p.anyway(Frames.announcing(Frames.BINARY, 3L << 30)).anyway(new byte[1 << 20]),
            TOO_BIG)
        .ends(
            "too-big-in-fragments",
            "fragments that come to more than a message may have",
            FrameAttacks::tooMuch,
            TOO_BIG)
        .ends(
            "endless-fragments",
            "fragments of one byte without an end",
            p -> endless(p, new byte[1]),
            TOO_BIG,
            FLOOD)
        .ends("empty-fragments", "empty fragments without an end", p -> endless(p, NOTHING), FLOOD)
        .ends(
            "text-on-binary",
            "text on the binary protocol",
            p -> p.raw(Frames.text("{\"leave\":{}}")),
            "close 1003 ERROR_TEXT_ON_BINARY_PROTOCOL")
        .row(
            "binary-on-text",
            "a binary message on the JSON protocol",
            t -> {
              try (Peer peer = t.joinJson()) {
                return peer.raw(Frames.of(Frames.BINARY, new byte[] {1})).end();
              }
            },
            "close 1003 ERROR_BINARY_ON_TEXT_PROTOCOL")
        .row(
            "not-utf8",
            "text that is not UTF-8",
            t -> {
              try (Peer peer = t.joinJson()) {
                byte[] text = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
                return peer.raw(Frames.of(Frames.TEXT, text)).end();
              }
            },
            NOT_UTF8)
        .row(
            "bad-close-codes",
            "close with 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000 and 65535",
            FrameAttacks::closeCodes,
            MALFORMED)
        .ends(
            "close-of-1-byte",
            "a close frame of one byte",
            p -> p.raw(Frames.of(Frames.CLOSE, new byte[1])),
            MALFORMED)
        .ends(
            "close-not-utf8",
            "a close reason that is not UTF-8",
            p ->
                p.raw(Frames.of(Frames.CLOSE, Frames.closePayload(1000, new byte[] {(byte) 0xff}))),
            NOT_UTF8)
        .ends(
            "data-after-close",
            "inputs and pings behind the own close frame",
            p ->
                p.anyway(Frames.close(1000, ""))
                    .anyway(Frames.of(Frames.PING, NOTHING))
                    .anyway(new byte[100_000]),
            "close 1000")
        .ends(
            "ping-flood",
            "5,000 pings",
            p -> flood(p, Frames.of(Frames.PING, new byte[125]), 5_000),
            FLOOD)
        .ends(
            "pong-flood",
            "5,000 pongs that nobody asked for",
            p -> flood(p, Frames.of(Frames.PONG, new byte[8]), 5_000),
            FLOOD)
        .player(
            "byte-at-a-time",
            "a ping of the protocol, a byte per segment, ten times",
            p -> {
              for (int i = 0; i < 10; i++) {
                p.chopped(Frames.of(Frames.PING, new byte[20]));
              }
            },
            "plays on")
        .row(
            "reset-mid-frame",
            "50 connections that are reset in the middle of a frame",
            t -> {
              for (int i = 0; i < 50; i++) {
                Peer peer = t.open();
                peer.raw(Frames.announcing(Frames.BINARY, 1_000)).raw(new byte[10]);
                peer.wire().reset();
              }
              return alive(t);
            },
            "plays on");
    return group.rows();
  }

  private interface Bytes {
    byte[] of(int i);
  }

  /** A player for each; all answers should agree. */
  private static Answer each(Target target, int count, Bytes bytes) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (Peer peer = target.join()) {
        answers.add(peer.raw(bytes.of(i)).end());
      }
    }
    return Answer.all(answers);
  }

  private static Answer closeCodes(Target target) throws IOException {
    int[] codes = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535};
    return each(target, codes.length, i -> Frames.close(codes[i], ""));
  }

  private static void tooMuch(Peer peer) {
    peer.anyway(Frames.of(Frames.BINARY, false, new byte[3_000]));
    peer.anyway(Frames.of(Frames.CONTINUATION, false, new byte[1_000]));
    peer.anyway(Frames.of(Frames.CONTINUATION, true, new byte[97]));
  }

  private static void endless(Peer peer, byte[] fragment) {
    peer.anyway(Frames.of(Frames.BINARY, false, fragment));
    flood(peer, Frames.of(Frames.CONTINUATION, false, fragment), 10_000);
  }

  /** The same frame many times, in writes of some kilobytes. */
  static void flood(Peer peer, byte[] frame, int count) {
    ByteArrayOutputStream some = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      some.writeBytes(frame);
      if (some.size() > 8_192 || i == count - 1) {
        peer.anyway(some.toByteArray());
        some.reset();
      }
    }
  }

  /** Whether a newcomer can still play. */
  static Answer alive(Target target) throws IOException {
    try (Peer peer = target.join()) {
      return peer.probe();
    }
  }
}
