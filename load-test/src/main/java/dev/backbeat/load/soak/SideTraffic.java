package dev.backbeat.load.soak;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * What comes beside players: HTTP requests, rooms that are made and expire, handshakes that stop in
 * the middle, sockets that are reset, bytes that are no frames. One thread of its own, a few things
 * per second.
 */
final class SideTraffic {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int SOCKET_TIMEOUT_MS = 2_000;
  private static final long PERIOD_NS = 150_000_000L;
  private static final int ROOM_EVERY = 20;
  private static final int ROOM_EXPIRY_SECONDS = 3;
  private static final String[] PATHS = {
    "/", "/healthz", "/readyz", "/api/rooms", "/no/such/page", "/sdk/index.js", "/%2e%2e/etc/passwd"
  };

  private final URI url;
  private final String apiKey;
  private final Random random;
  private final SoakLoad load;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final Thread thread = new Thread(this::run, "soak-side");
  private volatile boolean running = true;

  /**
   * @param apiKey for rooms; empty = none is needed
   */
  SideTraffic(URI url, String apiKey, long seed, SoakLoad load) {
    this.url = url;
    this.apiKey = apiKey;
    this.random = new Random(seed);
    this.load = load;
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends it; waits for what is on its way. */
  void stop() throws InterruptedException {
    running = false;
    LockSupport.unpark(thread);
    thread.join(TIMEOUT.toMillis() * 2);
  }

  private void run() {
    for (int n = 0; running; n++) {
      if (load.churning()) {
        String what = one(n);
        load.counts().add(what);
      }
      LockSupport.parkNanos(PERIOD_NS);
    }
  }

  /** Does one thing; says what came of it. */
  private String one(int n) {
    try {
      if (n % ROOM_EVERY == 0) {
        return makeRoom();
      }
      return switch (random.nextInt(4)) {
        case 0 -> "http_" + get(PATHS[random.nextInt(PATHS.length)]);
        case 1 -> halfHandshake();
        case 2 -> resetAfterUpgrade();
        default -> rubbishAfterUpgrade();
      };
    } catch (IOException e) {
      return "side_" + e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      running = false;
      return "side_interrupted";
    }
  }

  private URI http(String path) {
    return URI.create("http://" + url.getHost() + ':' + url.getPort() + path);
  }

  private int get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(http(path)).timeout(TIMEOUT).GET().build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private String makeRoom() throws IOException, InterruptedException {
    JsonObject body =
        new JsonObject().put("emptyExpirySeconds", ROOM_EXPIRY_SECONDS).put("maxPlayers", 20);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http("/api/rooms"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    if (!apiKey.isEmpty()) {
      request.header("Authorization", "Bearer " + apiKey);
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      return "room_" + answer.statusCode();
    }
    try {
      load.room(new JsonObject(answer.body()).getString("id"));
      return "room_made";
    } catch (DecodeException e) {
      return "room_unreadable";
    }
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), SOCKET_TIMEOUT_MS);
    socket.setSoTimeout(SOCKET_TIMEOUT_MS);
    return socket;
  }

  private String request() {
    return "GET "
        + url.getRawPath()
        + " HTTP/1.1\r\nHost: "
        + url.getHost()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + "Sec-WebSocket-Protocol: backbeat.v1\r\n\r\n";
  }

  private void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private String halfHandshake() throws IOException {
    try (Socket socket = socket()) {
      String whole = request();
      write(socket, whole.substring(0, 1 + random.nextInt(whole.length() - 1)));
      socket.setSoLinger(random.nextBoolean(), 0); // With it the kernel sends a reset.
    }
    return "half_handshake";
  }

  private String resetAfterUpgrade() throws IOException {
    try (Socket socket = socket()) {
      write(socket, request());
      int first = socket.getInputStream().read();
      socket.setSoLinger(true, 0);
      return first < 0 ? "upgrade_unanswered" : "reset_after_upgrade";
    }
  }

  private String rubbishAfterUpgrade() throws IOException {
    try (Socket socket = socket()) {
      write(socket, request());
      byte[] rubbish = new byte[1 + random.nextInt(200)];
      random.nextBytes(rubbish);
      socket.getOutputStream().write(rubbish);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      byte[] answer = new byte[4096];
      int total = 0;
      for (int n = in.read(answer); n >= 0 && total < 1 << 20; n = in.read(answer)) {
        total += n;
      }
      return "rubbish_answered";
    }
  }
}
