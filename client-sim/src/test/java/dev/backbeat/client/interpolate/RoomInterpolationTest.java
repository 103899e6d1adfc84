package dev.backbeat.client.interpolate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is aimed at, against the server's own world at the ticks that it sent: whole rooms of the
 * arena, in which players turn, shoot, die and come back.
 */
class RoomInterpolationTest {
  private static final int PLAYERS = 6;
  private static final int TICKS = 900;
  private static final int HZ = 30;

  private final TreeMap<Integer, Map<Integer, int[]>> sent = new TreeMap<>();
  private final Map<Integer, KindSchema> kinds = new HashMap<>();
  private WorldSchema schema;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void itIsWhatTheServerRewindsTo(int span) {
    long seed = 7 + span;
    String hint = "seed " + seed + ", span " + span;
    SplittableRandom random = new SplittableRandom(seed);
    TestRoom room = TestRoom.of(new ArenaFactory()).seed(seed).tickHz(HZ).spanTicks(span).start();
    List<TestPlayer> players = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(room.join("p" + i));
    }
    TestPlayer viewer = players.get(0);
    schema = room.world().schema();
    Interpolator interpolator = new Interpolator();
    interpolator.onWelcome(schema, HZ, span);
    int frames = 0;
    int compared = 0;
    int between = 0;
    for (int t = 1; t <= TICKS; t++) {
      play(players, random);
      room.step();
      record(room);
      if (viewer.frameCount() > frames) {
        frames = viewer.frameCount();
        interpolator.onFrame(viewer.world(), viewer.lastFrame(), (long) t << 8);
        int[] result = compare(interpolator, viewer, random, hint + ", tick " + t);
        compared += result[0];
        between += result[1];
      }
    }
    assertTrue(compared > 2000 && between > 1000, hint + ": " + compared + ", " + between);
  }

  private static void play(List<TestPlayer> players, SplittableRandom random) {
    for (TestPlayer p : players) {
      if (random.nextInt(10) == 0) {
        p.axis("move_x", random.nextInt(-127, 128)).axis("move_y", random.nextInt(-127, 128));
        p.axis("aim", random.nextInt(4096));
      }
      if (random.nextInt(6) == 0) {
        p.press(random.nextInt(4) == 0 ? "rail" : "fire");
      }
    }
  }

  private void record(TestRoom room) {
    Map<Integer, int[]> now = new HashMap<>();
    for (int k = 0; k < schema.kinds().size(); k++) {
      var table = room.world().table(k);
      for (int row = 0; row < table.rows(); row++) {
        int[] fields = new int[schema.kinds().get(k).fields().size()];
        for (int f = 0; f < fields.length; f++) {
          fields[f] = table.get(row, f);
        }
        now.put(table.id(row), fields);
        kinds.put(table.id(row), schema.kinds().get(k));
      }
    }
    sent.put(room.tick(), now);
  }

  private int[] compare(
      Interpolator interpolator, TestPlayer viewer, SplittableRandom random, String hint) {
    int newest = viewer.world().tick();
    int oldest = Math.max(viewer.frames().get(0).getTick(), newest - HZ / 2);
    int span = interpolator.sendTicks();
    int compared = 0;
    int between = 0;
    int[] into = new int[32];
    for (int i = 0; i < 3 && newest > oldest; i++) {
      int viewQ8 = random.nextInt(oldest << 8, (newest << 8) + 1);
      List<ClientEntity> there = new ArrayList<>();
      interpolator.forEach(viewQ8, there::add);
      int a = viewQ8 / 256 / span * span;
      Map<Integer, int[]> from = sent.get(a);
      String what = hint + ", view " + viewQ8;
      assertEquals(from.size(), there.size(), what);
      for (ClientEntity e : there) {
        assertTrue(interpolator.sampleExact(e, viewQ8, into), what + ", " + e);
        int[] to = sent.getOrDefault(a + span, Map.of()).get(e.id());
        int[] expected = expected(e.id(), from.get(e.id()), to, viewQ8 - a * 256, span * 256);
        int[] drawn = java.util.Arrays.copyOf(into, expected.length);
        assertArrayEquals(expected, drawn, what + ", " + e);
        compared++;
        between += viewQ8 % (span * 256) != 0 ? 1 : 0;
      }
    }
    return new int[] {compared, between};
  }

  private int[] expected(int id, int[] from, int[] to, int partQ8, int wholeQ8) {
    KindSchema kind = kinds.get(id);
    int teleport = kind.fieldInRole(FieldRole.TELEPORT);
    if (to == null || teleport >= 0 && from[teleport] != to[teleport]) {
      return from;
    }
    int[] result = new int[from.length];
    for (int f = 0; f < result.length; f++) {
      result[f] = kind.fields().get(f).between(from[f], to[f], partQ8, wholeQ8);
    }
    return result;
  }
}
