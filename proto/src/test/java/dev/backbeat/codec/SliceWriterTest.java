package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceWriterTest {
  /** x, y, vx, vy, aim, hp: as many fields as the bit numbers below. */
  private static final int FIELDS = 6;

  private static final int VX_VY_AIM = 0b011100;

  private final SliceWriter writer = new SliceWriter();
  private final WireBuffer target = new WireBuffer();

  @Test
  void writesWhatProtobufWouldWrite() {
    writer.begin(300, 1, false);
    writer.beginKind(2, FIELDS);
    writer.removed(1);
    writer.left(2, 301);
    writer.removed(5);
    writer.left(9, 302);
    writer.changed(0, 0b1, new int[] {-5, 99, 99, 99, 99, 99});
    writer.changed(7, 0b100010, new int[] {99, 1, 99, 99, 99, -1});
    writer.changed(8, 0b100010, new int[] {99, 64, 99, 99, 99, 3});
    writer.entered(40, new int[] {1, -1, 2, -2, 3, -3});
    writer.entered(41, new int[][] {{0, 4}, {0, 5}, {0, 6}, {0, 7}, {0, 8}, {0, 9}}, 1);
    writer.endKind();
    assertTrue(writer.end(target));
    ServerFrame expected =
        ServerFrame.newBuilder()
            .addCells(
                CellSlice.newBuilder()
                    .setCell(300)
                    .setSpanLog2(1)
                    .addKinds(
                        KindSlice.newBuilder()
                            .setKind(2)
                            .addAllRemoved(List.of(1, 3))
                            .addAllLeft(List.of(2, 301, 6, 302))
                            .addAllChanged(List.of(0, 1, 6 << 1 | 1, 0, 0b100010))
                            .addAllResiduals(List.of(-5, 1, -1, 64, 3))
                            .addAllEntered(List.of(40, 0))
                            .addAllValues(List.of(1, -1, 2, -2, 3, -3, 4, 5, 6, 7, 8, 9))))
            .build();
    assertArrayEquals(expected.toByteArray(), target.toByteArray());
  }

  @Test
  void writesNothingWhereThereIsNothingToSay() {
    writer.begin(1, 0, false);
    writer.beginKind(0, FIELDS);
    writer.changed(0, 0, new int[FIELDS]);
    writer.endKind();
    assertFalse(writer.end(target));
    assertEquals(0, target.size());
  }

  @Test
  void writesAnEmptySliceOnRequestAndEveryKeyframe() throws Exception {
    writer.begin(1, 2, false);
    assertTrue(writer.end(target, true));
    writer.begin(2, 0, true);
    assertTrue(writer.end(target));
    ServerFrame frame = ServerFrame.parseFrom(target.toByteArray());
    assertEquals(2, frame.getCells(0).getSpanLog2());
    assertFalse(frame.getCells(0).getKeyframe());
    assertTrue(frame.getCells(1).getKeyframe());
  }

  @Test
  void refusesWhatCannotBeWritten() {
    writer.begin(1, 0, false);
    assertThrows(IllegalStateException.class, () -> writer.begin(2, 0, false));
    assertThrows(IllegalArgumentException.class, () -> writer.removed(0));
    assertThrows(IllegalArgumentException.class, () -> writer.entered(0, new int[FIELDS]));
    assertThrows(IllegalStateException.class, writer::endKind);
    writer.beginKind(0, FIELDS);
    assertThrows(IllegalStateException.class, () -> writer.end(target));
    assertThrows(IllegalStateException.class, () -> writer.beginKind(1, FIELDS));
    writer.removed(3);
    assertThrows(IllegalArgumentException.class, () -> writer.removed(3));
    writer.left(4, 1);
    assertThrows(IllegalArgumentException.class, () -> writer.left(4, 1));
    writer.changed(5, 1, new int[FIELDS]);
    assertThrows(IllegalArgumentException.class, () -> writer.changed(5, 1, new int[FIELDS]));
    assertThrows(IllegalArgumentException.class, () -> writer.changed(6, 64, new int[FIELDS]));
    assertThrows(IllegalArgumentException.class, () -> writer.changed(6, -1, new int[FIELDS]));
    writer.entered(6, new int[FIELDS]);
    assertThrows(IllegalArgumentException.class, () -> writer.entered(6, new int[FIELDS]));
    writer.endKind();
    writer.end(target);
    writer.begin(1, 0, true);
    writer.beginKind(0, FIELDS);
    assertThrows(IllegalArgumentException.class, () -> writer.removed(0));
  }

  @Test
  void fiftyEntitiesThatAllTurnCostLittleMoreThanTheirResiduals() {
    Random random = new Random(7);
    int[] residuals = new int[FIELDS];
    writer.begin(1, 0, false);
    writer.beginKind(0, FIELDS);
    for (int rank = 0; rank < 50; rank++) {
      for (int f = 2; f < 5; f++) {
        residuals[f] = random.nextInt(126) - 62;
      }
      int mask = 0;
      for (int f = 0; f < FIELDS; f++) {
        mask |= residuals[f] != 0 ? 1 << f : 0;
      }
      writer.changed(rank, mask, residuals);
    }
    writer.endKind();
    writer.end(target);
    double perEntity = target.size() / 50.0;
    System.out.printf("50 entities, vx vy aim: %.2f bytes per entity%n", perEntity);
    assertTrue(perEntity <= 3.4, () -> perEntity + " bytes per entity");
  }

  @Test
  void straightMotionCostsNothing() {
    writer.begin(1, 0, false);
    writer.beginKind(0, FIELDS);
    for (int rank = 0; rank < 50; rank++) {
      writer.changed(rank, 0, new int[FIELDS]);
    }
    writer.endKind();
    assertFalse(writer.end(target));
  }

  @Test
  void allocatesNothingOnceGrown() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] residuals = {1, -2, 3, -4, 5, -6};
    int[][] columns = new int[FIELDS][60];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        writeBusySlice(residuals, columns);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes allocated by 100 slices");
  }

  private void writeBusySlice(int[] residuals, int[][] columns) {
    target.clear();
    writer.begin(1, 0, false);
    writer.beginKind(0, FIELDS);
    for (int rank = 0; rank < 60; rank++) {
      writer.changed(rank, rank % 7 == 0 ? VX_VY_AIM : 0b1100, residuals);
      if (rank % 6 == 0) {
        writer.removed(rank);
        writer.left(rank + 1, 3);
        writer.entered(1000 + rank, columns, rank);
      }
    }
    writer.endKind();
    writer.end(target);
  }
}
