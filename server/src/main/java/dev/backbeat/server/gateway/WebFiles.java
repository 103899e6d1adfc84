package dev.backbeat.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Files from the class path, kept in memory: the page, the .proto files, the web libraries. Only
 * names made of plain segments with a known ending exist. Any thread.
 */
public final class WebFiles {
  private static final int MAX_CACHED_BYTES = 32 * 1024 * 1024;
  private static final int MAX_FILE_BYTES = 8 * 1024 * 1024;
  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("proto", "text/plain; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("md", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("mp3", "audio/mpeg"));

  private final Vertx vertx;
  private final Cache<String, Optional<WebFile>> files =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_BYTES)
          .<String, Optional<WebFile>>weigher(
              (path, file) -> file.map(f -> f.plain().length() * 2).orElse(64))
          .build();

  /** Nothing is read yet. */
  public WebFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * A file as it is served.
   *
   * @param gzip the same compressed, or null if that would not make it smaller
   */
  public record WebFile(String type, String etag, Buffer plain, Buffer gzip) {}

  /**
   * Finds {@code folder + path} on the class path.
   *
   * @param path from outside: checked here
   */
  public Future<Optional<WebFile>> find(String folder, String path) {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || path.length() > 200 || !PATH.matcher(path).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    String resource = folder + path;
    Optional<WebFile> cached = files.getIfPresent(resource);
    if (cached != null) {
      return Future.succeededFuture(cached);
    }
    return vertx.executeBlocking(() -> files.get(resource, r -> load(r, type)), false);
  }

  private static Optional<WebFile> load(String resource, String type) {
    try (InputStream in = WebFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      byte[] packed = type.startsWith("image/") && !type.contains("svg") ? bytes : gzip(bytes);
      return Optional.of(
          new WebFile(
              type,
              '"' + hash(bytes) + '"',
              Buffer.buffer(bytes),
              packed.length < bytes.length ? Buffer.buffer(packed) : null));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource + " from the class path", e);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
