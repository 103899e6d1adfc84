package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static long count(Faults faults, int clients, Faults.Reading reading) {
    return IntStream.range(0, clients).filter(i -> faults.reading(i) == reading).count();
  }

  @Test
  void sharesAreExactAndSpread() {
    Faults faults = new Faults(10, 2_000, 1);
    assertEquals(200, count(faults, 2_000, Faults.Reading.SLOW));
    assertEquals(20, count(faults, 2_000, Faults.Reading.STUCK));
    for (int room = 0; room < 40; room++) {
      int from = room * 50;
      long slow =
          IntStream.range(from, from + 50)
              .filter(i -> faults.reading(i) != Faults.Reading.NORMAL)
              .count();
      assertEquals(5.5, slow, 0.5, "room " + room);
    }
    assertEquals(0, count(Faults.NONE, 2_000, Faults.Reading.SLOW));
    assertEquals(100, count(new Faults(100, 1, 0), 100, Faults.Reading.SLOW));
    assertEquals(100, count(new Faults(0, 1, 100), 100, Faults.Reading.STUCK));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Faults(60, 1, 41).check());
    assertThrows(IllegalArgumentException.class, () -> new Faults(-1, 1, 0).check());
    assertThrows(IllegalArgumentException.class, () -> new Faults(1, 0, 0).check());
  }

  @Test
  void theAgeOfAFrameGoesByWhatOthersHave() {
    RoomTick room = new RoomTick();
    assertEquals(0, room.ageNs(5, 20, 1_000), "nobody else is there");
    room.saw(100, 1_000_000);
    room.saw(90, 9_000_000);
    assertEquals(0, room.ageNs(100, 20, 5_000_000), "as new as anybody's");
    assertEquals(504_000_000, room.ageNs(90, 20, 5_000_000));
  }

  @Test
  void latenessIsThatOfTheTimeBetweenTwoReadings() {
    LatenessText before = LatenessText.parse("arena 1000000 5\n# no line\n");
    LatenessText after = LatenessText.parse("arena 1000000 6\narena 2000000 98\nq 8000000 1\n");
    assertEquals(2, after.quantileMs(before, 0.5));
    assertEquals(2, after.quantileMs(before, 0.99));
    assertEquals(8, after.quantileMs(before, 0.999));
    assertEquals(8, after.quantileMs(before, 1));
    assertEquals(Double.NaN, before.quantileMs(before, 0.5), "no tick in between");
  }
}
