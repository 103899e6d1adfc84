package dev.backbeat.games.arena;

import dev.backbeat.rule.arena.Trig;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.List;

/** What the arena consists of, and the indices by which the game's classes name it. */
final class ArenaSchema {
  /** Position quanta per pixel. */
  static final int QUANTA_PER_PX = 8;

  static final int PLAYER = 0;
  static final int BOLT = 1;
  static final int PICKUP = 2;

  /** Position, first in every kind. */
  static final int X = 0;

  static final int Y = 1;

  /** Velocity, of players and bolts. */
  static final int VX = 2;

  static final int VY = 3;

  static final int PLAYER_AIM = 4;
  static final int PLAYER_HP = 5;
  static final int PLAYER_OWNER = 6;
  static final int PLAYER_LOOK = 7;
  static final int PLAYER_TELEPORT = 8;

  static final int BOLT_OWNER = 4;

  static final int PICKUP_TYPE = 2;

  /** Actions; an input has three axes before them (see ArenaRule). */
  static final int ACTION_FIRE = 0;

  static final int ACTION_RAIL = 1;
  static final int AXES = 3;
  static final int INPUT_LENGTH = AXES + 2;

  static final int PRIVATE_FIRE_COOLDOWN = 0;
  static final int PRIVATE_RAIL_COOLDOWN = 1;
  static final int PRIVATE_RAIL_CHARGES = 2;
  static final int PRIVATE_RESPAWN = 3;

  static final int EVENT_RAIL = 0;
  static final int EVENT_HIT = 1;
  static final int EVENT_KILL = 2;
  static final int EVENT_PICKUP = 3;
  static final int EVENT_SPAWN = 4;
  static final int EVENT_SHOT = 5;

  static final int TELEPORT_WRAP_BITS = 8;
  private static final int AIM_WRAP_BITS = 8;

  private ArenaSchema() {}

  /** The schema at a tick rate: velocities are position quanta per tick. */
  static WorldSchema of(int tickHz) {
    double px = 1.0 / QUANTA_PER_PX;
    FieldSchema x = FieldSchema.of("x", "px", px).linear().as(FieldRole.X);
    FieldSchema y = FieldSchema.of("y", "px", px).linear().as(FieldRole.Y);
    FieldSchema vx = FieldSchema.of("vx", "px/s", px * tickHz);
    FieldSchema vy = FieldSchema.of("vy", "px/s", px * tickHz);
    FieldSchema owner = FieldSchema.integer("owner").as(FieldRole.OWNER);
    KindSchema player =
        KindSchema.of(
            "player",
            x.predictedBy("vx"),
            y.predictedBy("vy"),
            vx,
            vy,
            FieldSchema.of("aim", "turn", 1.0 / (1 << AIM_WRAP_BITS))
                .wrapping(AIM_WRAP_BITS)
                .linear(),
            FieldSchema.integer("hp"),
            owner,
            FieldSchema.integer("look"),
            FieldSchema.integer("teleport").wrapping(TELEPORT_WRAP_BITS).as(FieldRole.TELEPORT));
    KindSchema bolt =
        KindSchema.of("bolt", x.predictedBy("vx"), y.predictedBy("vy"), vx, vy, owner);
    KindSchema pickup = KindSchema.of("pickup", x, y, FieldSchema.integer("type"));
    InputSchema input =
        new InputSchema(
            List.of(
                new AxisSchema("move_x", -127, 127),
                new AxisSchema("move_y", -127, 127),
                new AxisSchema("aim", 0, Trig.TURN - 1).keepingValue()),
            List.of("fire", "rail"));
    return new WorldSchema(
        List.of(player, bolt, pickup),
        input,
        List.of(
            // Where the victim stood for the shooter, and how far the world was rewound for that.
            EventSchema.of(
                "rail",
                "shooter",
                "end_x",
                "end_y",
                "victim_plus_1",
                "victim_x",
                "victim_y",
                "rewound_ticks_q8"),
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
  }
}
