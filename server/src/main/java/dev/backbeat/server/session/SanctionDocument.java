package dev.backbeat.server.session;

import dev.backbeat.server.session.Sanction.By;
import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.Sanction.Subject;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Bans and mutes as one JSON document, replaced as a whole, so that it is never half written. */
final class SanctionDocument {
  private SanctionDocument() {}

  /** There is at most one sanction of each. */
  record Key(Kind kind, Subject subject) {
    static Key of(Sanction sanction) {
      return new Key(sanction.kind(), sanction.subject());
    }
  }

  /** Whether it belongs into a file. */
  static boolean kept(Sanction sanction) {
    return sanction.subject().by() != By.SESSION;
  }

  /**
   * Those that hold; none if there is no file.
   *
   * @throws IOException with a sentence, if it cannot be understood
   */
  static Map<Key, Sanction> read(Path file, long nowMs) throws IOException {
    Map<Key, Sanction> all = new HashMap<>();
    if (!Files.exists(file)) {
      return all;
    }
    try {
      JsonObject document = new JsonObject(Buffer.buffer(Files.readAllBytes(file)));
      for (Object entry : document.getJsonArray("sanctions")) {
        Sanction sanction = fromJson((JsonObject) entry);
        if (sanction.holds(nowMs) && kept(sanction)) {
          all.put(Key.of(sanction), sanction);
        }
      }
      return all;
    } catch (RuntimeException e) {
      throw new IOException(
          "--bans-file: " + file + " cannot be understood; correct it or move it away: " + e, e);
    }
  }

  private static Sanction fromJson(JsonObject json) {
    return new Sanction(
        Kind.valueOf(json.getString("kind")),
        new Subject(By.valueOf(json.getString("by")), json.getString("subject")),
        json.getString("reason"),
        json.getString("decidedBy"),
        json.getLong("sinceMs"),
        json.getLong("untilMs", Sanction.FOR_GOOD));
  }

  /** Replaces the file; it is on the disk afterwards. */
  static void write(Path file, Collection<Sanction> sanctions) throws IOException {
    List<JsonObject> list =
        sanctions.stream()
            .sorted(
                Comparator.comparingLong(Sanction::sinceMs)
                    .thenComparing(s -> s.subject().toString()))
            .map(SanctionDocument::toJson)
            .toList();
    byte[] bytes =
        new JsonObject()
            .put("sanctions", new JsonArray(list))
            .encodePrettily()
            .getBytes(StandardCharsets.UTF_8);
    Path next = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      try (FileChannel out =
          FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static JsonObject toJson(Sanction sanction) {
    JsonObject json =
        new JsonObject()
            .put("kind", sanction.kind().name())
            .put("by", sanction.subject().by().name())
            .put("subject", sanction.subject().value())
            .put("reason", sanction.reason())
            .put("decidedBy", sanction.by())
            .put("sinceMs", sanction.sinceMs());
    return sanction.untilMs() == Sanction.FOR_GOOD ? json : json.put("untilMs", sanction.untilMs());
  }
}
