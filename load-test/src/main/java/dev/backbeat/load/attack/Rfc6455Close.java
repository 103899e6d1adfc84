package dev.backbeat.load.attack;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** RFC 6455 sections 5.5.1 and 7: how a connection closes. */
final class Rfc6455Close {
  private static final byte[] EMPTY = {};

  private Rfc6455Close() {}

  static List<Attack> rows() {
    Group group = new Group(Rfc6455.GROUP);
    handshake(group);
    payloads(group);
    codes(group);
    return group.rows();
  }

  private static void handshake(Group group) {
    byte[] close = Frames.close(1000, "");
    group
        .ends(
            "rfc-7.1.1",
            "a close frame: echoed, then the connection is closed",
            p -> p.raw(close),
            "close 1000")
        .ends("rfc-7.1.2", "two close frames", p -> p.raw(close).anyway(close), "close 1000")
        .row(
            "rfc-7.1.3",
            "a ping behind the close frame is not answered",
            t -> {
              try (Peer peer = t.join()) {
                peer.raw(close).anyway(Frames.of(Frames.PING, new byte[3]));
                Answer end = peer.end();
                return peer.sawPong() ? new Answer(end + ", but a pong") : end;
              }
            },
            "close 1000")
        .ends(
            "rfc-7.1.4",
            "a message behind the close frame",
            p -> p.raw(close).anyway(Frames.of(Frames.BINARY, Rfc6455.message(10))),
            "close 1000")
        .ends(
            "rfc-7.1.5",
            "a close frame within a fragmented message",
            p ->
                p.raw(Frames.of(Frames.BINARY, false, new byte[3]))
                    .raw(close)
                    .anyway(Frames.of(Frames.CONTINUATION, new byte[3])),
            "close 1000")
        .ends(
            "rfc-7.1.6",
            "256 KiB and a close frame behind them",
            p -> p.anyway(Frames.of(Frames.BINARY, new byte[256 * 1024])).anyway(close),
            FrameAttacks.TOO_BIG);
  }

  private static void payloads(Group group) {
    group
        .ends(
            "rfc-7.3.1",
            "a close frame without a code",
            p -> p.raw(Frames.of(Frames.CLOSE, EMPTY)),
            "close 1000",
            "close 1005")
        .ends(
            "rfc-7.3.2",
            "a close frame of one byte",
            p -> p.raw(Frames.of(Frames.CLOSE, new byte[1])),
            FrameAttacks.MALFORMED)
        .ends(
            "rfc-7.3.3",
            "a close frame with a code alone",
            p -> p.raw(Frames.close(1000, "")),
            "close 1000")
        .ends(
            "rfc-7.3.4",
            "a close frame with a reason",
            p -> p.raw(Frames.close(1000, "Hello, world!")),
            "close 1000")
        .ends(
            "rfc-7.3.5",
            "a reason of 123 bytes",
            p -> p.raw(Frames.close(1000, "*".repeat(123))),
            "close 1000")
        .ends(
            "rfc-7.3.6",
            "a reason of 124 bytes",
            p -> p.raw(Frames.close(1000, "*".repeat(124))),
            FrameAttacks.MALFORMED)
        .ends(
            "rfc-7.5.1",
            "a reason that is not UTF-8",
            p ->
                p.raw(
                    Frames.of(
                        Frames.CLOSE,
                        Frames.closePayload(
                            1000,
                            new byte[] {
                              (byte) 0xce, (byte) 0xba, (byte) 0xed, (byte) 0xa0, (byte) 0x80
                            }))),
            FrameAttacks.NOT_UTF8)
        .ends(
            "rfc-7.5.2",
            "a reason with characters of four bytes",
            p ->
                p.raw(
                    Frames.of(
                        Frames.CLOSE,
                        Frames.closePayload(
                            1000, "😀".repeat(30).getBytes(StandardCharsets.UTF_8)))),
            "close 1000");
  }

  private static void codes(Group group) {
    int[] good = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999};
    for (int i = 0; i < good.length; i++) {
      int code = good[i];
      group.ends(
          "rfc-7.7." + (i + 1),
          "close " + code + " is echoed",
          p -> p.raw(Frames.close(code, "")),
          "close " + code);
    }
    int[] bad = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535};
    for (int i = 0; i < bad.length; i++) {
      int code = bad[i];
      group.ends(
          "rfc-7.9." + (i + 1),
          "close " + code + ", which nobody may send",
          p -> p.raw(Frames.close(code, "")),
          FrameAttacks.MALFORMED);
    }
  }
}
