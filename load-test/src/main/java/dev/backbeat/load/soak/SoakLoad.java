package dev.backbeat.load.soak;

import dev.backbeat.load.wire.Connection;
import dev.backbeat.load.wire.IoLoop;
import dev.backbeat.load.wire.Upgrade;
import dev.backbeat.protocol.Protocol;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps so many clients alive, each with a life of its own; who is gone is followed by somebody
 * else. One loop, whose thread everything happens on but what is said to be any thread's.
 */
final class SoakLoad {
  /** So many joins per second at most, that a start is no storm. */
  private static final int MAX_JOINS_PER_SECOND = 40;

  private static final long TURN_NS = 20_000_000L;
  private static final int ROOMS_KEPT = 8;

  /** Is counted before each connection: all who could be remembered. */
  static final String CONNECTS = "connects";

  private final URI url;
  private final int clients;
  private final Random random;
  private final Callable<String> tickets;
  private final Counts counts = new Counts();
  private final IoLoop loop;
  private final List<SoakClient> alive = new ArrayList<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::atNs));
  private final CopyOnWriteArrayList<String> rooms = new CopyOnWriteArrayList<>();
  private final AtomicInteger aliveCount = new AtomicInteger();
  private volatile boolean churning;
  private long nextTurnNs = System.nanoTime();
  private long nextJoinNs = System.nanoTime();

  private record Later(long atNs, Runnable task) {}

  /**
   * Nobody is there before {@link #churn}.
   *
   * @param tickets gives each client one of its own; null = none are needed
   */
  SoakLoad(URI url, int clients, long seed, Callable<String> tickets) {
    this.url = url;
    this.clients = clients;
    this.random = new Random(seed);
    this.tickets = tickets;
    this.loop = new IoLoop("soak", this::turn);
    loop.start();
  }

  Counts counts() {
    return counts;
  }

  /** Whether new clients come. Any thread. */
  boolean churning() {
    return churning;
  }

  /** From now on clients come, or all that are there go. Any thread. */
  void churn(boolean on) {
    churning = on;
  }

  /** Clients that have not come to their end. Any thread. */
  int alive() {
    return aliveCount.get();
  }

  /** A room that clients may join from now on. Any thread. */
  void room(String id) {
    rooms.add(id);
    while (rooms.size() > ROOMS_KEPT) {
      rooms.remove(0);
    }
  }

  /** Ends all connections. Any thread. */
  void stop() throws InterruptedException {
    loop.stop();
  }

  Connection connect(String token, Connection.Listener listener) {
    counts.add(CONNECTS);
    String authorization = null;
    if (token != null) {
      authorization = Protocol.RESUME_SCHEME + ' ' + token;
    } else if (tickets != null) {
      authorization = ticket();
    }
    Upgrade upgrade =
        new Upgrade(
            url.getHost() + ':' + url.getPort(),
            url.getRawPath(),
            Protocol.SUBPROTOCOL_BINARY,
            authorization == null ? Map.of() : Map.of("Authorization", authorization));
    return loop.connect(
        new InetSocketAddress(url.getHost(), url.getPort()),
        upgrade,
        null,
        random.nextLong(),
        listener);
  }

  private String ticket() {
    try {
      return Protocol.TICKET_SCHEME + ' ' + tickets.call();
    } catch (Exception e) {
      counts.add("no_ticket");
      return null;
    }
  }

  void later(int afterMs, Runnable task) {
    later.add(new Later(System.nanoTime() + afterMs * 1_000_000L, task));
  }

  private void turn() {
    long nowNs = System.nanoTime();
    while (!later.isEmpty() && later.peek().atNs() - nowNs <= 0) {
      later.poll().task().run();
    }
    if (nowNs - nextTurnNs < 0) {
      return;
    }
    nextTurnNs = nowNs + TURN_NS;
    if (churning && alive.size() < clients && nowNs - nextJoinNs >= 0) {
      nextJoinNs = nowNs + 1_000_000_000L / MAX_JOINS_PER_SECOND;
      SoakClient client =
          new SoakClient(
              this, SoakClient.Role.random(random), new Random(random.nextLong()), room(), nowNs);
      alive.add(client);
      counts.add("as_" + client.role().name().toLowerCase(java.util.Locale.ROOT));
      client.connect();
    }
    for (int i = 0; i < alive.size(); i++) {
      alive.get(i).turn(nowNs, !churning);
    }
    alive.removeIf(SoakClient::done);
    aliveCount.set(alive.size());
  }

  private String room() {
    List<String> known = rooms;
    return known.isEmpty() || random.nextInt(3) > 0
        ? "any"
        : known.get(random.nextInt(known.size()));
  }
}
