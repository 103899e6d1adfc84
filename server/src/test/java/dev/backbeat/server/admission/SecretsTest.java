package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void whatIsNoSecret() {
    for (String bad :
        List.of(
            "",
            "short",
            "change-me",
            "change-me-change-me-change-me-change-me",
            "CHANGE_ME_PLEASE_THIS_IS_NOT_SAFE_AT_ALL",
            "please replace with a long random string",
            "your-256-bit-secret-your-256-bit-secret!",
            "a".repeat(64),
            "0".repeat(64),
            "abc".repeat(20),
            "0123456789abcdef0123456789abcdef",
            "password-of-the-server-for-the-summer-1",
            "this-is-an-example-of-a-signing-secret-x",
            "a-string-secret-at-least-256-bits-long",
            "abcabcabcabcabcabcabcabcabcabcabcabcabcd".replace('d', 'a'))) {
      assertNotNull(Secrets.weakness(bad), bad);
    }
  }

  @Test
  void whatTheCommandMakesIsOne() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      assertNull(Secrets.weakness(Base64.getEncoder().encodeToString(bytes)));
      String hex = HexFormat.of().formatHex(bytes);
      assertNull(Secrets.weakness(hex), hex);
    }
    assertNull(Secrets.weakness("vT8qLm2Zx5Rk9WnB", Secrets.MIN_KEY_BYTES));
  }

  /** Whatever is written where a secret goes in our own pages and examples must not work. */
  @Test
  void noExampleOfOursIsASecret() throws IOException {
    Pattern value =
        Pattern.compile(
            "(?:jwt-hs256-secret|JWT_HS256_SECRET|api-key|API_KEY)(?:[ =:]+)[\"']?([^\\s\"'`|<>$,)]+)");
    int seen = 0;
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file :
          files
              .filter(f -> f.toString().matches("\\.\\./(docs|ops)/.*|\\.\\./README\\.md"))
              .filter(Files::isRegularFile)
              .toList()) {
        Matcher found = value.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (found.find()) {
          seen++;
          assertNotNull(
              Secrets.weakness(found.group(1), Secrets.MIN_KEY_BYTES), file + ": " + found.group());
        }
      }
    }
    assertTrue(seen > 0, "no example was found");
  }
}
