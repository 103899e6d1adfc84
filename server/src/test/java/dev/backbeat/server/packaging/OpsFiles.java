package dev.backbeat.server.packaging;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The folder {@code ops} of the checkout. */
public final class OpsFiles {
  static final Path DIRECTORY = Path.of("..", "ops").toAbsolutePath().normalize();
  private static final String SECRET = "q8Zt1Lw0vN3rXk5Yb7Hc9Dm2Fj4Gs6Pa";

  private OpsFiles() {}

  /** A file's text. */
  public static String read(String name) throws IOException {
    return Files.readString(DIRECTORY.resolve(name));
  }

  /** A file's text with pieces of it replaced, each of which must be there. */
  public static String read(String name, Map<String, String> replacements) throws IOException {
    String text = read(name);
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      assertTrue(text.contains(replacement.getKey()), name + " has no " + replacement.getKey());
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    return text;
  }

  /** The lines of a file that say something. */
  static List<String> statements(String name) throws IOException {
    return read(name)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Secrets of the production profile, in files, as variables that name them. */
  public static Map<String, String> secrets(Path directory) throws IOException {
    return Map.of(
        "BACKBEAT_API_KEY_FILE",
        secret(directory, "api-keys", apiKey()),
        "BACKBEAT_JWT_HS256_SECRET_FILE",
        secret(directory, "jwt-secrets", SECRET + "jwt"),
        "BACKBEAT_ADMIN_TOKENS_FILE",
        secret(directory, "admin-tokens", "# who may\nops:" + adminToken()));
  }

  /** The backend's key of {@link #secrets}. */
  public static String apiKey() {
    return SECRET + "api";
  }

  /** The operator's token of {@link #secrets}. */
  public static String adminToken() {
    return SECRET + "admin";
  }

  private static String secret(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text + "\n").toString();
  }
}
