package dev.backbeat.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.RoomSpec;
import dev.backbeat.server.testgames.StuckFactory;
import dev.backbeat.server.tick.TickObserver;
import dev.backbeat.server.tick.TickPhases;
import dev.backbeat.server.tick.TickPhases.Phase;
import dev.backbeat.server.tick.TickTask;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events as a recording has them. */
@Timeout(120)
class FlightIT {
  private final ArrayBlockingQueue<RecordedEvent> recorded = new ArrayBlockingQueue<>(1_000);

  private final RecordingStream stream = new RecordingStream();

  @BeforeEach
  void record() {
    stream.setReuse(false);
    for (String name : Set.of("SlowTick", "Room", "SlowClient", "OverloadStep")) {
      stream.enable("backbeat." + name);
      stream.onEvent("backbeat." + name, recorded::offer);
    }
    stream.startAsync();
  }

  @AfterEach
  void end() {
    stream.close();
  }

  private RecordedEvent next(String name) throws InterruptedException {
    while (true) {
      RecordedEvent event = recorded.poll(60, TimeUnit.SECONDS);
      assertTrue(event != null, "no event " + name);
      if (event.getEventType().getName().equals("backbeat." + name)) {
        return event;
      }
    }
  }

  /** The room's second tick takes 60 ms, all of them in the game. */
  @Test
  void aSlowTickOfARealRoomIsRecordedWithItsPhases() throws Exception {
    BackbeatServer server =
        BackbeatServer.start(
                ServerCommand.configOf("--port", "0", "--game", "stuck", "--slow-tick-ms", "50"),
                GameRegistry.of((GameFactory) new StuckFactory()))
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    try {
      RoomSpec spec =
          new RoomSpec(
              "slow",
              "stuck",
              null,
              null,
              null,
              null,
              null,
              null,
              Map.of("stallAtTick", "2", "stallMs", "60"));
      server.rooms().create(spec).toCompletionStage().toCompletableFuture().get();
      RecordedEvent opened = next("Room");
      assertEquals("opened", opened.getString("change"));
      assertEquals("slow", opened.getString("room"));
      RecordedEvent slow = next("SlowTick");
      while (slow.getLong("tick") != 2) {
        slow = next("SlowTick"); // Others may be slow on a busy machine.
      }
      assertEquals("stuck", slow.getString("game"));
      assertEquals("slow", slow.getString("room"));
      assertEquals(0, slow.getInt("players"));
      Duration total = slow.getDuration("total");
      Duration game = slow.getDuration("gamePhase");
      assertTrue(game.toMillis() >= 60, game.toString());
      assertTrue(total.compareTo(game) >= 0, total + " of which the game " + game);
      Duration phases = Duration.ZERO;
      for (String phase :
          Set.of("lifecycle", "inputs", "gamePhase", "commit", "encode", "broadcast")) {
        phases = phases.plus(slow.getDuration(phase));
      }
      assertTrue(phases.compareTo(total) <= 0, phases + " of " + total);
      server.rooms().close("slow", "enough").toCompletionStage().toCompletableFuture().get();
      RecordedEvent ended = next("Room");
      assertEquals("ended", ended.getString("change"));
      assertEquals("enough", ended.getString("reason"));
    } finally {
      server.stop().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void onlyTicksFromTheThresholdOnAreRecorded() throws Exception {
    SlowTicks ticks = new SlowTicks(TickObserver.NONE, 5_000);
    ticks.onTick(new Task(), 1, 10, 4_999);
    ticks.onTick(new Task(), 2, 20, 5_000);
    RecordedEvent first = next("SlowTick");
    assertEquals(2, first.getLong("tick"), "the one before was none");
    assertEquals(Duration.ofNanos(20), first.getDuration("lateness"));
    assertEquals(Duration.ofNanos(5_000), first.getDuration("total"));
    assertEquals("room-7", first.getString("room"));
    assertEquals(3, first.getInt("players"));
    assertEquals(Duration.ofNanos(11), first.getDuration("inputs"));
    Flight.slowClient("s", "r", 7, 8);
    assertEquals(8, next("SlowClient").getLong("waitingBytes"));
    Flight.overload(1, 3, 0.9);
    RecordedEvent move = next("OverloadStep");
    assertEquals(3, move.getInt("to"));
    assertNull(move.getStackTrace(), "nobody needs it, and it costs");
  }

  private static final class Task implements TickTask {
    private long nowNs = 100;
    private final TickPhases phases = new TickPhases(() -> nowNs);

    Task() {
      phases.begin(nowNs);
      nowNs += 11;
      phases.end(Phase.INPUTS);
      phases.finish();
    }

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public String name() {
      return "room-7";
    }

    @Override
    public int players() {
      return 3;
    }

    @Override
    public TickPhases phases() {
      return phases;
    }

    @Override
    public int tickHz() {
      return 20;
    }

    @Override
    public long weight() {
      return 1;
    }

    @Override
    public boolean tick(long n, long scheduledNs, long startNs) {
      return true;
    }

    @Override
    public void onOverrun(long skippedTicks) {}

    @Override
    public void onFailure(Throwable failure) {}
  }
}
