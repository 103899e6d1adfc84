package dev.backbeat.load.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Requests of one address, pipelined on one connection after another, until one is too many. */
final class RequestFlood {
  private static final String COUNTER = "requests_per_address";
  private static final int AT_ONCE = 250;
  private static final int PER_CONNECTION = 2_000;

  /** The burst several times over: it is refilled meanwhile, more so on a machine that is busy. */
  private static final int MAX_REQUESTS = 40_000;

  private RequestFlood() {}

  static void addTo(Group group) {
    group.row(
        "request-flood",
        "GETs of one address, pipelined, until one is refused; then others of the same address,"
            + " and one of another",
        RequestFlood::run,
        "HTTP 429 ERROR_TOO_MANY_CONNECTIONS, retry after 5 s, counted as "
            + COUNTER
            + "; health check HTTP 200, upgrade HTTP 101, with the key HTTP 201, another address"
            + " HTTP 200");
  }

  private static Answer run(Target target) throws IOException {
    InetAddress from = target.newAddress();
    double before = ServerMetrics.limitHits(target, COUNTER);
    Wire.Response refusal = flood(target, from);
    boolean counted = ServerMetrics.limitHits(target, COUNTER) > before;
    List<Answer> answers = new ArrayList<>();
    try (Wire same = Wire.connect(target.server(), from)) {
      answers.add(same.send(Requests.get(target, "/healthz")).answer());
      String backend =
          Requests.post(target, "/api/tickets", "{\"player\":\"flood\"}", Requests.key(target));
      answers.add(same.send(backend).answer());
      answers.add(same.send(Requests.upgrade(target)).answer());
    }
    try (Wire other = target.connect()) {
      answers.add(other.send(Requests.get(target, "/")).answer());
    }
    return new Answer(
        "%s, retry after %s s, %s as %s; health check %s, upgrade %s, with the key %s, another address %s"
            .formatted(
                refusal.answer(),
                refusal.header("Retry-After"),
                counted ? "counted" : "not counted",
                COUNTER,
                answers.get(0),
                answers.get(2),
                answers.get(1),
                answers.get(3)));
  }

  /** The first answer that is none of the page, or the last one. */
  private static Wire.Response flood(Target target, InetAddress from) throws IOException {
    String requests = Requests.get(target, "/favicon.svg").repeat(AT_ONCE);
    Wire.Response last = null;
    for (int asked = 0; asked < MAX_REQUESTS; asked += PER_CONNECTION) {
      try (Wire wire = Wire.connect(target.server(), from)) {
        for (int i = 0; i < PER_CONNECTION; i += AT_ONCE) {
          wire.send(requests);
          for (int n = 0; n < AT_ONCE; n++) {
            last = wire.response();
            if (last.status() != 200) {
              return last;
            }
          }
        }
      }
    }
    return last;
  }
}
