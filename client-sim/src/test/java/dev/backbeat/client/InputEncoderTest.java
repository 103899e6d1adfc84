package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputEncoderTest {
  private static InputSchema schema(int axes, int actions) {
    List<AxisSchema> axisList = new ArrayList<>();
    List<String> actionList = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      axisList.add(new AxisSchema("axis" + a, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    for (int p = 0; p < actions; p++) {
      actionList.add("action" + p);
    }
    return new InputSchema(axisList, actionList);
  }

  @Test
  void writesTheBytesThatProtobufWrites() {
    long seed = 21;
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      int axes = random.nextInt(5);
      int actions = random.nextInt(4) + (axes == 0 ? 1 : 0);
      int count = 1 + random.nextInt(InputEncoder.MAX_INPUTS);
      PlayerInput input = new PlayerInput(schema(axes, actions));
      InputEncoder encoder = new InputEncoder(axes, actions);
      int[][] values = new int[axes][count];
      int[][] presses = new int[actions][count];
      int[] lags = new int[count];
      boolean states = random.nextBoolean();
      boolean stated = false;
      for (int i = 0; i < count; i++) {
        for (int a = 0; a < axes; a++) {
          values[a][i] = random.nextInt() >> random.nextInt(32);
          input.axis(a, values[a][i]);
        }
        for (int p = 0; p < actions; p++) {
          presses[p][i] = random.nextInt() >>> random.nextInt(32);
          input.presses[p] = presses[p][i];
        }
        lags[i] = states ? random.nextInt() >>> 1 + random.nextInt(31) : 0;
        stated |= lags[i] != 0;
        encoder.add(input, lags[i]);
      }
      int firstTick = random.nextInt() >>> 1 + random.nextInt(31);
      InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(firstTick);
      for (int[] column : values) {
        for (int v : column) {
          batch.addValues(v);
        }
      }
      for (int[] column : presses) {
        for (int v : column) {
          batch.addPresses(v);
        }
      }
      for (int i = 0; stated && i < count; i++) {
        batch.addViewLagQ8(lags[i]);
      }
      assertArrayEquals(
          ClientFrame.newBuilder().setInputs(batch).build().toByteArray(),
          encoder.encode(firstTick).getBytes(),
          "seed " + seed + ", round " + round);
      assertEquals(0, encoder.count());
    }
  }

  @Test
  void aBatchHasALimit() {
    PlayerInput input = new PlayerInput(schema(1, 1));
    InputEncoder encoder = new InputEncoder(1, 1);
    for (int i = 0; i < InputEncoder.MAX_INPUTS; i++) {
      encoder.add(input);
    }
    assertThrows(IllegalStateException.class, () -> encoder.add(input));
  }

  @Test
  void anInputChecksItsAxesAndCountsPresses() {
    InputSchema arena =
        new InputSchema(
            List.of(new AxisSchema("x", -127, 127), new AxisSchema("z", 5, 9)), List.of("fire"));
    PlayerInput input = new PlayerInput(arena);
    assertEquals(5, input.axis(1), "the bound next to 0");
    assertThrows(IllegalArgumentException.class, () -> input.axis(0, 128));
    assertThrows(IllegalArgumentException.class, () -> input.axis(0, -128));
    input.axis(0, -127);
    input.press(0);
    input.press(0);
    assertEquals(2, input.presses(0));
    input.neutral();
    assertEquals(0, input.axis(0));
    assertEquals(2, input.presses(0), "letting go is no press");
    input.startCounting();
    assertEquals(0, input.presses(0));
  }
}
