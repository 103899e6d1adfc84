package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RampTest {
  private static final List<String> ROOMS =
      IntStream.range(0, 40).mapToObj(i -> "room-" + i).toList();

  @Test
  void fillsEveryRoomAndSpreadsLoopsAndDecoders() {
    List<Ramp.Place> plan = Ramp.plan(TestSettings.of(40, 50, 2, 0.02, ""), ROOMS);
    assertEquals(2000, plan.size());
    for (String room : ROOMS) {
      List<Ramp.Place> inRoom = plan.stream().filter(p -> p.seat().room().equals(room)).toList();
      assertEquals(50, inRoom.size());
      assertEquals(1, inRoom.stream().filter(p -> p.seat().decodes()).count(), room);
      assertEquals(25, inRoom.stream().filter(p -> p.loop() == 0).count());
    }
  }

  @Test
  void aShareAboveZeroIsAtLeastOneDecoder() {
    assertEquals(1, decoders(0.0001));
    assertEquals(0, decoders(0));
    assertEquals(10, decoders(1));
    assertEquals(5, decoders(0.5));
  }

  private static long decoders(double share) {
    return Ramp.plan(TestSettings.of(2, 5, 1, share, ""), List.of("a", "b")).stream()
        .filter(p -> p.seat().decodes())
        .count();
  }

  @Test
  void withoutRoomsEverybodyJoinsAny() {
    List<Ramp.Place> plan = Ramp.plan(TestSettings.of(2, 5, 1, 0, ""), Collections.emptyList());
    assertTrue(plan.stream().allMatch(p -> p.seat().room().equals("any")));
  }
}
