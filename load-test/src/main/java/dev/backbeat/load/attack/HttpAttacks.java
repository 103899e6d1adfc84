package dev.backbeat.load.attack;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Requests that are not HTTP, too much of it, or two requests in one. */
final class HttpAttacks {
  static final String NOT_FOUND = "HTTP 404 ERROR_NOT_FOUND";

  private HttpAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("http");
    syntax(group);
    sizes(group);
    smuggling(group);
    PathAttacks.addTo(group);
    return group.rows();
  }

  private static void syntax(Group group) {
    group
        .http(
            "http2-preface",
            "HTTP/2 with prior knowledge",
            t -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
            "HTTP 501")
        .http(
            "http-9.9",
            "a version that does not exist",
            t -> "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
            "HTTP 400",
            "HTTP 505",
            "HTTP 501")
        .http(
            "no-host",
            "HTTP/1.1 without Host",
            t -> "GET /healthz HTTP/1.1\r\n\r\n",
            "HTTP 400 ERROR_NOT_FOUND")
        .http(
            "two-hosts",
            "two Host headers",
            t -> Requests.get(t, "/healthz", "Host: evil.example"),
            "HTTP 400 ERROR_NOT_FOUND")
        .http(
            "nul-in-header",
            "a NUL in a header's value",
            t -> Requests.get(t, "/healthz", "X-A: a\0b"),
            "HTTP 400")
        .http(
            "cr-in-header",
            "a bare CR in a header's value",
            t -> Requests.get(t, "/healthz", "X-A: a\rX-B: b"),
            "HTTP 400")
        .http(
            "space-before-colon",
            "a space between name and colon",
            t -> Requests.get(t, "/healthz", "X-A : a"),
            "HTTP 400")
        .http(
            "folded-header",
            "the key in a header folded over two lines (obsolete): read as one space",
            t -> {
              String folded = Requests.key(t).replace("Bearer ", "Bearer\r\n ");
              return Requests.post(t, "/api/tickets", "{\"player\":\"folded\"}", folded);
            },
            "HTTP 201")
        .http(
            "folded-first-header",
            "a fold before the first header, as part of the request line",
            t -> Requests.get(t, "/healthz").replace("\r\nHost", "\r\n X: y\r\nHost"),
            "HTTP 400")
        .http(
            "tls-to-plain",
            "a TLS ClientHello to a port without TLS",
            t -> "\26\3\1\2\0\1\0\1\374\3\3" + "x".repeat(500) + "\r\n\r\n",
            "HTTP 400",
            "closed")
        .http(
            "binary-noise",
            "bytes that are no HTTP",
            t -> "\1\2\3\4\377\376\r\n\r\n",
            "HTTP 400",
            "closed")
        .row(
            "header-injection",
            "CR LF, percent-encoded, in path and query, and what comes back",
            t -> {
              try (Wire wire = t.connect()) {
                String path = "/play%0d%0aX-Evil:%201?a=%0d%0aX-Evil:%201";
                Wire.Response response = wire.send(Requests.get(t, path)).response();
                return response.header("X-Evil").isEmpty()
                    ? response.answer()
                    : new Answer("injected");
              }
            },
            NOT_FOUND)
        .http(
            "connect-method",
            "CONNECT, as to a proxy",
            t -> "CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n",
            NOT_FOUND,
            "HTTP 404",
            "HTTP 400",
            "HTTP 405")
        .http(
            "trace-method",
            "TRACE, which would show headers to scripts",
            t -> "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP 404",
            "HTTP 405",
            "HTTP 405 ERROR_NOT_FOUND",
            NOT_FOUND);
  }

  private static void sizes(Group group) {
    group
        .http(
            "huge-header",
            "one header of 64 KiB",
            t -> Requests.get(t, "/play", "X-A: " + "a".repeat(65_536)),
            "HTTP 431",
            "HTTP 400")
        .http(
            "many-headers",
            "5,000 headers",
            t -> Requests.get(t, "/play", "X-A: a\r\n".repeat(5_000) + "X-B: b"),
            "HTTP 431",
            "HTTP 400")
        .http(
            "huge-path",
            "a request line of 64 KiB",
            t -> Requests.get(t, "/" + "a".repeat(65_536)),
            "HTTP 414")
        .http(
            "huge-body",
            "a POST of 1 MiB to /api/rooms",
            t -> Requests.post(t, "/api/rooms", " ".repeat(1 << 20), Requests.key(t)),
            "HTTP 413",
            "closed")
        .http(
            "endless-chunks",
            "a chunked body of 1 MiB in small chunks",
            t ->
                Requests.get(t, "/api/rooms", "Transfer-Encoding: chunked", Requests.key(t))
                        .replace("GET", "POST")
                    + "10\r\n0123456789abcdef\r\n".repeat(65_536),
            "HTTP 413",
            "closed")
        .http(
            "json-depth",
            "a body of 5,000 nested arrays",
            t -> Requests.post(t, "/api/rooms", "[".repeat(5_000), Requests.key(t)),
            "HTTP 400")
        .http(
            "json-number",
            "an option of 10,000 digits",
            t ->
                Requests.post(
                    t,
                    "/api/rooms",
                    "{\"maxPlayers\":" + "9".repeat(10_000) + "}",
                    Requests.key(t)),
            "HTTP 400");
  }

  private static void smuggling(Group group) {
    String hidden = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    group
        .row(
            "cl-and-te",
            "a body with both Content-Length and chunks, a request hidden in it",
            t ->
                one(
                    t,
                    Requests.get(t, "/api/rooms", "Content-Length: 5", "Transfer-Encoding: chunked")
                            .replace("GET", "POST")
                        + "0\r\n\r\n"
                        + hidden),
            "HTTP 401, closed",
            "HTTP 400, closed")
        .row(
            "two-lengths",
            "two Content-Lengths that differ",
            t ->
                one(
                    t,
                    Requests.get(
                                t,
                                "/api/rooms",
                                "Content-Length: 0",
                                "Content-Length: " + hidden.length())
                            .replace("GET", "POST")
                        + hidden),
            "HTTP 400, closed")
        .row(
            "bad-chunk",
            "a chunk whose size is no number",
            t ->
                one(
                    t,
                    Requests.get(t, "/api/rooms", "Transfer-Encoding: chunked")
                            .replace("GET", "POST")
                        + "zz\r\n"
                        + hidden),
            "closed",
            "HTTP 400, closed")
        .row(
            "negative-content-length",
            "Content-Length: -1",
            t ->
                one(
                    t,
                    Requests.get(t, "/api/rooms", "Content-Length: -1").replace("GET", "POST")
                        + hidden),
            "HTTP 400, closed")
        .row(
            "unknown-coding",
            "Transfer-Encoding: gzip, chunked, identity",
            t ->
                one(
                    t,
                    Requests.get(t, "/api/rooms", "Transfer-Encoding: chunked, identity")
                            .replace("GET", "POST")
                        + "0\r\n\r\n"
                        + hidden),
            "HTTP 400, closed")
        .row(
            "pipelining",
            "500 requests at once",
            t -> {
              try (Wire wire = t.connect()) {
                wire.send(Requests.get(t, "/healthz").repeat(500));
                List<Answer> answers = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                  answers.add(wire.answer());
                }
                return Answer.all(answers);
              }
            },
            "HTTP 200")
        .row(
            "request-behind-upgrade",
            "a request in the same segment behind an upgrade, whose answer was not waited for",
            t -> {
              try (Wire wire = t.connect()) {
                return wire.send(Requests.upgrade(t) + hidden).answer();
              }
            },
            "closed");
  }

  /** The answer to the first request, and what follows: a second answer would be the hidden one. */
  static Answer one(Target target, String request) throws IOException {
    try (Wire wire = target.connect()) {
      Wire.Response first;
      try {
        first = wire.sendAnyway(request).response();
      } catch (SocketTimeoutException e) {
        return Answer.NOTHING;
      } catch (EOFException | SocketException e) {
        return Answer.CLOSED;
      }
      String end;
      try {
        end = "then HTTP " + wire.patience(2_000).response().status();
      } catch (SocketTimeoutException e) {
        end = "still open";
      } catch (EOFException | SocketException e) {
        end = "closed";
      }
      return new Answer("HTTP " + first.status() + ", " + end);
    }
  }
}
