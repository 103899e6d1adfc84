package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences about values show no secret, nor one of several. */
class ConfigErrorsTest {
  private static final String FIRST = "horse-Zq81xWw0vN3";
  private static final String SECOND = "zebra-Lk47bTt9mC6";

  @Test
  void eachSecretOfAFileIsMasked() {
    for (String separator : new String[] {",", ", ", "\n", "\r\n", "\nalice:"}) {
      EffectiveConfig.Value secrets =
          new EffectiveConfig.Value(
              "access", "api-key", FIRST + separator + SECOND, "a file", true, true, List.of(), "");
      for (String quoted : new String[] {FIRST, SECOND, FIRST + separator + SECOND}) {
        String masked = ConfigErrors.masked("no key: '" + quoted + "'", List.of(secrets));
        assertEquals("no key: '" + EffectiveConfig.MASK + "'", masked);
      }
    }
  }
}
