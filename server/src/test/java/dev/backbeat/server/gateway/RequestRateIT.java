package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests per second of an address, which a trusted proxy names here. */
@Timeout(120)
class RequestRateIT {
  private static final String KEY = "Nq5sR2vX8bK1mZ4tQ7yW";
  private static final String PAGE = "https://game.example";
  private static final String[] FLOODER = {"X-Forwarded-For", "192.0.2.1"};
  private static final String[] OTHER = {"X-Forwarded-For", "192.0.2.2"};

  /** At a token per second and a burst of 50, whatever else the machine does. */
  private static final int ENOUGH = 2_000;

  /** Asks for something. */
  private interface Request {
    HttpResponse<String> send() throws IOException;
  }

  private static RunningServer server(int requestsPerSecond) {
    return new RunningServer(
        "--requests-per-second-per-address=" + requestsPerSecond,
        "--trusted-proxies=127.0.0.1",
        "--forwarded-header=x-forwarded-for",
        "--guests=on",
        "--guest-tickets=on",
        "--guest-tickets-per-minute-per-address=1000000",
        "--public-metrics=on",
        "--api-key=" + KEY,
        "--allowed-origins=" + PAGE);
  }

  /** The answer to the one that is one too many. */
  private static HttpResponse<String> refusal(Request request) throws IOException {
    for (int i = 0; i < ENOUGH; i++) {
      HttpResponse<String> answer = request.send();
      if (answer.statusCode() == 429) {
        assertEquals("5", header(answer, "Retry-After"));
        assertEquals(
            ErrorCode.ERROR_TOO_MANY_CONNECTIONS.name(), header(answer, Protocol.ERROR_HEADER));
        assertEquals("", header(answer, "Connection"), "the socket stays open");
        return answer;
      }
    }
    return fail("none of " + ENOUGH + " was refused");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String[] with(String[] address, String... more) {
    return Stream.concat(Stream.of(address), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aFloodIsRefusedAndNobodyElse() throws IOException {
    try (RunningServer server = server(1)) {
      assertEquals(0, hits(server));
      assertTrue(refusal(() -> server.get("/", FLOODER)).body().startsWith("too many requests"));
      assertTrue(hits(server) > 0);
      assertEquals(200, server.get("/", OTHER).statusCode());
      assertEquals(200, server.get("/api/rooms").statusCode(), "loopback is not limited");

      // Whatever it asks for.
      for (String path : new String[] {"/api/rooms", "/proto/backbeat/v1/server.proto", "/x"}) {
        refusal(() -> server.get(path, FLOODER));
      }
      HttpResponse<String> json = refusal(() -> server.post("/api/tickets/guest", "{}", FLOODER));
      assertEquals(
          ErrorCode.ERROR_TOO_MANY_CONNECTIONS.name(),
          new JsonObject(json.body()).getJsonObject("error").getString("code"));
      refusal(() -> server.post("/api/rooms", "{}", with(FLOODER, "Authorization", "Bearer no")));
    }
  }

  @Test
  void whatHasALimitOfItsOwnOrCostsNoMoreThanARefusalIsAnswered() throws IOException {
    try (RunningServer server = server(1)) {
      refusal(() -> server.get("/", FLOODER));
      try (WireClient player = WireClient.open(server.port(), "X-Forwarded-For: 192.0.2.1")) {
        player.joined("any", "still-welcome");
      }
      assertEquals(426, server.get("/play", FLOODER).statusCode());
      for (int i = 0; i < 60; i++) {
        assertEquals(200, server.get("/healthz", FLOODER).statusCode());
      }
      assertEquals(200, server.get("/readyz", FLOODER).statusCode());
      String[] keyed = with(FLOODER, "Authorization", "Bearer " + KEY);
      for (int i = 0; i < 60; i++) {
        assertEquals(201, server.post("/api/tickets", "{\"player\":\"p\"}", keyed).statusCode());
      }
    }
  }

  @Test
  void pagesOfOtherOriginsLearnWhy() throws IOException {
    try (RunningServer server = server(1)) {
      HttpResponse<String> rooms =
          refusal(() -> server.get("/api/rooms", with(FLOODER, "Origin", PAGE)));
      assertEquals(PAGE, header(rooms, "Access-Control-Allow-Origin"));
      HttpResponse<String> ticket =
          refusal(() -> server.post("/api/tickets/guest", "{}", with(FLOODER, "Origin", PAGE)));
      assertEquals(PAGE, header(ticket, "Access-Control-Allow-Origin"));
      String head = "OPTIONS /api/tickets/guest HTTP/1.1\r\nHost: x\r\nOrigin: " + PAGE;
      String preflight = head + "\r\nAccess-Control-Request-Method: POST\r\n";
      assertTrue(pipelined(server, preflight, 60).stream().allMatch("204"::equals));
    }
  }

  @Test
  void pathsThatCannotBeReadCountToo() throws IOException {
    try (RunningServer server = server(1)) {
      List<String> statuses = pipelined(server, "GET /%zz HTTP/1.1\r\nHost: x\r\n", ENOUGH);
      assertEquals("400", statuses.get(0));
      assertTrue(statuses.contains("429"), statuses::toString);
    }
  }

  /** The status of each of so many requests of the flooder, sent at once. */
  private static List<String> pipelined(RunningServer server, String head, int count)
      throws IOException {
    try (Socket socket = server.socket()) {
      String request = head + FLOODER[0] + ": " + FLOODER[1] + "\r\n";
      String last = request + "Connection: close\r\n\r\n";
      String all = (request + "\r\n").repeat(count - 1) + last;
      socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith("HTTP/1.1 "))
          .map(line -> line.substring(9, 12))
          .toList();
    }
  }

  @Test
  void everyBrowserOfAnAddressCanLoadTheWholePageAtOnce() throws IOException {
    int files = 0;
    for (String folder : new String[] {"src/main/resources/webroot", "../proto/src/main/proto"}) {
      try (Stream<Path> found = Files.walk(Path.of(folder))) {
        files += (int) found.filter(Files::isRegularFile).count();
      }
    }
    int besides = 5; // The rule, the library, /api/tickets, a guest's ticket, /api/lab.
    ServerConfig config = ServerCommand.configOf();
    int browsers = config.limits().connectionsPerAddress();
    double burst = config.rates().ofAddresses().get(Limit.REQUESTS_PER_ADDRESS).burst();
    assertTrue(files > 40, "" + files);
    assertTrue(burst >= browsers * (files + besides), burst + " < " + browsers + " * " + files);
  }

  private static int hits(RunningServer server) throws IOException {
    return (int) server.metric("backbeat_limit_hits_total{limit=\"requests_per_address\"");
  }
}
