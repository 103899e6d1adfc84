package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.server.broadcast.NowhereOutlet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a room tells its replication of scores, latency and inputs; the calls are recorded. */
class RoomScoreboardTest {
  private final RecordedCalls calls = new RecordedCalls();
  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final SteppedRoom room = calls.room(factory);

  private List<String> boards() {
    return calls.take(c -> c.startsWith("score"));
  }

  @Test
  void oncePerSecondWithTheWorstLatenessOfThatSecond() {
    Seat bob = room.join("s", "bob", false, new NowhereOutlet());
    room.join("s", "eve", true, new NowhereOutlet());
    bob.latency(40, 30, 5);
    for (int tick = 1; tick < 20; tick++) {
      room.step(tick == 7 ? 1_234_567 : 1_000);
    }
    assertEquals(List.of(), boards());
    room.step(0);
    assertEquals(
        List.of("score[0, 0, 40, 30, 5]", "score[1, 0, 0, 0, 0]", "scoreboard[1234]"), boards());
    for (int tick = 0; tick < 20; tick++) {
      room.step(2_000);
    }
    assertEquals("scoreboard[2]", boards().get(2), "the worst of this second, not of all");
  }

  @Test
  void nobodyThereNoScoreboard() {
    for (int tick = 0; tick < 40; tick++) {
      room.step(0);
    }
    assertEquals(List.of(), boards());
  }

  @Test
  void receivedInputsAreReportedWithTheirLead() {
    Seat bob = room.join("s", "bob", false, new NowhereOutlet());
    room.step();
    calls.take(c -> true);
    long arrivalNs = 2 * 50_000_000L - 25_000_000; // Half a period before tick 2 is due.
    bob.inbox().offer(2, new int[] {1}, new int[] {0}, 0, 1, arrivalNs);
    room.step();
    assertEquals(List.of("input[0, 2, 128, 0]"), calls.take(c -> c.startsWith("input")));
    room.step();
    assertEquals(List.of(), calls.take(c -> c.startsWith("input")), "nothing new");
  }
}
