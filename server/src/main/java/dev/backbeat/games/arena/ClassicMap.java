package dev.backbeat.games.arena;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.game.Interest;
import java.util.Arrays;

/**
 * The default map, 2400 x 1600 px, for 8 to 50 players. Designed as one quarter in pixels, mirrored
 * at both middle lines: four bunkers in the corners (open towards the middle), lanes along the
 * borders, a ring of cover, and an open middle with the strongest pick-up inside of four brackets.
 */
final class ClassicMap {
  private static final int WIDTH = 2_400;
  private static final int HEIGHT = 1_600;

  /** x0, y0, x1, y1 each; may reach up to a middle line and then continues behind it. */
  private static final int[] QUARTER_WALLS = {
    // Corner bunker: an L, open towards the middle.
    150,
    130,
    350,
    160,
    150,
    160,
    180,
    300,
    // Blocks along the upper lane.
    480,
    70,
    540,
    170,
    720,
    150,
    800,
    180,
    960,
    60,
    1000,
    140,
    // Between the lane and the ring.
    300,
    400,
    470,
    430,
    440,
    430,
    470,
    560,
    590,
    260,
    620,
    470,
    760,
    300,
    860,
    340,
    // Left side, halfway down.
    70,
    560,
    170,
    600,
    270,
    640,
    300,
    750,
    // The ring around the middle.
    640,
    600,
    700,
    660,
    860,
    480,
    900,
    600,
    900,
    480,
    1020,
    510,
    820,
    720,
    850,
    800,
    // Brackets of the middle.
    1040,
    690,
    1140,
    715,
    1040,
    715,
    1065,
    765,
    // On the middle lines.
    1160,
    270,
    1200,
    350,
    1110,
    540,
    1200,
    565,
    480,
    780,
    560,
    800,
  };

  private static final int[] QUARTER_SPAWNS = {
    80, 80, 240, 230, 640, 80, 900, 220, 1100, 170, 380, 300, 80, 450, 200, 500, 540, 400, 360, 540,
    700, 420, 980, 400, 420, 680, 740, 760, 960, 600, 120, 720,
  };

  /** x, y, type each; those on a middle line stand there once. */
  private static final int[] QUARTER_PICKUPS = {
    260, 200, Pickups.HEALTH, 560, 560, Pickups.HEALTH, 1060, 440, Pickups.HEALTH,
    1200, 130, Pickups.RAIL_CHARGE, 200, 800, Pickups.RAIL_CHARGE, 1200, 800, Pickups.RAIL_CHARGE,
  };

  static final ArenaMap MAP =
      new ArenaMap(
          new StaticMap(0, 0, q(WIDTH), q(HEIGHT), walls()),
          points(QUARTER_SPAWNS, 2),
          points(QUARTER_PICKUPS, 3),
          Interest.WHOLE_ROOM);

  private ClassicMap() {}

  private static int[] walls() {
    int[] result = new int[QUARTER_WALLS.length * 4];
    int n = 0;
    for (int i = 0; i < QUARTER_WALLS.length; i += 4) {
      int x0 = QUARTER_WALLS[i];
      int y0 = QUARTER_WALLS[i + 1];
      int x1 = QUARTER_WALLS[i + 2];
      int y1 = QUARTER_WALLS[i + 3];
      boolean overX = x1 == WIDTH / 2;
      boolean overY = y1 == HEIGHT / 2;
      int endX = overX ? WIDTH - x0 : x1;
      int endY = overY ? HEIGHT - y0 : y1;
      n = rectangle(result, n, x0, y0, endX, endY);
      if (!overX) {
        n = rectangle(result, n, WIDTH - x1, y0, WIDTH - x0, endY);
      }
      if (!overY) {
        n = rectangle(result, n, x0, HEIGHT - y1, endX, HEIGHT - y0);
      }
      if (!overX && !overY) {
        n = rectangle(result, n, WIDTH - x1, HEIGHT - y1, WIDTH - x0, HEIGHT - y0);
      }
    }
    return Arrays.copyOf(result, n);
  }

  private static int rectangle(int[] into, int n, int x0, int y0, int x1, int y1) {
    into[n] = q(x0);
    into[n + 1] = q(y0);
    into[n + 2] = q(x1);
    into[n + 3] = q(y1);
    return n + 4;
  }

  private static int[] points(int[] quarter, int stride) {
    int[] result = new int[quarter.length * 4];
    int n = 0;
    for (int i = 0; i < quarter.length; i += stride) {
      for (int mirror = 0; mirror < 4; mirror++) {
        int x = quarter[i];
        int y = quarter[i + 1];
        boolean twice = mirror % 2 == 1 && x * 2 == WIDTH || mirror >= 2 && y * 2 == HEIGHT;
        if (!twice) {
          result[n] = q(mirror % 2 == 1 ? WIDTH - x : x);
          result[n + 1] = q(mirror >= 2 ? HEIGHT - y : y);
          for (int k = 2; k < stride; k++) {
            result[n + k] = quarter[i + k];
          }
          n += stride;
        }
      }
    }
    return Arrays.copyOf(result, n);
  }

  private static int q(int px) {
    return px * ArenaSchema.QUANTA_PER_PX;
  }
}
