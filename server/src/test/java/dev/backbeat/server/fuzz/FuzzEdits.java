package dev.backbeat.server.fuzz;

/** Small changes of a text, as the fuzzer's bytes say. */
public final class FuzzEdits {
  private FuzzEdits() {}

  /** The text after as many edits as there are bytes for, three bytes each. */
  public static String edited(String text, FuzzInput in) {
    StringBuilder out = new StringBuilder(text);
    while (in.remaining() > 0) {
      int what = in.u8();
      int at = out.length() == 0 ? 0 : Math.floorMod(in.u8() - 128, out.length());
      char c = (char) in.u8();
      switch (what % 6) {
        case 0 -> {
          if (out.length() > 0) {
            out.setCharAt(at, c);
          }
        }
        case 1 -> out.insert(at, c);
        case 2 -> out.delete(at, Math.min(out.length(), at + 1 + c % 4));
        case 3 -> out.append(c);
        case 4 -> { // Another case of a letter.
          if (out.length() > 0) {
            out.setCharAt(at, (char) (out.charAt(at) ^ 0x20));
          }
        }
        default -> out.insert(0, c);
      }
    }
    return out.toString();
  }
}
