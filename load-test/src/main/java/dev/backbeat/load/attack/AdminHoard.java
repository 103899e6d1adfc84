package dev.backbeat.load.attack;

import dev.backbeat.load.compare.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All places of the operators' listener are taken. On a server of its own, for whoever came first
 * has to leave, which would be the other attackers.
 */
final class AdminHoard {
  static final String EXPECTED = "256 at once, operator HTTP 200, then all closed";

  private static final String TOKEN = "attack-suite-admin-token";
  private static final int SOCKETS = 300;
  private static final int PLACES = 256;
  private static final long SETTLE_MS = 5_000;
  private static final long UNPROVEN_MS = 25_000;
  private static final long POLL_MS = 100;

  private AdminHoard() {}

  static Answer run(Target target) throws IOException, InterruptedException {
    if (target.process() == null) {
      return ServerFaults.notOurs();
    }
    int port = FreePort.next();
    List<String> options =
        AttackServer.withAdmin(
            AttackServer.options(target.apiKey(), target.ticketSecret()), "" + port, TOKEN);
    Path log = target.process().file("server-hoard.log");
    try (ServerChild server = target.process().sibling(options, Map.of(), log)) {
      return hoard(Target.ofAdmin(port, TOKEN, server, new AtomicInteger()));
    }
  }

  private static Answer hoard(Target admin) throws IOException, InterruptedException {
    Deque<Wire> silent = new ArrayDeque<>();
    try {
      for (int i = 0; i < SOCKETS; i++) {
        silent.add(admin.connect());
      }
      int stay = dropTo(silent, PLACES, SETTLE_MS);
      Answer operator =
          AdminCalls.ask(admin, Requests.get(admin, "/admin/status", Requests.key(admin)));
      int left = dropTo(silent, 0, UNPROVEN_MS);
      return new Answer(
          "%d at once, operator %s, then %s"
              .formatted(stay, operator, left == 0 ? "all closed" : left + " still open"));
    } finally {
      for (Wire wire : silent) {
        wire.close();
      }
    }
  }

  /** Waits until no more than so many are open; those that are closed are taken out. */
  private static int dropTo(Deque<Wire> wires, int most, long withinMs)
      throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + withinMs * 1_000_000;
    while (true) {
      Deque<Wire> open = new ArrayDeque<>();
      for (Wire wire : wires) {
        if (wire.patience(1).end().equals(Answer.NOTHING)) {
          open.add(wire);
        } else {
          wire.close();
        }
      }
      wires.clear();
      wires.addAll(open);
      if (wires.size() <= most || System.nanoTime() - untilNs > 0) {
        return wires.size();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }
}
