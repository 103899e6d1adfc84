package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Paths that lead, or would lead, to what is not for players. */
final class PathAttacks {
  private PathAttacks() {}

  /** Rows of the group of HTTP attacks. */
  static void addTo(Group group) {
    group
        .row(
            "dot-dot",
            "../ in four spellings, towards files",
            t ->
                every(
                    t,
                    "/../../etc/passwd",
                    "/sdk/../../../etc/passwd",
                    "/%2e%2e/%2e%2e/etc/passwd",
                    "/sdk/%2e%2e%2f%2e%2e%2fetc/passwd"),
            HttpAttacks.NOT_FOUND)
        .row(
            "backslashes",
            "the same with backslashes",
            t -> every(t, "/..\\..\\etc\\passwd", "/sdk/..%5c..%5cetc%5cpasswd"),
            HttpAttacks.NOT_FOUND)
        .row(
            "class-path",
            "classes and settings of the program",
            t ->
                every(
                    t,
                    "/sdk/../logback.xml",
                    "/META-INF/MANIFEST.MF",
                    "/webroot/index.html",
                    "/sdk/%2e%2e/META-INF/MANIFEST.MF",
                    "/dev/backbeat/server/Main.class"),
            HttpAttacks.NOT_FOUND)
        .row(
            "nul-in-path",
            "a NUL, to cut a name short",
            t -> every(t, "/sdk/backbeat.js%00.txt", "/%00"),
            HttpAttacks.NOT_FOUND)
        .row(
            "double-slash",
            "empty segments",
            t -> every(t, "//etc/passwd", "/sdk//../..//etc/passwd"),
            HttpAttacks.NOT_FOUND)
        .row(
            "overlong-path",
            "../ in overlong UTF-8",
            t -> every(t, "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd"),
            HttpAttacks.NOT_FOUND,
            "HTTP 400 ERROR_NOT_FOUND")
        .row(
            "bad-percent",
            "percent signs that encode nothing",
            t -> every(t, "/%zz", "/%", "/play%2"),
            "HTTP 400 ERROR_NOT_FOUND")
        .row(
            "other-host-path",
            "an absolute target of another host",
            t -> every(t, "http://evil.example/etc/passwd"),
            HttpAttacks.NOT_FOUND)
        .row(
            "admin-on-play-port",
            "the admin API's pages and calls on the play port, by GET, with an operator's token",
            t -> adminHere(t, "GET"),
            HttpAttacks.NOT_FOUND)
        .row(
            "admin-acts-on-play-port",
            "its calls that do something, by POST, with an operator's token",
            t -> adminHere(t, "POST"),
            "HTTP 405 ERROR_NOT_FOUND");
  }

  /**
   * Every call of the method that the admin listener's document has, asked for at the play port.
   */
  private static Answer adminHere(Target target, String method) throws IOException {
    if (target.admin() == null) {
      return ServerFaults.notOurs();
    }
    List<Answer> answers = new ArrayList<>();
    List<AdminCalls.Call> calls = new ArrayList<>(AdminCalls.all(target.admin()));
    for (String page : List.of("/admin", "/admin/", "/admin/openapi.json")) {
      calls.add(new AdminCalls.Call("GET", page));
    }
    for (AdminCalls.Call call : calls) {
      if (call.method().equals(method)) {
        try (Wire wire = target.connect()) {
          wire.send(call.request(target, Requests.key(target.admin())));
          answers.add(wire.answer());
        }
      }
    }
    return Answer.all(answers);
  }

  private static Answer every(Target target, String... paths) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (String path : paths) {
      try (Wire wire = target.connect()) {
        answers.add(wire.send(Requests.get(target, path)).answer());
      }
    }
    return Answer.all(answers);
  }
}
