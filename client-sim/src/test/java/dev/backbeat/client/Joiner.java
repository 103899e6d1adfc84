package dev.backbeat.client;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** New players, several per second: each connects, joins, plays for a moment and leaves. */
final class Joiner {
  private static final int EVERY_MS = 120;
  private static final int STAY_MS = 700;

  private final Vertx vertx;
  private final ClientHub hub;
  private final String url;
  private final long timer;
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger secondTries = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  Joiner(Vertx vertx, ClientHub hub, String url) {
    this.vertx = vertx;
    this.hub = hub;
    this.url = url;
    this.timer = vertx.setPeriodic(EVERY_MS, t -> join());
  }

  private void join() {
    int number = started.incrementAndGet();
    ClientOptions options =
        ClientOptions.of(url).withName("newcomer-" + number).withSeed(1_000 + number);
    GameClient client = hub.newClient(options, new ClientListener() {});
    client
        .connect()
        .onComplete(
            result -> {
              secondTries.addAndGet(client.stats().connectRetries());
              if (result.failed()) {
                failures.add("newcomer-" + number + ": " + result.cause().getMessage());
              } else {
                joined.incrementAndGet();
                vertx.setTimer(STAY_MS, t -> client.leave());
              }
            });
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  int joins() {
    return joined.get();
  }

  int secondTries() {
    return secondTries.get();
  }

  int underWay() {
    return started.get() - joined.get() - failures.size();
  }

  List<String> failures() {
    return failures;
  }

  String report() {
    return joined.get()
        + " joins, "
        + secondTries.get()
        + " of them at the second try, "
        + failures.size()
        + " refused";
  }
}
