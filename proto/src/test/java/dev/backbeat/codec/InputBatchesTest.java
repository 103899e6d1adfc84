package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.v1.InputBatch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputBatchesTest {
  private final InputBatches batches =
      new InputBatches(
          new InputSchema(
              List.of(new AxisSchema("move", -127, 127), new AxisSchema("aim", 0, 4095)),
              List.of("fire")));

  @Test
  void batchesAreColumnMajor() {
    InputBatch batch =
        batches.build(7, new int[][] {{1, 10}, {2, 20}, {3, 30}}, new int[][] {{4}, {5}, {6}});
    assertEquals(List.of(1, 2, 3, 10, 20, 30), batch.getValuesList());
    assertEquals(List.of(4, 5, 6), batch.getPressesList());
    assertEquals(7, batch.getFirstTick());
    InputFrameReader reader = batches.reader();
    assertTrue(reader.load(batch));
    assertEquals(3, batches.count(reader));
    assertArrayEquals(new int[] {1, 2, 3, 10, 20, 30}, Arrays.copyOf(reader.values(), 6));
    assertArrayEquals(new int[] {4, 5, 6}, Arrays.copyOf(reader.presses(), 3));
  }

  @Test
  void countsMustFit() {
    assertEquals(InputCheck.OK, check(1, 2, 1));
    assertEquals(InputCheck.OK, check(1, 64, 32));
    assertEquals(InputCheck.TOO_MANY, check(1, 66, 33));
    assertEquals(InputCheck.TOO_MANY, check(1, 2000, 1000));
    assertEquals(InputCheck.TOO_MANY, check(1, 2, 33));
    assertEquals(InputCheck.MALFORMED, check(1, 0, 0));
    assertEquals(InputCheck.MALFORMED, check(1, 1, 0));
    assertEquals(InputCheck.MALFORMED, check(1, 3, 1));
    assertEquals(InputCheck.MALFORMED, check(1, 2, 2));
    assertEquals(InputCheck.MALFORMED, check(1, 4, 1));
    assertEquals(InputCheck.MALFORMED, check(1, 2, 0));
    assertEquals(InputCheck.MALFORMED, check(1, 0, 1));
  }

  @Test
  void viewLagsAreOnePerInputOrNone() {
    int[][] values = {{1, 10}, {2, 20}};
    int[][] presses = {{4}, {5}};
    InputBatch batch = batches.build(7, values, presses, new int[] {0, -1});
    assertEquals(List.of(0, -1), batch.getViewLagQ8List(), "any uint32 may be stated");
    InputFrameReader reader = batches.reader();
    assertTrue(reader.load(batch));
    assertEquals(0, reader.viewLagQ8(0));
    assertEquals(-1, reader.viewLagQ8(1));
    assertTrue(reader.load(batches.build(7, values, presses)));
    assertEquals(0, reader.viewLagQ8(1), "none of the batch before");
    for (int wrong : new int[] {1, 3, 33}) {
      InputBatch other =
          batch.toBuilder().clearViewLagQ8().addAllViewLagQ8(Collections.nCopies(wrong, 9)).build();
      assertEquals(InputCheck.MALFORMED, batches.check(other), wrong + " of 2");
    }
  }

  @Test
  void ticksMustNotWrap() {
    assertEquals(InputCheck.OK, check(0, 2, 1), "0 = the next tick");
    assertEquals(InputCheck.MALFORMED, check(0, 4, 2), "0 stands for one input");
    assertEquals(InputCheck.TICK_OUT_OF_RANGE, check(-1, 2, 1));
    assertEquals(InputCheck.OK, check(Integer.MAX_VALUE, 2, 1));
    assertEquals(InputCheck.TICK_OUT_OF_RANGE, check(Integer.MAX_VALUE, 4, 2));
  }

  @Test
  void axesHaveBounds() {
    assertEquals(InputCheck.OK, batches.check(batch(127, -127, 0, 4095)));
    assertEquals(InputCheck.OUT_OF_RANGE, batches.check(batch(128, 0, 0, 0)));
    assertEquals(InputCheck.OUT_OF_RANGE, batches.check(batch(0, -128, 0, 0)));
    assertEquals(InputCheck.OUT_OF_RANGE, batches.check(batch(0, 0, -1, 0)));
    assertEquals(InputCheck.OUT_OF_RANGE, batches.check(batch(0, 0, 0, 4096)));
    assertEquals(InputCheck.OUT_OF_RANGE, batches.check(batch(0, 0, 0, Integer.MIN_VALUE)));
  }

  @Test
  void inputsWithoutAxesOrWithoutActionsWork() {
    InputBatches buttons = new InputBatches(new InputSchema(List.of(), List.of("a", "b")));
    assertEquals(
        InputCheck.OK, buttons.check(buttons.build(3, new int[0], new int[] {1, -1})), "uint32");
    assertEquals(
        InputCheck.MALFORMED, buttons.check(InputBatch.newBuilder().setFirstTick(1).build()));
    assertEquals(
        InputCheck.MALFORMED,
        buttons.check(
            InputBatch.newBuilder()
                .setFirstTick(1)
                .addValues(1)
                .addPresses(0)
                .addPresses(0)
                .build()));
    InputBatches stick =
        new InputBatches(new InputSchema(List.of(new AxisSchema("x", 0, 1)), List.of()));
    assertEquals(InputCheck.OK, stick.check(stick.build(3, new int[] {1}, new int[0])));
    assertEquals(
        InputCheck.MALFORMED,
        stick.check(InputBatch.newBuilder().setFirstTick(1).addValues(1).addPresses(0).build()));
  }

  @Test
  void buildsNothingThatAServerWouldRefuse() {
    assertThrows(
        IllegalArgumentException.class, () -> batches.build(1, new int[] {128, 0}, new int[] {0}));
    assertThrows(
        IllegalArgumentException.class, () -> batches.build(1, new int[33][2], new int[33][1]));
    assertThrows(
        IllegalArgumentException.class, () -> batches.build(1, new int[2][2], new int[1][1]));
  }

  private InputCheck check(int firstTick, int values, int presses) {
    return batches.check(
        InputBatch.newBuilder()
            .setFirstTick(firstTick)
            .addAllValues(Collections.nCopies(values, 0))
            .addAllPresses(Collections.nCopies(presses, 0))
            .build());
  }

  /** Two inputs. */
  private static InputBatch batch(int move0, int move1, int aim0, int aim1) {
    return InputBatch.newBuilder()
        .setFirstTick(1)
        .addAllValues(List.of(move0, move1, aim0, aim1))
        .addAllPresses(List.of(0, 0))
        .build();
  }
}
