package dev.backbeat.codec;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.Interpolation;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.Axis;
import dev.backbeat.v1.EventType;
import dev.backbeat.v1.Field;
import dev.backbeat.v1.Kind;
import dev.backbeat.v1.Role;
import dev.backbeat.v1.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns schemas and static maps into messages and back. What comes back from a message is checked:
 * {@link ProtocolException} says what was wrong. Roles and interpolations from the future are read
 * as "none".
 */
public final class SchemaCodec {
  /** The most kinds, event types, and axes, actions or arguments of one owner. */
  private static final int MAX_KINDS = 256;

  private static final int MAX_EVENTS = 1024;
  private static final int MAX_COLUMNS = 64;

  private SchemaCodec() {}

  /** The schema as a message. */
  public static Schema toMessage(WorldSchema schema) {
    Schema.Builder message = Schema.newBuilder();
    for (KindSchema kind : schema.kinds()) {
      Kind.Builder k = message.addKindsBuilder().setName(kind.name());
      int[] predictors = kind.predictors();
      for (int f = 0; f < predictors.length; f++) {
        k.addFields(toMessage(kind.fields().get(f), predictors[f]));
      }
    }
    for (AxisSchema axis : schema.input().axes()) {
      message
          .getInputBuilder()
          .addAxes(Axis.newBuilder().setName(axis.name()).setMin(axis.min()).setMax(axis.max()));
    }
    message.getInputBuilder().addAllActions(schema.input().actions());
    for (EventSchema event : schema.events()) {
      message.addEvents(EventType.newBuilder().setName(event.name()).addAllArgs(event.args()));
    }
    for (FieldSchema field : schema.privateFields()) {
      message.addPrivateFields(toMessage(field, -1));
    }
    return message.build();
  }

  /**
   * The schema that a message describes.
   *
   * @throws ProtocolException if it describes none
   */
  public static WorldSchema fromMessage(Schema message) {
    limit("kinds", message.getKindsCount(), MAX_KINDS);
    limit("events", message.getEventsCount(), MAX_EVENTS);
    limit("axes", message.getInput().getAxesCount(), MAX_COLUMNS);
    limit("actions", message.getInput().getActionsCount(), MAX_COLUMNS);
    limit("private fields", message.getPrivateFieldsCount(), KindSchema.MAX_FIELDS);
    try {
      List<KindSchema> kinds = new ArrayList<>();
      for (Kind kind : message.getKindsList()) {
        limit("fields", kind.getFieldsCount(), KindSchema.MAX_FIELDS);
        kinds.add(new KindSchema(kind.getName(), fromMessages(kind.getFieldsList())));
      }
      List<AxisSchema> axes = new ArrayList<>();
      for (Axis axis : message.getInput().getAxesList()) {
        axes.add(new AxisSchema(axis.getName(), axis.getMin(), axis.getMax()));
      }
      List<EventSchema> events = new ArrayList<>();
      for (EventType event : message.getEventsList()) {
        limit("arguments", event.getArgsCount(), MAX_COLUMNS);
        events.add(new EventSchema(event.getName(), event.getArgsList()));
      }
      InputSchema input = new InputSchema(axes, message.getInput().getActionsList());
      return new WorldSchema(kinds, input, events, fromMessages(message.getPrivateFieldsList()));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("schema: " + e.getMessage(), e);
    }
  }

  /** The map as a message, hash included. */
  public static dev.backbeat.v1.StaticMap toMessage(StaticMap map) {
    dev.backbeat.v1.StaticMap.Builder message =
        dev.backbeat.v1.StaticMap.newBuilder()
            .setMinX(map.minX)
            .setMinY(map.minY)
            .setMaxX(map.maxX)
            .setMaxY(map.maxY)
            .setHash(map.hash());
    for (int wall : map.walls) {
      message.addWalls(wall);
    }
    return message.build();
  }

  /**
   * The map that a message describes.
   *
   * @throws ProtocolException if it describes none, or its hash is another one
   */
  public static StaticMap fromMessage(dev.backbeat.v1.StaticMap message) {
    int[] walls = new int[message.getWallsCount()];
    for (int i = 0; i < walls.length; i++) {
      walls[i] = message.getWalls(i);
    }
    StaticMap map;
    try {
      map =
          new StaticMap(
              message.getMinX(), message.getMinY(), message.getMaxX(), message.getMaxY(), walls);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("static map: " + e.getMessage(), e);
    }
    if (map.hash() != message.getHash()) {
      throw new ProtocolException(
          "static map: its hash is "
              + Long.toHexString(map.hash())
              + ", it says "
              + Long.toHexString(message.getHash()));
    }
    return map;
  }

  private static Field toMessage(FieldSchema field, int predictor) {
    return Field.newBuilder()
        .setName(field.name())
        .setUnit(field.unit())
        .setQuantum(field.quantum())
        .setPredictedBy(predictor + 1)
        .setInterpolation(
            switch (field.interpolation()) {
              case NONE -> dev.backbeat.v1.Interpolation.INTERPOLATION_NONE;
              case LINEAR -> dev.backbeat.v1.Interpolation.INTERPOLATION_LINEAR;
            })
        .setWrapBits(field.wrapBits())
        .setRole(
            switch (field.role()) {
              case NONE -> Role.ROLE_NONE;
              case X -> Role.ROLE_X;
              case Y -> Role.ROLE_Y;
              case TELEPORT -> Role.ROLE_TELEPORT;
              case OWNER -> Role.ROLE_OWNER;
            })
        .build();
  }

  private static List<FieldSchema> fromMessages(List<Field> messages) {
    List<FieldSchema> fields = new ArrayList<>();
    for (Field field : messages) {
      int by = field.getPredictedBy();
      if (by < 0 || by > messages.size()) {
        throw new ProtocolException(
            "schema: " + field.getName() + " is predicted by a field that there is not");
      }
      fields.add(
          new FieldSchema(
              field.getName(),
              field.getUnit(),
              field.getQuantum(),
              by == 0 ? "" : messages.get(by - 1).getName(),
              switch (field.getInterpolation()) {
                case INTERPOLATION_LINEAR -> Interpolation.LINEAR;
                default -> Interpolation.NONE;
              },
              field.getWrapBits(),
              switch (field.getRole()) {
                case ROLE_X -> FieldRole.X;
                case ROLE_Y -> FieldRole.Y;
                case ROLE_TELEPORT -> FieldRole.TELEPORT;
                case ROLE_OWNER -> FieldRole.OWNER;
                default -> FieldRole.NONE;
              }));
    }
    return fields;
  }

  private static void limit(String what, int count, int max) {
    if (count > max) {
      throw new ProtocolException("schema: " + count + " " + what + ", at most " + max);
    }
  }
}
