package dev.backbeat.server.fuzz;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.List;

/** A world with one of everything that a schema may say. */
public final class FuzzSchemas {
  /** Bodies and coins. */
  public static final WorldSchema WORLD =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "body",
                  FieldSchema.integer("x").predictedBy("vx").as(FieldRole.X),
                  FieldSchema.integer("y").as(FieldRole.Y),
                  FieldSchema.integer("vx"),
                  FieldSchema.integer("angle").wrapping(8).predictedBy("spin"),
                  FieldSchema.integer("spin"),
                  FieldSchema.integer("jumps").as(FieldRole.TELEPORT)),
              KindSchema.of("coin", FieldSchema.integer("worth").wrapping(31))),
          new InputSchema(List.of(new AxisSchema("move", -127, 127)), List.of("fire")),
          List.of(EventSchema.of("hit", "by", "damage")),
          List.of(FieldSchema.integer("ammo"), FieldSchema.integer("heat").wrapping(6)));

  private FuzzSchemas() {}
}
