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
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps bans and mutes over a restart: one JSON document, replaced as a whole after every change,
 * so that it is never half written. What is about a session alone is not kept, for sessions do not
 * live on either.
 */
public final class SanctionFile {
  private static final Logger LOG = LoggerFactory.getLogger(SanctionFile.class);

  private final Path file;
  private final Sanctions sanctions;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ExecutorService writer = writer();

  private SanctionFile(Path file, Sanctions sanctions) {
    this.file = file;
    this.sanctions = sanctions;
  }

  /** One thread, that ends when there is nothing to write. */
  private static ExecutorService writer() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(4),
            task -> new Thread(task, "backbeat-bans"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * What the file holds; from now on changes are written to it.
   *
   * @param file null = none is kept
   * @throws IOException with a sentence, if it is there and cannot be understood
   */
  public static Sanctions load(Path file, InstantSource clock) throws IOException {
    Sanctions sanctions = new Sanctions(clock);
    if (file == null) {
      return sanctions;
    }
    if (Files.exists(file)) {
      try {
        read(file, sanctions, clock.millis());
      } catch (RuntimeException e) {
        throw new IOException(
            "--bans-file: " + file + " cannot be understood; correct it or move it away: " + e, e);
      }
    }
    SanctionFile kept = new SanctionFile(file, sanctions);
    kept.write(); // What cannot be written is better known now.
    sanctions.onChange(kept::changed);
    return sanctions;
  }

  private static void read(Path file, Sanctions sanctions, long nowMs) throws IOException {
    JsonObject all = new JsonObject(Buffer.buffer(Files.readAllBytes(file)));
    for (Object entry : all.getJsonArray("sanctions")) {
      JsonObject json = (JsonObject) entry;
      Sanction sanction =
          new Sanction(
              Kind.valueOf(json.getString("kind")),
              new Subject(By.valueOf(json.getString("by")), json.getString("subject")),
              json.getString("reason"),
              json.getString("decidedBy"),
              json.getLong("sinceMs"),
              json.getLong("untilMs", Sanction.FOR_GOOD));
      if (sanction.holds(nowMs)) {
        sanctions.add(sanction);
      }
    }
  }

  /** Many changes at once are one write. */
  private void changed() {
    if (waiting.compareAndSet(false, true)) {
      writer.execute(
          () -> {
            waiting.set(false);
            try {
              write();
            } catch (IOException e) {
              LOG.atError()
                  .addKeyValue("file", file)
                  .setCause(e)
                  .log("bans cannot be written; a restart would forget the newest");
            }
          });
    }
  }

  private synchronized void write() throws IOException {
    JsonArray list = new JsonArray();
    for (Kind kind : Kind.values()) {
      for (Sanction sanction : sanctions.list(kind)) {
        if (sanction.subject().by() != By.SESSION) {
          list.add(toJson(sanction));
        }
      }
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    byte[] bytes =
        new JsonObject().put("sanctions", list).encodePrettily().getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
