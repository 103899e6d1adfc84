package dev.backbeat.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.EventWriter;
import dev.backbeat.codec.InputBatches;
import dev.backbeat.codec.InputCheck;
import dev.backbeat.codec.SliceWriter;
import dev.backbeat.codec.WireBuffer;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/protocol.md says what is so. */
class ProtocolPageTest {
  private static final int PLAYER = 0;
  private static final int BOLT = 1;
  private static final FieldSchema X = FieldSchema.of("x", "px", 0.125).predictedBy("vx");
  private static final FieldSchema Y = FieldSchema.of("y", "px", 0.125).predictedBy("vy");
  private static final FieldSchema VX = FieldSchema.of("vx", "px/s", 2.5);
  private static final FieldSchema VY = FieldSchema.of("vy", "px/s", 2.5);

  /** The page's table of the arena. */
  private static final WorldSchema ARENA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "player",
                  X,
                  Y,
                  VX,
                  VY,
                  FieldSchema.of("aim", "turn", 1 / 256.0).wrapping(8),
                  FieldSchema.integer("hp"),
                  FieldSchema.integer("owner"),
                  FieldSchema.integer("look"),
                  FieldSchema.integer("teleport").wrapping(8)),
              KindSchema.of("bolt", X, Y, VX, VY, FieldSchema.integer("owner")),
              KindSchema.of(
                  "pickup",
                  FieldSchema.integer("x"),
                  FieldSchema.integer("y"),
                  FieldSchema.integer("type"))),
          new InputSchema(
              List.of(
                  new AxisSchema("move_x", -127, 127),
                  new AxisSchema("move_y", -127, 127),
                  new AxisSchema("aim", 0, 4095)),
              List.of("fire", "rail")),
          List.of(
              EventSchema.of("rail", "shooter", "end_x", "end_y", "victim_plus_1"),
              EventSchema.of("hit", "victim", "damage", "shooter_player"),
              EventSchema.of("kill", "killer_player", "victim_player", "weapon"),
              EventSchema.of("pickup", "player", "type"),
              EventSchema.of("spawn", "player"),
              EventSchema.of("shot", "shooter")),
          List.of(
              FieldSchema.integer("fire_cooldown_ticks"),
              FieldSchema.integer("rail_cooldown_ticks"),
              FieldSchema.integer("rail_charges"),
              FieldSchema.integer("respawn_ticks")));

  private final ProtocolPage page = new ProtocolPage();

  @Test
  void theExampleDecodesToItsTable() throws Exception {
    ClientWorld world = worldOf(page.table("Before, tick 100"));
    world.apply(ServerFrame.parseFrom(exampleBytes()));

    TreeMap<String, List<String>> seen = new TreeMap<>();
    for (ClientEntity e : world.entities()) {
      StringBuilder values = new StringBuilder();
      for (int f = 0; f < e.kindSchema().fields().size(); f++) {
        values.append(f == 0 ? "" : " ").append(e.field(f));
      }
      seen.put("" + e.id(), List.of("" + e.id(), "" + e.kind(), values.toString()));
    }
    TreeMap<String, List<String>> expected = new TreeMap<>();
    page.table("After, tick 101").forEach(row -> expected.put(row.get(0), row));
    assertEquals(expected, seen);
    assertEquals(101, world.tick());
    assertEquals(103, world.inputTick());
    assertEquals(384, world.inputLeadQ8());
    assertEquals(6, world.privateField(0));
  }

  @Test
  void theWriterWritesTheExamplesBytes() {
    WireBuffer frame = new WireBuffer();
    byte[] own =
        ServerFrame.newBuilder()
            .setTick(101)
            .setInputTick(103)
            .setInputLeadQ8(384)
            .setPrivateMask(1)
            .addPrivateValues(6)
            .build()
            .toByteArray();
    frame.putBytes(own, 0, own.length);
    SliceWriter writer = new SliceWriter();
    writer.begin(1, 0, false);
    writer.beginKind(PLAYER, 9);
    writer.left(4, 2);
    writer.changed(0, 0b11100, new int[] {0, 0, 10, -5, 3});
    writer.changed(1, 0b11100, new int[] {0, 0, -10, 8, 10});
    writer.changed(2, 0b10100, new int[] {0, 0, 4, 0, -70});
    writer.endKind();
    writer.beginKind(BOLT, 5);
    writer.removed(0);
    writer.entered(11, new int[] {1650, 790, 120, 9, 1});
    writer.endKind();
    writer.end(frame);
    new EventWriter().write(frame, 101, ARENA.event("shot"), 1610, 795, new int[] {3});
    assertEquals(
        HexFormat.ofDelimiter(" ").formatHex(exampleBytes()),
        HexFormat.ofDelimiter(" ").formatHex(frame.toByteArray()));
    assertArrayEquals(exampleBytes(), frame.toByteArray());
    assertEquals(74, frame.size(), "the length that the page names");
  }

  @Test
  void theExampleInJsonIsTheSameFrame() throws Exception {
    ServerFrame.Builder json = ServerFrame.newBuilder();
    JsonFormat.parser().merge(page.blocks("json").get(0).get(0), json);
    assertEquals(ServerFrame.parseFrom(exampleBytes()), json.build());
  }

  @Test
  void theInputExampleIsTaken() throws Exception {
    ClientFrame.Builder json = ClientFrame.newBuilder();
    JsonFormat.parser().merge(page.blocks("json").get(1).get(0), json);
    InputBatches batches = new InputBatches(ARENA.input());
    assertEquals(InputCheck.OK, batches.check(json.getInputs()));
    assertEquals(
        batches.build(
            210, new int[][] {{127, 0, 1024}, {0, 127, 1024}}, new int[][] {{6, 0}, {7, 0}}),
        json.getInputs());
  }

  @Test
  void theSessionByHandIsMadeOfRealMessages() throws Exception {
    InputBatches batches = new InputBatches(ARENA.input());
    ClientWorld world = new ClientWorld(ARENA);
    List<String> session = page.blocks("session").get(0);
    Set<ClientFrame.BodyCase> sent =
        session.stream()
            .filter(line -> line.startsWith("> "))
            .map(line -> clientFrame(line.substring(2)))
            .peek(
                frame -> {
                  if (frame.hasInputs()) {
                    assertEquals(InputCheck.OK, batches.check(frame.getInputs()));
                  }
                })
            .map(ClientFrame::getBodyCase)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            ClientFrame.BodyCase.JOIN,
            ClientFrame.BodyCase.INPUTS,
            ClientFrame.BodyCase.PING,
            ClientFrame.BodyCase.CHAT,
            ClientFrame.BodyCase.LEAVE),
        sent);
    for (String line : session) {
      if (line.startsWith("< ")) {
        ServerFrame.Builder frame = ServerFrame.newBuilder();
        JsonFormat.parser().merge(line.substring(2), frame);
        world.apply(frame.build());
      }
    }
    assertEquals(50, world.tick());
    assertEquals(1600 + 4 * 12, world.own().field(0));
  }

  @Test
  void theTableOfCloseCodesIsTheEnum() {
    List<List<String>> rows = page.table("## Close codes");
    assertEquals(CloseCode.values().length, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      CloseCode code = CloseCode.values()[i];
      List<String> row = rows.get(i);
      assertEquals("" + code.code(), row.get(0));
      assertEquals(code.name(), row.get(1));
      assertTrue(row.get(2).length() > 5, code::name);
      assertEquals(CloseCode.worthResuming(code.code()) ? "yes" : "no", row.get(3), code.name());
    }
  }

  @Test
  void theTableOfErrorCodesIsTheEnum() {
    List<List<String>> rows = page.table("## Error codes");
    List<String> expected =
        Arrays.stream(ErrorCode.values())
            .filter(code -> code != ErrorCode.UNRECOGNIZED)
            .map(code -> code.getNumber() + " " + code.name())
            .toList();
    assertEquals(expected, rows.stream().map(row -> row.get(0) + " " + row.get(1)).toList());
    Set<String> closeCodes =
        Arrays.stream(CloseCode.values()).map(c -> "" + c.code()).collect(Collectors.toSet());
    for (List<String> row : rows.subList(1, rows.size())) {
      String then = row.get(3);
      boolean known = then.startsWith("plays on") || then.contains("HTTP ");
      int close = then.indexOf("close ");
      if (close >= 0) {
        String number = then.substring(close + 6, close + 10);
        assertTrue(closeCodes.contains(number), () -> row.get(1) + " closes with " + number);
        known = true;
      }
      assertTrue(known, () -> row.get(1) + ": " + then);
    }
  }

  @Test
  void namesAndLimitsAreThoseOfTheCode() {
    List<String> subprotocols = page.table("`ws://host").stream().map(row -> row.get(0)).toList();
    assertEquals(List.of(Protocol.SUBPROTOCOL_BINARY, Protocol.SUBPROTOCOL_JSON), subprotocols);
    List<List<String>> credentials = page.table("**Credentials**");
    assertEquals(
        "Authorization: " + Protocol.TICKET_SCHEME + " <ticket>", credentials.get(0).get(1));
    assertEquals(Protocol.TICKET_ITEM_PREFIX + "<ticket>", credentials.get(0).get(2));
    assertEquals(
        "Authorization: " + Protocol.RESUME_SCHEME + " <token>", credentials.get(1).get(1));
    assertEquals(Protocol.RESUME_ITEM_PREFIX + "<token>", credentials.get(1).get(2));
    TreeMap<String, String> limits = new TreeMap<>();
    page.table("## Limits").forEach(row -> limits.put(row.get(0), row.get(1)));
    assertEquals("" + InputBatches.MAX_INPUTS, limits.get("inputs per batch"));
    for (List<String> row : page.table("**Refused upgrades**")) {
      assertTrue(ErrorCode.valueOf(row.get(1)).getNumber() > 0, row::toString);
    }
  }

  private static ClientFrame clientFrame(String json) {
    ClientFrame.Builder frame = ClientFrame.newBuilder();
    try {
      JsonFormat.parser().merge(json, frame);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(json, e);
    }
    return frame.build();
  }

  /** Tick 100: cell 1 as the rows say, and the cooldown of the page's first sentence. */
  private static ClientWorld worldOf(List<List<String>> rows) throws Exception {
    WireBuffer frame = new WireBuffer();
    SliceWriter writer = new SliceWriter();
    writer.begin(1, 0, true);
    for (int kind = 0; kind < ARENA.kinds().size(); kind++) {
      writer.beginKind(kind, ARENA.kinds().get(kind).fields().size());
      for (List<String> row : rows) {
        if (row.get(1).equals("" + kind)) {
          int[] values = Arrays.stream(row.get(2).split(" ")).mapToInt(Integer::parseInt).toArray();
          assertEquals(ARENA.kinds().get(kind).fields().size(), values.length);
          writer.entered(Integer.parseInt(row.get(0)), values);
        }
      }
      writer.endKind();
    }
    writer.end(frame);
    ClientWorld world = new ClientWorld(ARENA);
    world.apply(
        ServerFrame.parseFrom(frame.toByteArray()).toBuilder()
            .setTick(100)
            .setReset(true)
            .setOwnEntity(3)
            .setPrivateMask(15)
            .addAllPrivateValues(List.of(7, 0, 2, 0))
            .build());
    assertEquals(rows.size(), world.entities().size());
    return world;
  }

  private byte[] exampleBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : page.blocks("hex").get(0)) {
      String hex = line.substring(0, line.indexOf('#')).replace(" ", "");
      bytes.writeBytes(HexFormat.of().parseHex(hex));
    }
    return bytes.toByteArray();
  }
}
