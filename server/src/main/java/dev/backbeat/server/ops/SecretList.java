package dev.backbeat.server.ops;

import dev.backbeat.server.admission.Secrets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** Several secrets in one option, and what they must be like. */
final class SecretList {
  private static final int MAX_SECRETS = 8;

  private SecretList() {}

  /** Separated by commas, or by line ends in the option's file; null = none. */
  static List<String> read(ListenOptions.Checks checks, String option, String given, int minBytes) {
    if (given == null) {
      return List.of();
    }
    List<String> secrets =
        Arrays.stream(given.split("[,\\r\\n]"))
            .map(String::strip)
            .filter(secret -> !secret.isEmpty())
            .toList();
    if (secrets.isEmpty()) {
      throw checks.usage(option + " must not be empty");
    }
    if (secrets.size() > MAX_SECRETS) {
      throw checks.usage(option + ": at most " + MAX_SECRETS + " at once");
    }
    if (new LinkedHashSet<>(secrets).size() < secrets.size()) {
      throw checks.usage(option + " has the same secret twice");
    }
    for (String secret : secrets) {
      String weakness = Secrets.weakness(secret, minBytes);
      if (weakness != null) {
        throw checks.usage(option + " " + weakness + "; make a good one with: " + Secrets.COMMAND);
      }
    }
    return secrets;
  }
}
