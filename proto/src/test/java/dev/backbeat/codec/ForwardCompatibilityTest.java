package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.Schema;
import dev.backbeat.v1.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The versioning rule: what a reader does not know, it ignores. */
class ForwardCompatibilityTest {
  /** A field of every wire type, with a number that no message uses. */
  private static final UnknownFieldSet FUTURE =
      UnknownFieldSet.newBuilder()
          .addField(
              900,
              UnknownFieldSet.Field.newBuilder()
                  .addVarint(7)
                  .addFixed32(7)
                  .addFixed64(7)
                  .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                  .build())
          .build();

  @Test
  void unknownFieldsInFramesAreIgnored() throws Exception {
    KindSlice flag =
        KindSlice.newBuilder()
            .setKind(2)
            .addEntered(5)
            .addValues(77)
            .setUnknownFields(FUTURE)
            .build();
    CellSlice cell =
        CellSlice.newBuilder()
            .setCell(1)
            .setKeyframe(true)
            .addKinds(flag)
            .setUnknownFields(FUTURE)
            .build();
    Event event = Event.newBuilder().setTick(3).addArgs(1).setUnknownFields(FUTURE).build();
    byte[] bytes =
        ServerFrame.newBuilder()
            .setTick(3)
            .setReset(true)
            .setOwnEntity(5)
            .addCells(cell)
            .addEvents(event)
            .setUnknownFields(FUTURE)
            .build()
            .toByteArray();
    ClientWorld world = new ClientWorld(ReferenceRoom.SCHEMA);
    world.apply(ServerFrame.parseFrom(bytes));
    assertEquals(77, world.own().field(0));
  }

  @Test
  void unknownFieldsInASchemaAreIgnored() throws Exception {
    Schema.Builder schema = SchemaCodec.toMessage(ReferenceRoom.SCHEMA).toBuilder();
    schema.setUnknownFields(FUTURE).getKindsBuilder(0).setUnknownFields(FUTURE);
    schema.getKindsBuilder(0).getFieldsBuilder(0).setUnknownFields(FUTURE);
    assertEquals(
        ReferenceRoom.SCHEMA,
        SchemaCodec.fromMessage(Schema.parseFrom(schema.build().toByteArray())));
  }

  @Test
  void aClientFrameWithAnUnknownBodyHasNoBody() throws Exception {
    ClientFrame frame =
        ClientFrame.parseFrom(
            ClientFrame.newBuilder().setUnknownFields(FUTURE).build().toByteArray());
    assertEquals(ClientFrame.BodyCase.BODY_NOT_SET, frame.getBodyCase());
  }

  /** The rule that lets a server put shared bytes behind its own: concatenation merges. */
  @Test
  void concatenatedFramesAreOneFrame() throws Exception {
    ServerFrame own = ServerFrame.newBuilder().setTick(3).addDroppedCells(9).build();
    ServerFrame shared =
        ServerFrame.newBuilder().addCells(CellSlice.newBuilder().setCell(4)).build();
    ServerFrame merged = ServerFrame.parseFrom(own.toByteString().concat(shared.toByteString()));
    assertEquals(3, merged.getTick());
    assertEquals(List.of(9), merged.getDroppedCellsList());
    assertEquals(4, merged.getCells(0).getCell());
  }
}
