package dev.backbeat.server.ops;

import dev.backbeat.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Files that an option's value is in. */
final class SecretFile {
  private static final int MAX_SECRET_BYTES = 64 << 10;
  private static final int MAX_DIGEST_BYTES = 4 << 20;

  private SecretFile() {}

  /**
   * The text of a file without its last line end, which editors and {@code echo} write.
   *
   * @throws SettingsException if there is none; says which option and where it was given
   */
  static String read(String option, Path file, String origin) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_SECRET_BYTES + 1);
    } catch (IOException e) {
      throw new SettingsException(
          "%s: cannot read %s (%s): %s".formatted(option, file, origin, e), e);
    }
    if (bytes.length > MAX_SECRET_BYTES) {
      throw new SettingsException(
          "%s: %s (%s) has more than %d bytes".formatted(option, file, origin, MAX_SECRET_BYTES));
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new SettingsException("%s: %s (%s) is not UTF-8".formatted(option, file, origin), e);
    }
    String value = text.replaceFirst("\\R$", "");
    if (value.isBlank()) {
      throw new SettingsException("%s: %s (%s) is empty".formatted(option, file, origin));
    }
    return value;
  }

  /** Of what a file holds; empty if it cannot be read, which whoever reads it complains about. */
  static String digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(in.readNBytes(MAX_DIGEST_BYTES)));
    } catch (IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
