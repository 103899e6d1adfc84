package dev.backbeat.load.netcode;

import dev.backbeat.client.SessionInfo;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;

/** Where the arena's schema has what a player needs. */
record ArenaNames(
    int player,
    int fields,
    int x,
    int y,
    int vx,
    int vy,
    int hp,
    int teleport,
    int moveX,
    int moveY,
    int aimAxis,
    int rail,
    int inputLength,
    int railEvent,
    int railCooldownTicks,
    int maxSpeed) {

  static final String KIND = "player";

  static ArenaNames of(SessionInfo session) {
    WorldSchema schema = session.schema();
    int player = schema.kind(KIND);
    KindSchema kind = schema.kinds().get(player);
    return new ArenaNames(
        player,
        kind.fields().size(),
        kind.field("x"),
        kind.field("y"),
        kind.field("vx"),
        kind.field("vy"),
        kind.field("hp"),
        kind.field("teleport"),
        schema.input().axis("move_x"),
        schema.input().axis("move_y"),
        schema.input().axis("aim"),
        schema.input().action("rail"),
        schema.input().axes().size() + schema.input().actions().size(),
        schema.event("rail"),
        session
            .constants()
            .getOrDefault("rail_cooldown_ticks", (int) Math.ceil(1.2 * session.tickHz())),
        session.constants().get("max_speed"));
  }
}
