package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.tick.TickHealth;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real threads: waits for conditions, asserts nothing about how fast they came. */
@Timeout(60)
class SimulationVerticleTest {
  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void runsRoomsOnItsThreadsAndEndsThemWhenStopped() throws Exception {
    ProbeGame.Factory probe = new ProbeGame.Factory();
    Vertx vertx = Vertx.vertx();
    try {
      SimulationVerticle simulation =
          new SimulationVerticle(GameRegistry.of(probe), SimulationSettings.of("probe", 10, 2));
      String deployment = await(vertx.deployVerticle(simulation));
      Rooms rooms = simulation.rooms();
      NowhereOutlet outlet = new NowhereOutlet();
      JoinRequest request = new JoinRequest("s", "any", "", "bob", false);
      Seat seat = await(rooms.join(request, outlet));
      while (seat.tick() < 5 || outlet.frames.get() == 0) {
        Thread.onSpinWait();
      }
      assertEquals(2, simulation.health(System.nanoTime()).size());
      assertEquals(
          1, simulation.health(System.nanoTime()).stream().mapToInt(TickHealth::tasks).sum());
      await(vertx.undeploy(deployment));
      assertEquals(CloseCode.GOING_AWAY, outlet.closed.closeCode());
      assertTrue(probe.game.calls.contains("stop"));
      JoinRequest late = new JoinRequest("s", "any", "", "late", false);
      assertTrue(rooms.join(late, outlet).failed());
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void answersComeBackOnTheCallersContext() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      SimulationVerticle simulation =
          new SimulationVerticle(
              GameRegistry.of(new ProbeGame.Factory()), SimulationSettings.of("probe", 10, 1));
      await(vertx.deployVerticle(simulation));
      Promise<Boolean> same = Promise.promise();
      var context = vertx.getOrCreateContext();
      context.runOnContext(
          go ->
              simulation
                  .rooms()
                  .create(RoomSpec.of(null))
                  .onComplete(done -> same.complete(Vertx.currentContext() == context)));
      assertTrue(await(same.future()));
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void listenersToMatchesAreFoundOnTheClassPath(@TempDir Path jar) throws Exception {
    String service = "META-INF/services/" + MatchListener.class.getName();
    Files.createDirectories(jar.resolve(service).getParent());
    Files.writeString(jar.resolve(service), Listener.class.getName() + "\n");
    ProbeGame.Factory probe = new ProbeGame.Factory();
    probe.onTick =
        (g, tick) -> {
          if (tick == 1) {
            g.ctx.endMatch(new MatchResult("a draw", List.of()));
          }
        };
    Vertx vertx = Vertx.vertx();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader with = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(with);
      SimulationVerticle simulation =
          new SimulationVerticle(GameRegistry.of(probe), SimulationSettings.of("probe", 10, 1));
      await(vertx.deployVerticle(simulation));
      await(simulation.rooms().create(RoomSpec.of(null)));
      assertEquals("probe-1: a draw", Listener.HEARD.poll(20, TimeUnit.SECONDS));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      await(vertx.close());
    }
  }

  /** As a jar beside the server would bring it. */
  public static final class Listener implements MatchListener {
    static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();

    @Override
    public void onMatchEnd(RoomInfo room, MatchResult result) {
      HEARD.add(room.id() + ": " + result.summary());
    }
  }
}
