package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.schema.AxisSchema;
import java.util.SplittableRandom;

/** Plays a game that it does not know: random values on random axes, a press now and then. */
final class GenericDrive {
  private static final int MEAN_HOLD_TICKS = 20;
  private static final int MEAN_PRESS_TICKS = 40;

  void drive(PlayerInput input, SplittableRandom random) {
    for (int a = 0; a < input.schema().axes().size(); a++) {
      if (random.nextInt(MEAN_HOLD_TICKS) == 0) {
        AxisSchema axis = input.schema().axes().get(a);
        input.axis(a, (int) random.nextLong(axis.min(), axis.max() + 1L));
      }
    }
    for (int p = 0; p < input.schema().actions().size(); p++) {
      if (random.nextInt(MEAN_PRESS_TICKS) == 0) {
        input.press(p);
      }
    }
  }
}
