package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Checks text piece by piece: whether what has come so far can still be UTF-8 as RFC 3629 has it,
 * without overlong forms, surrogates and code points above U+10FFFF. A character may be split
 * between two pieces.
 */
final class Utf8 {
  private int missing;
  private int lowest;
  private int highest;

  /** A new text begins. */
  void begin() {
    missing = 0;
  }

  /**
   * Takes the next piece, which is left as it is.
   *
   * @param last whether the text ends with it
   * @return whether it can be UTF-8
   */
  boolean accepts(ByteBuf piece, boolean last) {
    int end = piece.writerIndex();
    for (int i = piece.readerIndex(); i < end; i++) {
      int b = piece.getByte(i) & 0xff;
      if (missing > 0) {
        if (b < lowest || b > highest) {
          return false;
        }
        missing--;
        anyContinuation();
      } else if (b >= 0x80 && !begins(b)) {
        return false;
      }
    }
    return !last || missing == 0;
  }

  private void anyContinuation() {
    lowest = 0x80;
    highest = 0xbf;
  }

  /** Table 3-7 of the Unicode standard: which bytes may begin a character, and the next one's. */
  private boolean begins(int b) {
    anyContinuation();
    if (b < 0xc2 || b > 0xf4) {
      return false;
    }
    if (b < 0xe0) {
      missing = 1;
    } else if (b < 0xf0) {
      missing = 2;
      lowest = b == 0xe0 ? 0xa0 : lowest;
      highest = b == 0xed ? 0x9f : highest;
    } else {
      missing = 3;
      lowest = b == 0xf0 ? 0x90 : lowest;
      highest = b == 0xf4 ? 0x8f : highest;
    }
    return true;
  }
}
