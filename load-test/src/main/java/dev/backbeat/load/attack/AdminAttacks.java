package dev.backbeat.load.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The operators' listener: guesses, other names, pages of others, too much, and too slow. */
final class AdminAttacks {
  private static final String STATUS = "/admin/status";
  private static final String ACT = "/admin/announce";
  private static final String UNAUTHORIZED = "HTTP 401 UNAUTHORIZED";
  private static final String FORBIDDEN = "HTTP 403 FORBIDDEN";
  private static final String BAD_REQUEST = "HTTP 400 BAD_REQUEST";
  private static final String NOT_FOUND = "HTTP 404 NOT_FOUND";
  private static final String GUESSED = "HTTP 429 TOO_MANY_FAILURES";
  private static final int GUESSES = 30;
  private static final int FREE_GUESSES = 10;

  private AdminAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("admin");
    tokens(group);
    names(group);
    pages(group);
    sizes(group);
    framing(group);
    slow(group);
    return group.rows();
  }

  private interface Deed {
    Answer on(Target admin) throws IOException, InterruptedException;
  }

  private static void row(Group group, String name, String does, Deed deed, String... expected) {
    group.row(
        name, does, t -> t.admin() == null ? ServerFaults.notOurs() : deed.on(t.admin()), expected);
  }

  private static String status(Target admin, String... headers) {
    return Requests.get(admin, STATUS, headers);
  }

  private static String withHost(Target admin, String request, String host) {
    return request.replace("Host: 127.0.0.1:" + admin.port(), "Host: " + host);
  }

  private static void tokens(Group group) {
    row(
        group,
        "admin-without-token",
        "each call of the API, by its method, without a token",
        a -> AdminCalls.askAll(a, AdminCalls.all(a).stream().map(c -> c.request(a)).toList()),
        UNAUTHORIZED);
    row(
        group,
        "admin-token-elsewhere",
        "the right token in the query, in a cookie, as a password, cut and lengthened",
        AdminAttacks::elsewhere,
        UNAUTHORIZED);
    row(
        group,
        "admin-token-guessing",
        GUESSES + " wrong tokens of one address, then the right one, then the audit log",
        AdminAttacks::guess,
        "10 x HTTP 401 UNAUTHORIZED; 20 x HTTP 429 TOO_MANY_FAILURES,"
            + " retry after 60 s, right token HTTP 200, 10 audit lines");
  }

  private static Answer elsewhere(Target admin) throws IOException {
    String token = admin.apiKey();
    byte[] bytes = ("attack:" + token).getBytes(StandardCharsets.UTF_8);
    String password = Base64.getEncoder().encodeToString(bytes);
    return AdminCalls.askAll(
        admin,
        List.of(
            Requests.get(admin, STATUS + "?token=" + token),
            status(admin, "Cookie: token=" + token),
            status(admin, "X-Api-Key: " + token),
            status(admin, "Authorization: Basic " + password),
            status(admin, "Authorization: Bearer"),
            status(admin, "Authorization: Bearer " + token.substring(1)),
            status(admin, "Authorization: Bearer " + token + "A"),
            status(admin, "Authorization: " + token)));
  }

  private static Answer guess(Target admin) throws IOException {
    InetAddress from = admin.newAddress();
    List<Answer> answers = new ArrayList<>();
    String wait = "";
    for (int i = 0; i < GUESSES; i++) {
      Wire.Response response = from(admin, from, status(admin, "Authorization: Bearer guess-" + i));
      answers.add(AdminCalls.answer(response));
      wait = response.header("Retry-After");
      boolean late = answers.get(i).text().equals(GUESSED);
      if (late != i >= FREE_GUESSES) {
        return new Answer("guess " + (i + 1) + ": " + answers.get(i));
      }
    }
    String key = Requests.key(admin);
    int right = from(admin, from, status(admin, key)).status();
    String audit = from(admin, from, Requests.get(admin, "/admin/audit?limit=500", key)).body();
    long lines =
        Stream.of(audit.split("\\{")).filter(l -> l.contains(from.getHostAddress() + '"')).count();
    return new Answer(
        Answer.all(answers)
            + ", retry after %s s, right token HTTP %d, %d audit lines"
                .formatted(wait, right, lines));
  }

  private static Wire.Response from(Target admin, InetAddress address, String request)
      throws IOException {
    try (Wire wire = Wire.connect(admin.server(), address)) {
      return wire.send(request).response();
    }
  }

  private static void names(Group group) {
    row(
        group,
        "admin-other-host",
        "a name of somebody's that leads here (DNS rebinding), with the token",
        a -> {
          List<String> requests = new ArrayList<>();
          for (String host :
              List.of(
                  "evil.example",
                  "evil.example:" + a.port(),
                  "localhost.evil.example:" + a.port(),
                  "127.0.0.1.evil.example")) {
            for (String path :
                List.of("/admin", "/admin/openapi.json", STATUS, "/metrics", "/healthz")) {
              requests.add(withHost(a, Requests.get(a, path, Requests.key(a)), host));
            }
          }
          return AdminCalls.askAll(a, requests);
        },
        FORBIDDEN);
    row(
        group,
        "admin-spellings",
        "a call in other spellings, without a token",
        a ->
            spelt(
                a,
                "/admin/../admin/status",
                "//admin/status",
                "/admin//status",
                "/admin/status/",
                "/%61dmin/%73tatus",
                "/healthz/../admin/status",
                "/admin/status%00",
                "/admin/status?x=/healthz"),
        UNAUTHORIZED);
    row(
        group,
        "admin-no-spellings",
        "what is nearly a call, without a token",
        a ->
            spelt(
                a,
                "/ADMIN/status",
                "/admin;x/status",
                "/admin\\status",
                "/healthz/..%2fadmin/status",
                "/adminstatus",
                "/status"),
        NOT_FOUND);
    row(
        group,
        "admin-upgrade",
        "a WebSocket upgrade, with the token",
        a -> AdminCalls.ask(a, Requests.upgrade(a, "backbeat.v1", Requests.key(a))),
        NOT_FOUND);
  }

  private static Answer spelt(Target admin, String... paths) throws IOException {
    return AdminCalls.askAll(
        admin, Stream.of(paths).map(path -> Requests.get(admin, path)).toList());
  }

  private static void pages(Group group) {
    row(
        group,
        "admin-other-origin",
        "pages of other origins, with the token, and what a browser asks before",
        a -> {
          List<String> requests = new ArrayList<>();
          for (String origin :
              List.of(
                  "https://evil.example",
                  "null",
                  "http://127.0.0.1:1",
                  "http://127.0.0.1:" + a.port() + ".evil.example")) {
            String header = "Origin: " + origin;
            requests.add(status(a, header, Requests.key(a)));
            requests.add(
                status(a, header, "Access-Control-Request-Method: POST")
                    .replace("GET ", "OPTIONS "));
          }
          return AdminCalls.askAll(a, requests);
        },
        FORBIDDEN);
    row(
        group,
        "admin-form",
        "a form of another page, in each of its three encodings, with a cookie",
        a -> AdminCalls.askAll(a, forms(a, "Origin: https://evil.example")),
        FORBIDDEN);
    row(
        group,
        "admin-form-no-origin",
        "the same of a browser that does not say whose page it is",
        a -> AdminCalls.askAll(a, forms(a, "X-A: b")),
        UNAUTHORIZED);
  }

  private static List<String> forms(Target admin, String header) {
    return Stream.of(
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
        .map(
            type ->
                Requests.post(admin, ACT, "{\"text\":\"owned\"}", header, "Cookie: token=x")
                    .replace("application/json", type))
        .toList();
  }

  private static void sizes(Group group) {
    row(
        group,
        "admin-huge-body",
        "bodies of 1 MiB, announced, and of 128 KiB in chunks, with the token",
        a -> {
          String post = status(a, Requests.key(a), "Content-Length: 1048576");
          String chunked = status(a, Requests.key(a), "Transfer-Encoding: chunked");
          String chunks = ("1000\r\n" + "x".repeat(4_096) + "\r\n").repeat(32);
          return AdminCalls.askAll(a, List.of(act(post), act(chunked) + chunks));
        },
        "HTTP 413 TOO_BIG");
    row(
        group,
        "admin-json-depth",
        "a body of 60,000 nested arrays, with the token",
        a -> AdminCalls.ask(a, Requests.post(a, ACT, "[".repeat(60_000), Requests.key(a))),
        BAD_REQUEST);
    row(
        group,
        "admin-huge-header",
        "one header of 64 KiB, and 5,000 headers",
        a ->
            AdminCalls.askAll(
                a,
                List.of(
                    status(a, "X-A: " + "a".repeat(65_536)),
                    status(a, "X-A: a\r\n".repeat(5_000) + "X-B: b"))),
        "HTTP 431");
  }

  private static String act(String status) {
    return status.replace("GET " + STATUS, "POST " + ACT);
  }

  private static void framing(Group group) {
    String hidden = "GET /admin/audit HTTP/1.1\r\nHost: localhost\r\n\r\n";
    row(
        group,
        "admin-two-hosts",
        "two Host headers, with the token",
        a -> AdminCalls.ask(a, status(a, "Host: evil.example", Requests.key(a))),
        BAD_REQUEST);
    row(
        group,
        "admin-cl-and-te",
        "a body with both Content-Length and chunks, a request hidden in it",
        a ->
            HttpAttacks.one(
                a,
                act(status(a, "Content-Length: 5", "Transfer-Encoding: chunked"))
                    + "0\r\n\r\n"
                    + hidden),
        "HTTP 401, closed");
  }

  private static void slow(Group group) {
    row(
        group,
        "admin-slow-headers",
        "headers of a byte each 250 ms (slowloris)",
        a -> FloodAttacks.trickle(a, status(a, "X-A: " + "a".repeat(2_000))),
        "closed");
  }
}
