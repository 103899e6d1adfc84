package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.RealServer;
import dev.backbeat.client.ReconnectPolicy;
import dev.backbeat.client.TicketsClient;
import dev.backbeat.client.TransportOptions;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Swarms against the real server: no bot sees an impossibility, whatever some of them do. */
@Timeout(180)
class SwarmIT {
  private static final int MAX_SECONDS = 120;

  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Runs until the condition holds, at the longest for {@value #MAX_SECONDS} s. */
  private SwarmSummary run(
      ClientOptions client, int bots, String mix, Predicate<SwarmSummary> enough) throws Exception {
    return run(client, bots, mix, null, enough);
  }

  private SwarmSummary run(
      ClientOptions client,
      int bots,
      String mix,
      TicketsClient tickets,
      Predicate<SwarmSummary> enough)
      throws Exception {
    SwarmOptions options =
        new SwarmOptions(
            bots,
            BehaviorMix.parse(mix, BehaviorMix.available()),
            MAX_SECONDS,
            50,
            "it-",
            tickets,
            client);
    Swarm[] swarm = new Swarm[1];
    swarm[0] =
        new Swarm(
            ClientHub.create(vertx, TransportOptions.DEFAULT),
            options,
            now -> {
              if (enough.test(now)) {
                swarm[0].stop();
              }
            });
    SwarmSummary summary = swarm[0].run();
    assertTrue(enough.test(summary), "not reached in time:\n" + summary.text());
    return summary;
  }

  @Test
  void everyBotAsksForATicketOfItsOwn() throws Exception {
    String key = "mV7qP2xR9kT4wZ6s";
    try (RealServer server = RealServer.start("--guests", "off", "--api-key", key)) {
      ClientOptions client = ClientOptions.of(server.url());
      TicketsClient tickets = new TicketsClient(TicketsClient.of(client.url()), key, false);
      SwarmSummary summary =
          run(client, 12, "hunt", tickets, now -> now.playing() == 12 && now.frames() > 100);
      assertEquals(0, summary.exitCode(), summary.text());
      TicketsClient wrong = new TicketsClient(TicketsClient.of(client.url()), key + "x", false);
      SwarmSummary refused = run(client, 1, "hunt", wrong, now -> now.exitCode() != 0);
      assertTrue(refused.text().contains("401"), refused.text());
    }
  }

  @Test
  void hunters() throws Exception {
    try (RealServer server = RealServer.start()) {
      SwarmSummary summary =
          run(
              ClientOptions.of(server.url()).withSeed(1),
              24,
              "hunt",
              now -> now.joined() == 24 && now.frames() > 6000);
      assertEquals(0, summary.exitCode(), summary.text());
      assertEquals(0, summary.log().violations(), summary.text());
      assertEquals(0, summary.disconnects(), summary.text());
      assertTrue(summary.log().errorsByCode().isEmpty(), summary.text());
      assertTrue(summary.inputs() > 1000, summary.text());
    }
  }

  @Test
  void anotherRateAndSendInterval() throws Exception {
    try (RealServer server = RealServer.start("--tick-hz", "60", "--send-hz", "15")) {
      SwarmSummary summary =
          run(
              ClientOptions.of(server.url()).withSeed(2),
              12,
              "hunt=3,turn:5=1",
              now -> now.joined() == 12 && now.frames() > 1500);
      assertEquals(0, summary.exitCode(), summary.text());
    }
  }

  @Test
  void goodOnesAmongBadOnes() throws Exception {
    try (RealServer server = RealServer.start()) {
      SwarmSummary summary =
          run(
              ClientOptions.of(server.url()).withSeed(3),
              16,
              "hunt=2,wander=1,disconnector:40=3,flood:40=1,slow-reader:60=1",
              now ->
                  now.joined() == 16
                      && now.resumes() > 20
                      && now.frames() > 3000
                      && !now.log().endsByKind().isEmpty());
      assertEquals(0, summary.log().violations(), summary.text());
      assertEquals(0, summary.exitCode(), summary.text());
      // The flood was refused and thrown out; nobody else was.
      assertFalse(summary.log().errorsByCode().isEmpty());
      assertEquals(0, summary.log().unexpectedErrors(), summary.text());
    }
  }

  @Test
  void watchers() throws Exception {
    try (RealServer server = RealServer.start()) {
      ClientOptions client = ClientOptions.of(server.url()).withSeed(4);
      SwarmSummary players =
          run(
              client,
              4,
              "hunt",
              now -> {
                return now.joined() == 4 && now.frames() > 100;
              });
      assertEquals(0, players.exitCode(), players.text());
      SwarmSummary watchers =
          run(client.withWatcher(true), 4, "idle", now -> now.joined() == 4 && now.frames() > 20);
      assertEquals(0, watchers.exitCode(), watchers.text());
      assertEquals(0, watchers.inputs());
    }
  }

  @Test
  void aDrainEndsTheBotsWithItsReason() throws Exception {
    try (RealServer server = RealServer.start("--resume-grace-seconds", "2")) {
      int[] exit = {-1};
      SwarmSummary summary =
          run(
              ClientOptions.of(server.url())
                  .withSeed(5)
                  .withReconnect(ReconnectPolicy.DEFAULT.withRejoin(false)),
              4,
              "wander",
              now -> {
                if (exit[0] < 0 && now.joined() == 4 && now.frames() > 100) {
                  exit[0] = terminate(server);
                }
                return exit[0] >= 0 && now.playing() == 0 && !now.log().endsByKind().isEmpty();
              });
      assertEquals(0, exit[0], "the server's exit code");
      assertEquals(4, summary.disconnects(), summary.text());
      assertEquals(0, summary.log().violations(), summary.text());
    }
  }

  @Test
  void afterARestartBotsJoinAnewIfTheyAreToldTo() throws Exception {
    RealServer first = RealServer.start();
    RealServer[] second = {null};
    try {
      ClientOptions client =
          ClientOptions.of(first.url())
              .withSeed(6)
              .withReconnect(ReconnectPolicy.DEFAULT.withRejoin(true));
      SwarmSummary summary =
          run(
              client,
              4,
              "wander",
              now -> {
                if (second[0] == null && now.joined() == 4 && now.frames() > 100) {
                  first.kill();
                  second[0] = startOn(first.port());
                }
                return now.rejoins() == 4 && now.playing() == 4;
              });
      assertEquals(0, summary.exitCode(), summary.text());
      assertEquals(4, summary.disconnects(), summary.text());
    } finally {
      first.close();
      if (second[0] != null) {
        second[0].close();
      }
    }
  }

  private static int terminate(RealServer server) {
    try {
      return server.terminate();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RealServer startOn(int port) {
    try {
      return RealServer.startOn(port);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
