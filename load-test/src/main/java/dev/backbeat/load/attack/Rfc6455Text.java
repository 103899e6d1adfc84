package dev.backbeat.load.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** RFC 6455 section 8.1: text is UTF-8. On the JSON protocol, where messages are text. */
final class Rfc6455Text {
  private static final String ON = "plays on";
  private static final byte[] HEAD = "{\"x\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.UTF_8);

  private static final HexFormat HEX = HexFormat.of();

  /** Name, what it is, and texts in hexadecimal, each tried by itself. */
  private static final String[][] NEVER_UTF8 = {
    {"rfc-6.6", "a text that ends in the middle of a character", "ce", "e1bd", "f09080"},
    {"rfc-6.8", "first bytes of five- and six-byte forms", "f888808080", "fc8480808080"},
    {"rfc-6.11", "characters above U+10FFFF", "f4908080", "f7bfbfbf"},
    {"rfc-6.12", "continuation bytes alone", "80", "bf", "80bf80"},
    {"rfc-6.13", "first bytes alone", "c320", "e120", "f120"},
    {"rfc-6.16", "bytes that never are UTF-8", "fe", "ff", "c0", "c1", "f5"},
    {"rfc-6.17", "overlong slashes", "c0af", "e080af", "f08080af"},
    {"rfc-6.18", "the largest overlong forms", "c1bf", "e09fbf", "f08fbfbf"},
    {"rfc-6.19", "overlong NUL", "c080", "e08080", "f0808080"},
    {"rfc-6.20", "surrogates alone", "eda080", "edadbf", "edb080", "edbfbf"},
    {"rfc-6.21", "surrogate pairs", "eda080edb080", "edafbfedbfbf"}
  };

  private Rfc6455Text() {}

  static List<Attack> rows() {
    Group group = new Group(Rfc6455.GROUP);
    whole(group);
    good(group);
    bad(group);
    early(group);
    return group.rows();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A JSON object that means nothing, with these bytes in a text of it. */
  private static byte[] with(byte[] inner) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEAD);
    out.writeBytes(inner);
    out.writeBytes(TAIL);
    return out.toByteArray();
  }

  private static void whole(Group group) {
    json(
        group,
        "rfc-1.1.1",
        "an empty text: no message of the protocol",
        new byte[0],
        FrameAttacks.NOT_UTF8);
    int[] lengths = {125, 126, 127, 128, 4_096};
    for (int i = 0; i < lengths.length; i++) {
      byte[] text = with(utf8("*".repeat(lengths[i] - HEAD.length - TAIL.length)));
      json(group, "rfc-1.1." + (i + 2), "a text of " + lengths[i] + " bytes", text, ON);
    }
    json(
        group,
        "rfc-1.1.7",
        "a text of 4,097 bytes, over the limit",
        with(utf8("*".repeat(4_097 - HEAD.length - TAIL.length))),
        FrameAttacks.TOO_BIG);
  }

  private static void json(Group group, String name, String does, byte[] text, String... expected) {
    group.row(
        name,
        does,
        t -> {
          try (Peer peer = t.joinJson()) {
            return peer.anyway(Frames.of(Frames.TEXT, text)).probe();
          }
        },
        expected);
  }

  private static void good(Group group) {
    byte[] greek = with(utf8("Hello-µ@ßöäüàá-κόσμε-😀"));
    json(group, "rfc-6.2.1", "UTF-8 of one to four bytes, whole", greek, ON);
    split(
        group,
        "rfc-6.2.2",
        "the same in two fragments, between characters",
        greek,
        HEAD.length + 6,
        ON);
    split(group, "rfc-6.2.3", "the same, each fragment of one byte", greek, -1, ON);
    split(
        group,
        "rfc-6.2.4",
        "the same in two fragments, within a character",
        greek,
        HEAD.length + 7,
        ON);
    byte[][] edges = {
      bytes(0xc2, 0x80),
      bytes(0xdf, 0xbf),
      bytes(0xe0, 0xa0, 0x80),
      bytes(0xed, 0x9f, 0xbf),
      bytes(0xee, 0x80, 0x80),
      bytes(0xef, 0xbf, 0xbd),
      bytes(0xef, 0xbf, 0xbf),
      bytes(0xf0, 0x90, 0x80, 0x80),
      bytes(0xf4, 0x8f, 0xbf, 0xbf)
    };
    String[] names = {
      "U+0080", "U+07FF", "U+0800", "U+D7FF", "U+E000", "U+FFFD", "U+FFFF", "U+10000", "U+10FFFF"
    };
    for (int i = 0; i < edges.length; i++) {
      json(group, "rfc-6.5." + (i + 1), "the character " + names[i], with(edges[i]), ON);
    }
    group.row(
        "rfc-6.split",
        "a text with characters of one to four bytes, split at each of its bytes",
        t -> {
          byte[] text = with(utf8("aß€😀"));
          try (Peer peer = t.joinJson()) {
            for (int at = 0; at <= text.length; at++) {
              peer.raw(Frames.of(Frames.TEXT, false, Arrays.copyOf(text, at)));
              peer.raw(Frames.of(Frames.CONTINUATION, Arrays.copyOfRange(text, at, text.length)));
            }
            return peer.probe();
          }
        },
        ON);
  }

  private static void split(
      Group group, String name, String does, byte[] text, int at, String... expected) {
    group.row(
        name,
        does,
        t -> {
          try (Peer peer = t.joinJson()) {
            int size = at < 0 ? 1 : at;
            for (int from = 0; from < text.length; from += size) {
              int to = from > 0 && at > 0 ? text.length : Math.min(text.length, from + size);
              int opcode = from == 0 ? Frames.TEXT : Frames.CONTINUATION;
              peer.anyway(Frames.of(opcode, to == text.length, Arrays.copyOfRange(text, from, to)));
              if (to == text.length) {
                break;
              }
            }
            return peer.probe();
          }
        },
        expected);
  }

  private static void bad(Group group) {
    byte[] wrong = with(bytes(0xce, 0xba, 0xe1, 0xbd, 0xb9, 0xed, 0xa0, 0x80, 0x65));
    json(group, "rfc-6.3.1", "a surrogate in the middle of a text", wrong, FrameAttacks.NOT_UTF8);
    split(
        group,
        "rfc-6.3.2",
        "the same, each fragment of one byte",
        wrong,
        -1,
        FrameAttacks.NOT_UTF8);
    for (String[] row : NEVER_UTF8) {
      bad(group, row[0], row[1], Arrays.stream(row).skip(2).map(HEX::parseHex).toList());
    }
  }

  private static void bad(Group group, String name, String does, List<byte[]> texts) {
    group.row(
        name,
        does,
        t -> {
          List<Answer> answers = new ArrayList<>();
          for (byte[] text : texts) {
            answers.add(sent(t, with(text)));
          }
          return Answer.all(answers);
        },
        FrameAttacks.NOT_UTF8);
  }

  private static Answer sent(Target target, byte[] text) throws IOException {
    try (Peer peer = target.joinJson()) {
      return peer.raw(Frames.of(Frames.TEXT, text)).end();
    }
  }

  /** A server that waits for the end of a message that cannot become valid holds it for nothing. */
  private static void early(Group group) {
    earlyRow(
        group,
        "rfc-6.4.1",
        "a first fragment that cannot become UTF-8: no second one is needed",
        bytes('"', 0xf4, 0x90));
    earlyRow(group, "rfc-6.4.2", "the same by a byte that never is UTF-8", bytes('"', 0xff));
    group.row(
        "rfc-6.4.3",
        "a second fragment that the first cannot go on with",
        t -> {
          try (Peer peer = t.joinJson()) {
            peer.raw(Frames.of(Frames.TEXT, false, bytes('"', 0xed)));
            return peer.raw(Frames.of(Frames.CONTINUATION, false, bytes(0xa0))).end();
          }
        },
        FrameAttacks.NOT_UTF8);
  }

  private static void earlyRow(Group group, String name, String does, byte[] fragment) {
    group.row(
        name,
        does,
        t -> {
          try (Peer peer = t.joinJson()) {
            return peer.raw(Frames.of(Frames.TEXT, false, fragment)).end();
          }
        },
        FrameAttacks.NOT_UTF8);
  }
}
