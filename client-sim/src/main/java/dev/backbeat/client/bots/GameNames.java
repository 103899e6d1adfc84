package dev.backbeat.client.bots;

import dev.backbeat.client.SessionInfo;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.List;
import java.util.function.Function;

/**
 * Where the things that a shooter's bot looks for stand in a game's schema, found by their names;
 * -1 = the game has no such thing. A bot that finds too little drives the axes at random instead.
 */
record GameNames(
    int moveX,
    int moveY,
    int aim,
    int fire,
    int rail,
    int player,
    int hp,
    int vx,
    int vy,
    int pickup,
    int pickupType,
    int railCharges,
    int boltSpeed) {
  private static final int DEFAULT_BOLT_SPEED = 1;

  static GameNames of(SessionInfo session) {
    WorldSchema schema = session.schema();
    List<AxisSchema> axes = schema.input().axes();
    int player = index(schema.kinds(), KindSchema::name, "player");
    int pickup = index(schema.kinds(), KindSchema::name, "pickup");
    return new GameNames(
        index(axes, AxisSchema::name, "move_x"),
        index(axes, AxisSchema::name, "move_y"),
        index(axes, AxisSchema::name, "aim"),
        schema.input().actions().indexOf("fire"),
        schema.input().actions().indexOf("rail"),
        player,
        field(schema, player, "hp"),
        field(schema, player, "vx"),
        field(schema, player, "vy"),
        pickup,
        field(schema, pickup, "type"),
        index(schema.privateFields(), FieldSchema::name, "rail_charges"),
        Math.max(
            DEFAULT_BOLT_SPEED,
            session.constants().getOrDefault("bolt_speed", DEFAULT_BOLT_SPEED)));
  }

  boolean canMove() {
    return moveX >= 0 && moveY >= 0;
  }

  boolean canHunt() {
    return canMove() && aim >= 0 && fire >= 0 && player >= 0;
  }

  private static int field(WorldSchema schema, int kind, String name) {
    return kind < 0 ? -1 : index(schema.kinds().get(kind).fields(), FieldSchema::name, name);
  }

  private static <T> int index(List<T> items, Function<T, String> nameOf, String name) {
    for (int i = 0; i < items.size(); i++) {
      if (nameOf.apply(items.get(i)).equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
