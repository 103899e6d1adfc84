package dev.backbeat.server.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what the JVM does for a while and answers with the file. One at a time, bounded in size;
 * the file lives in the directory for temporary ones until it is sent, or the caller is gone.
 */
final class FlightRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(FlightRecorder.class);
  private static final int MAX_SECONDS = 300;
  private static final int MARGIN_SECONDS = 60;
  private static final long MAX_BYTES = 64L << 20;

  private final Vertx vertx;
  private final AtomicBoolean busy = new AtomicBoolean();

  FlightRecorder(Vertx vertx) {
    this.vertx = vertx;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.post(
                "/admin/flight-recording",
                "recordFlight",
                "diagnostics",
                "RecordingWish",
                null,
                "Records for some seconds, then answers with a file for JDK Mission Control")
            .errors(409)
            .within(MAX_SECONDS + MARGIN_SECONDS)
            .does(this::record));
  }

  private Future<JsonObject> record(AdminRequest request) {
    int seconds = request.body().getInteger("seconds", 30);
    request.target("jvm");
    if (!busy.compareAndSet(false, true)) {
      throw ApiException.conflict("a recording is being made already");
    }
    HttpServerResponse response = request.routing().response();
    Promise<Void> over = Promise.promise();
    response.closeHandler(gone -> over.tryComplete());
    return vertx
        .executeBlocking(FlightRecorder::begin)
        .compose(
            recording -> {
              long timer = vertx.setTimer(seconds * 1_000L, fired -> over.tryComplete());
              return over.future()
                  .onComplete(done -> vertx.cancelTimer(timer))
                  .compose(done -> vertx.executeBlocking(() -> end(recording, response.closed())));
            })
        .compose(file -> send(file, response))
        .onComplete(done -> busy.set(false));
  }

  private static Recording begin() throws IOException, ParseException {
    Recording recording = new Recording(Configuration.getConfiguration("profile"));
    recording.setName("backbeat-admin");
    recording.setMaxSize(MAX_BYTES);
    recording.setDumpOnExit(false);
    recording.start();
    return recording;
  }

  /** The file, or null if nobody waits for it. */
  private static Path end(Recording recording, boolean unwanted) throws IOException {
    try (recording) {
      recording.stop();
      if (unwanted) {
        return null;
      }
      Path file = Files.createTempFile("backbeat-", ".jfr");
      try {
        recording.dump(file);
        return file;
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  private Future<JsonObject> send(Path file, HttpServerResponse response) {
    if (file == null) {
      return Future.failedFuture(new ApiException(499, "GONE", "nobody waits for the file"));
    }
    String name = "backbeat-" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ".jfr";
    return response
        .putHeader("Content-Type", "application/octet-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"" + name.replace(':', '-') + '"')
        .sendFile(file.toString())
        .eventually(() -> vertx.executeBlocking(() -> delete(file)))
        .mapEmpty();
  }

  private static Void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("a temporary file stays behind");
    }
    return null;
  }
}
