package dev.backbeat.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a server over HTTP how it is, or to do something, for where there is no curl: the health
 * check of a container, the hook before it stops.
 *
 * <pre>java -cp backbeat-server.jar dev.backbeat.server.Probe http://127.0.0.1:8080/healthz</pre>
 *
 * Exit code 0 if the answer is 2xx, 1 if it is another or there is none (after {@code
 * --wait-seconds} of asking), 2 for bad usage; what the server said is printed.
 */
public final class Probe {
  private static final String USAGE =
      "usage: Probe [--post] [--token-file FILE] [--timeout-seconds S] [--wait-seconds S]"
          + " http://HOST:PORT/PATH";
  private static final long RETRY_NS = 250_000_000;
  private static final int MAX_ANSWER_BYTES = 4_096;

  private boolean post;
  private Path tokenFile;
  private int timeoutMs = 4_000;
  private long waitNs;
  private URI uri;

  private Probe() {}

  /** Asks until the answer is good, once if not told otherwise, and exits. */
  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  static int run(PrintStream out, String... args) {
    Probe probe = new Probe();
    try {
      probe.read(new ArrayDeque<>(List.of(args)));
    } catch (IllegalArgumentException | NoSuchElementException e) {
      out.println(USAGE);
      return 2;
    }
    long startNs = System.nanoTime();
    int code = probe.tryOnce(out);
    while (code != 0 && System.nanoTime() - startNs < probe.waitNs) {
      LockSupport.parkNanos(RETRY_NS);
      code = probe.tryOnce(out);
    }
    return code;
  }

  private int tryOnce(PrintStream out) {
    try {
      return ask(out);
    } catch (IOException e) {
      out.println("no answer from " + uri + ": " + e);
      return 1;
    }
  }

  private void read(Deque<String> args) {
    while (args.size() > 1) {
      switch (args.removeFirst()) {
        case "--post" -> post = true;
        case "--token-file" -> tokenFile = Path.of(args.removeFirst());
        case "--timeout-seconds" ->
            timeoutMs = Math.multiplyExact(1_000, Integer.parseInt(args.removeFirst()));
        case "--wait-seconds" ->
            waitNs = TimeUnit.SECONDS.toNanos(Integer.parseInt(args.removeFirst()));
        default -> throw new IllegalArgumentException();
      }
    }
    uri = URI.create(args.removeFirst());
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null || timeoutMs <= 0) {
      throw new IllegalArgumentException();
    }
  }

  private int ask(PrintStream out) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(timeoutMs);
    connection.setReadTimeout(timeoutMs);
    if (tokenFile != null) {
      // It would be read by everybody on the way.
      if (!InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
        throw new IOException("a token goes to a loopback address alone");
      }
      connection.setRequestProperty("Authorization", "Bearer " + token(tokenFile));
    }
    if (post) {
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
    }
    int status = connection.getResponseCode();
    try (InputStream answer =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] text = answer == null ? new byte[0] : answer.readNBytes(MAX_ANSWER_BYTES);
      out.println(status + " " + new String(text, StandardCharsets.UTF_8).strip());
    }
    return status / 100 == 2 ? 0 : 1;
  }

  /** The first token of a file of {@code --admin-tokens-file}, without the name before it. */
  private static String token(Path file) throws IOException {
    for (String part : Files.readString(file).split("[,\\r\\n]")) {
      String entry = part.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        return entry.substring(entry.indexOf(':') + 1);
      }
    }
    throw new IOException(file + " has no token");
  }
}
