package dev.backbeat.server.admission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells a secret from what only stands in the place of one. */
public final class Secrets {
  /** RFC 7518 section 3.2: the key of HS256 must have at least the size of its hash. */
  public static final int MIN_HS256_BYTES = 32;

  /** Of keys and tokens that are compared, not computed with. */
  public static final int MIN_KEY_BYTES = 16;

  /** Makes a good one. */
  public static final String COMMAND = "openssl rand -base64 32";

  private static final int MIN_DIFFERENT_CHARACTERS = 6;

  /** What stands in examples, ours and others', in lower case without punctuation. */
  private static final List<String> PLACEHOLDERS =
      List.of(
          "changeme",
          "changethis",
          "changeit",
          "replaceme",
          "replacethis",
          "replacewith",
          "yoursecret",
          "your256bit",
          "yourkey",
          "yourtoken",
          "yourapikey",
          "mysecret",
          "insertsecret",
          "insertkey",
          "putyour",
          "example",
          "placeholder",
          "defaultsecret",
          "defaultkey",
          "secretkey",
          "secretsecret",
          "supersecret",
          "password",
          "passw0rd",
          "letmein",
          "xxxxxxxx",
          "stringsecret",
          "devsecret",
          "testsecret",
          "notasecret",
          "notsecret",
          "donotuse",
          "insecure",
          "keyboardcat",
          "correcthorse",
          "backbeatsecret",
          "backbeatkey",
          "foobar");

  private static final List<String> SEQUENCES =
      List.of(
          "0123456789", "1234567890", "abcdefgh", "qwertyui", "asdfghjk", "zyxwvuts", "987654321");

  private Secrets() {}

  /**
   * What is wrong with a secret for HS256, as the end of a sentence that begins with its name; null
   * = nothing that can be seen.
   */
  public static String weakness(String secret) {
    return weakness(secret, MIN_HS256_BYTES);
  }

  /** The same for a secret of at least so many bytes. */
  public static String weakness(String secret, int minBytes) {
    int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < minBytes) {
      return "must have at least " + minBytes + " bytes, has " + bytes;
    }
    String plain = secret.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    for (String placeholder : PLACEHOLDERS) {
      if (plain.contains(placeholder)) {
        return "is a placeholder out of an example ('" + placeholder + "' is in it)";
      }
    }
    if (secret.chars().distinct().count() < MIN_DIFFERENT_CHARACTERS) {
      return "repeats fewer than " + MIN_DIFFERENT_CHARACTERS + " different characters";
    }
    for (String sequence : SEQUENCES) {
      if (plain.contains(sequence)) {
        return "contains the sequence '" + sequence + "'";
      }
    }
    if (repeats(secret)) {
      return "repeats one short text";
    }
    return null;
  }

  /** Whether it is one text of at most half its length over and over. */
  private static boolean repeats(String secret) {
    // A text that is made of copies of itself is found in itself doubled, off its start.
    return (secret + secret).indexOf(secret, 1) < secret.length();
  }
}
