package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.Interpolation;
import dev.backbeat.v1.Field;
import dev.backbeat.v1.Kind;
import dev.backbeat.v1.Schema;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SchemaCodecTest {
  private static final Schema MESSAGE = SchemaCodec.toMessage(ReferenceRoom.SCHEMA);

  @Test
  void schemaComesBackAsItWas() throws Exception {
    Schema sent = Schema.parseFrom(MESSAGE.toByteArray());
    assertEquals(ReferenceRoom.SCHEMA, SchemaCodec.fromMessage(sent));
    assertEquals(3, sent.getKinds(0).getFields(0).getPredictedBy(), "vx is field 2, plus 1");
    assertEquals(0, sent.getKinds(0).getFields(2).getPredictedBy());
  }

  @Test
  void rolesAndInterpolationsFromTheFutureAreNone() {
    Schema.Builder future = MESSAGE.toBuilder();
    future.getKindsBuilder(0).getFieldsBuilder(0).setRoleValue(99).setInterpolationValue(99);
    FieldSchema x = SchemaCodec.fromMessage(future.build()).kinds().get(0).fields().get(0);
    assertEquals(FieldRole.NONE, x.role());
    assertEquals(Interpolation.NONE, x.interpolation());
  }

  @Test
  void badSchemasAreRefused() {
    refused("a world needs a kind", s -> s.clearKinds());
    refused("an input needs an axis or an action", s -> s.clearInput());
    refused("a kind needs a name", s -> s.getKindsBuilder(0).clearName());
    refused("1..31 fields", s -> s.getKindsBuilder(0).clearFields());
    refused("predicted by a field that there is not", s -> field(s).setPredictedBy(8));
    refused("predicted by a field that there is not", s -> field(s).setPredictedBy(-1));
    refused("its predictor must be an unpredicted field", s -> field(s).setPredictedBy(2));
    refused("two fields have the same name", s -> field(s).setName("y"));
    refused("quantum must be finite", s -> field(s).setQuantum(0));
    refused("quantum must be finite", s -> field(s).setQuantum(Double.NaN));
    refused("wrapBits must be 0..31", s -> field(s).setWrapBits(32));
    refused("axis move: 1..0", s -> s.getInputBuilder().getAxesBuilder(0).setMin(1).setMax(0));
    refused(
        "none predicted",
        s -> s.getPrivateFieldsBuilder(0).setPredictedBy(2)); // by the second private field
    refused(
        "34 fields, at most 31", s -> repeat(33, () -> s.getKindsBuilder(2).addFields(field(s))));
  }

  @Test
  void hugeSchemasAreRefused() {
    refused("kinds, at most 256", s -> repeat(257, () -> s.addKinds(Kind.getDefaultInstance())));
    refused("events, at most 1024", s -> repeat(1025, () -> s.addEventsBuilder().setName("e")));
    refused("actions, at most 64", s -> repeat(65, () -> s.getInputBuilder().addActions("a")));
    refused("axes, at most 64", s -> repeat(65, () -> s.getInputBuilder().addAxesBuilder()));
    refused("arguments, at most 64", s -> repeat(65, () -> s.getEventsBuilder(0).addArgs("a")));
    refused("private fields, at most 31", s -> repeat(32, () -> s.addPrivateFieldsBuilder()));
  }

  @Test
  void mapComesBackAsItWas() throws Exception {
    StaticMap map = new StaticMap(-5, 0, 1000, 2000, new int[] {1, 2, 3, 4, -5, 0, 7, 8});
    StaticMap back =
        SchemaCodec.fromMessage(
            dev.backbeat.v1.StaticMap.parseFrom(SchemaCodec.toMessage(map).toByteArray()));
    assertArrayEquals(map.walls, back.walls);
    assertEquals(map.hash(), back.hash());
    assertEquals(-5, back.minX);
    assertEquals(2000, back.maxY);
  }

  @Test
  void mapWithAnotherHashIsRefused() {
    dev.backbeat.v1.StaticMap message =
        SchemaCodec.toMessage(new StaticMap(0, 0, 10, 10, new int[] {1, 2, 3, 4}));
    ProtocolException e =
        assertThrows(
            ProtocolException.class,
            () -> SchemaCodec.fromMessage(message.toBuilder().setWalls(0, 2).build()));
    assertTrue(e.getMessage().startsWith("static map: its hash is"), e.getMessage());
    assertThrows(
        ProtocolException.class,
        () -> SchemaCodec.fromMessage(message.toBuilder().addWalls(1).build()));
    assertThrows(
        ProtocolException.class,
        () -> SchemaCodec.fromMessage(message.toBuilder().setMaxX(0).build()));
  }

  private static Field.Builder field(Schema.Builder schema) {
    return schema.getKindsBuilder(0).getFieldsBuilder(0);
  }

  private static void repeat(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private static void refused(String message, Consumer<Schema.Builder> change) {
    Schema.Builder schema = MESSAGE.toBuilder();
    change.accept(schema);
    ProtocolException e =
        assertThrows(ProtocolException.class, () -> SchemaCodec.fromMessage(schema.build()));
    assertTrue(e.getMessage().contains(message), e::getMessage);
  }
}
