package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.backbeat.v1.Axis;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.InputSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputScriptTest {
  private static final InputSchema ARENA =
      InputSchema.newBuilder()
          .addAxes(Axis.newBuilder().setName("move_x").setMin(-127).setMax(127))
          .addAxes(Axis.newBuilder().setName("move_y").setMin(-127).setMax(127))
          .addAxes(Axis.newBuilder().setName("aim").setMin(0).setMax(4095))
          .addActions("fire")
          .addActions("rail")
          .build();

  private static InputBatch next(InputScript script, long tick) throws Exception {
    script.next();
    InputMessages messages =
        new InputMessages(20, 20, script.values().length, script.actions(), false);
    assertTrue(messages.add(tick, script.values(), 0, false));
    return ClientFrame.parseFrom(ByteString.copyFrom(messages.message(), 0, messages.length()))
        .getInputs();
  }

  @Test
  void writesValidBatchesAtFullSpeed() throws Exception {
    InputScript script = new InputScript(ARENA, 1, 0, 42);
    for (long tick : new long[] {1, 127, 128, 300_000, 0xffffffffL}) {
      InputBatch batch = next(script, tick);
      assertEquals(tick, batch.getFirstTick() & 0xffffffffL);
      assertEquals(List.of(0, 0), batch.getPressesList());
      int x = batch.getValues(0);
      int y = batch.getValues(1);
      assertEquals(127, Math.hypot(x, y), 1);
      assertTrue(batch.getValues(2) >= 0 && batch.getValues(2) <= 4095);
      assertEquals(3, batch.getValuesCount());
    }
  }

  @Test
  void turnsWithEveryNthInput() throws Exception {
    InputScript script = new InputScript(ARENA, 20, 7, 42);
    List<List<Integer>> values = new ArrayList<>();
    for (int i = 0; i < 107; i++) {
      values.add(next(script, i + 1).getValuesList());
    }
    for (int i = 1; i < values.size(); i++) {
      boolean turned = !values.get(i).equals(values.get(i - 1));
      assertEquals((i - 7) % 20 == 0, turned, "input " + i);
    }
  }

  @Test
  void isReproducibleAndDiffersBetweenClients() throws Exception {
    Set<List<Integer>> first = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      List<Integer> a = next(new InputScript(ARENA, 1, 0, seed), 1).getValuesList();
      assertEquals(a, next(new InputScript(ARENA, 1, 0, seed), 1).getValuesList());
      first.add(a);
    }
    assertTrue(first.size() > 45, "only " + first.size() + " different");
  }

  @Test
  void drivesGamesThatItDoesNotKnow() throws Exception {
    InputSchema schema =
        InputSchema.newBuilder()
            .addAxes(
                Axis.newBuilder()
                    .setName("throttle")
                    .setMin(Integer.MIN_VALUE)
                    .setMax(Integer.MAX_VALUE))
            .build();
    InputScript script = new InputScript(schema, 1, 0, 1);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      InputBatch batch = next(script, 1);
      assertEquals(0, batch.getPressesCount());
      seen.add(batch.getValues(0));
    }
    assertTrue(seen.size() > 45);
    InputBatch nothing = next(new InputScript(InputSchema.getDefaultInstance(), 1, 0, 1), 9);
    assertEquals(9, nothing.getFirstTick());
    assertEquals(0, nothing.getValuesCount());
  }
}
