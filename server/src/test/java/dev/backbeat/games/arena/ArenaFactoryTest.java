package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaFactoryTest {
  @Test
  void isFoundThroughTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(GameFactory.class).stream()
            .anyMatch(p -> p.type() == ArenaFactory.class));
  }

  @Test
  void theIndicesAreThoseOfTheSchema() {
    WorldSchema schema = ArenaSchema.of(30);
    assertEquals(ArenaSchema.PLAYER, schema.kind("player"));
    assertEquals(ArenaSchema.BOLT, schema.kind("bolt"));
    assertEquals(ArenaSchema.PICKUP, schema.kind("pickup"));
    for (KindSchema kind : schema.kinds()) {
      assertEquals(ArenaSchema.X, kind.field("x"));
      assertEquals(ArenaSchema.Y, kind.field("y"));
    }
    KindSchema player = schema.kinds().get(ArenaSchema.PLAYER);
    assertEquals(ArenaSchema.VX, player.field("vx"));
    assertEquals(ArenaSchema.VY, player.field("vy"));
    assertEquals(ArenaSchema.PLAYER_AIM, player.field("aim"));
    assertEquals(ArenaSchema.PLAYER_HP, player.field("hp"));
    assertEquals(ArenaSchema.PLAYER_OWNER, player.field("owner"));
    assertEquals(ArenaSchema.PLAYER_LOOK, player.field("look"));
    assertEquals(ArenaSchema.PLAYER_TELEPORT, player.field("teleport"));
    assertEquals(ArenaSchema.BOLT_OWNER, schema.kinds().get(ArenaSchema.BOLT).field("owner"));
    assertEquals(ArenaSchema.PICKUP_TYPE, schema.kinds().get(ArenaSchema.PICKUP).field("type"));
    assertEquals(0, schema.input().axis("move_x"));
    assertEquals(1, schema.input().axis("move_y"));
    assertEquals(2, schema.input().axis("aim"));
    assertEquals(ArenaSchema.AXES, schema.input().axes().size());
    assertEquals(ArenaSchema.ACTION_FIRE, schema.input().action("fire"));
    assertEquals(ArenaSchema.ACTION_RAIL, schema.input().action("rail"));
    assertEquals(ArenaSchema.PRIVATE_FIRE_COOLDOWN, schema.privateField("fire_cooldown_ticks"));
    assertEquals(ArenaSchema.PRIVATE_RAIL_COOLDOWN, schema.privateField("rail_cooldown_ticks"));
    assertEquals(ArenaSchema.PRIVATE_RAIL_CHARGES, schema.privateField("rail_charges"));
    assertEquals(ArenaSchema.PRIVATE_RESPAWN, schema.privateField("respawn_ticks"));
    assertEquals(ArenaSchema.EVENT_RAIL, schema.event("rail"));
    assertEquals(ArenaSchema.EVENT_HIT, schema.event("hit"));
    assertEquals(ArenaSchema.EVENT_KILL, schema.event("kill"));
    assertEquals(ArenaSchema.EVENT_PICKUP, schema.event("pickup"));
    assertEquals(ArenaSchema.EVENT_SPAWN, schema.event("spawn"));
    assertEquals(ArenaSchema.EVENT_SHOT, schema.event("shot"));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 24, 25, 30, 40, 50, 60, 64, 75, 90, 100, 120, 128})
  void feelsTheSameAtEveryRate(int hz) {
    ArenaTuning t = ArenaTuning.at(hz);
    double quantum = 1.0 / ArenaSchema.QUANTA_PER_PX;
    assertEquals(280, t.maxSpeed() * quantum * hz, 280 * 0.035, "px/s");
    assertEquals(900, t.boltSpeed() * quantum * hz, 900 * 0.02, "px/s");
    int reversalTicks = (2 * t.maxSpeed() + t.accelStep() - 1) / t.accelStep();
    assertTrue(reversalTicks <= 0.3 * hz, reversalTicks + " ticks from full speed to the opposite");
    assertTrue(reversalTicks >= 0.125 * hz, reversalTicks + " ticks: it has some weight");
    assertTrue(t.accelStep() <= 63, "one byte per coordinate and tick: " + t.accelStep());
    assertEquals(0.25, t.fireCooldownTicks() / (double) hz, 0.021);
    assertEquals(2.0, t.respawnDelayTicks() / (double) hz, 0.021);
    assertEquals(t.maxSpeed(), t.constants().get("max_speed"));
    assertEquals(7, t.constants().size());
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedWithASentence() {
    refused("no option mapp", Map.of("mapp", "large"));
    refused("map must be arena or large", Map.of("map", "huge"));
    refused("whole number", Map.of("score_limit", "many"));
    refused("score_limit must be 1..", Map.of("score_limit", "0"));
    refused("practice must be 0..1", Map.of("practice", "2"));
    refused("world_px must be", Map.of("map", "large", "world_px", "1000000"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ArenaFactory().spec(new RoomOptions(1, 1, 2, 0, 60, 1, Map.of())));
  }

  @Test
  void theLargeMapHasCells() {
    GameSpec spec =
        new ArenaFactory().spec(new RoomOptions(20, 1, 1_000, 0, 60, 1, Map.of("map", "large")));
    assertEquals(24_000 * 8, spec.map().maxX);
    assertEquals(900 * 8, spec.interest().viewRadius());
  }

  private static void refused(String part, Map<String, String> options) {
    RoomOptions room = new RoomOptions(20, 1, 2, 0, 60, 1, options);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new ArenaFactory().spec(room));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
