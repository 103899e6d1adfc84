package dev.backbeat.client.predict;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.rule.Rule;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.Interpolation;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where the integers of a rule's state come from in a room, and how they are drawn. */
final class StateLayout {
  private enum Source {
    FIELD,
    PRIVATE,
    CONSTANT,
    TICK
  }

  final int kind;
  final int length;

  /** Slots of the position; -1 = the state has none. */
  final int slotX;

  final int slotY;

  /** Per slot: whether it is drawn between two ticks. */
  final boolean[] linear;

  private final List<String> names;
  private final Source[] sources;
  private final int[] indexes;
  private final double[] moduli;
  private final FieldSchema[] fields;

  /**
   * Resolves the names of a rule.
   *
   * @throws IllegalArgumentException if the room has no such kind, or nothing by one of the names
   */
  StateLayout(String kindName, Rule rule, WorldSchema schema, Map<String, Integer> constants) {
    kind = schema.kind(kindName);
    names = List.of(rule.stateNames());
    length = names.size();
    linear = new boolean[length];
    sources = new Source[length];
    indexes = new int[length];
    moduli = new double[length];
    fields = new FieldSchema[length];
    KindSchema kindSchema = schema.kinds().get(kind);
    for (int i = 0; i < length; i++) {
      resolve(i, kindSchema, schema.privateFields(), constants);
    }
    slotX = slotOf(kindSchema.fieldInRole(FieldRole.X));
    slotY = slotOf(kindSchema.fieldInRole(FieldRole.Y));
  }

  private void resolve(
      int i, KindSchema kindSchema, List<FieldSchema> privates, Map<String, Integer> constants) {
    String name = names.get(i);
    int field = indexOf(kindSchema.fields(), name);
    int own = indexOf(privates, name);
    if (field >= 0) {
      fields[i] = kindSchema.fields().get(field);
      sources[i] = Source.FIELD;
      indexes[i] = field;
      linear[i] = fields[i].interpolation() == Interpolation.LINEAR;
      moduli[i] = fields[i].wrapBits() == 0 ? 0 : 1L << fields[i].wrapBits();
    } else if (own >= 0) {
      sources[i] = Source.PRIVATE;
      indexes[i] = own;
    } else if (constants.containsKey(name)) {
      sources[i] = Source.CONSTANT;
      indexes[i] = constants.get(name);
    } else if (name.equals(Rule.TICK)) {
      sources[i] = Source.TICK;
    } else {
      throw new IllegalArgumentException(
          "the rule's state has "
              + name
              + ", which is no field of "
              + kindSchema.name()
              + ", no private field and no constant of this room");
    }
  }

  private static int indexOf(List<FieldSchema> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private int slotOf(int field) {
    for (int i = 0; i < length; i++) {
      if (field >= 0 && sources[i] == Source.FIELD && indexes[i] == field) {
        return i;
      }
    }
    return -1;
  }

  /** The slot of that name; throws if there is none. */
  int slot(String name) {
    int slot = names.indexOf(name);
    if (slot < 0) {
      throw new IllegalArgumentException("the rule's state has no " + name);
    }
    return slot;
  }

  /** The authoritative state as the world has it. */
  void read(ClientWorld world, ClientEntity own, int[] into) {
    for (int i = 0; i < length; i++) {
      into[i] =
          switch (sources[i]) {
            case FIELD -> own.field(indexes[i]);
            case PRIVATE -> world.privateField(indexes[i]);
            case CONSTANT -> indexes[i];
            case TICK -> world.tick();
          };
    }
  }

  /** Says which tick is computed next, to a rule that wants to know. */
  void tick(int[] state, int tick) {
    for (int i = 0; i < length; i++) {
      if (sources[i] == Source.TICK) {
        state[i] = tick;
      }
    }
  }

  /** Whether a state in a ring is bit for bit the authoritative one. */
  boolean same(int[] states, int at, int[] authoritative) {
    return Arrays.equals(states, at, at + length, authoritative, 0, length);
  }

  /** The difference of two drawn values of a slot: the short way round where it wraps. */
  double difference(int slot, double from, double to) {
    double d = to - from;
    double m = moduli[slot];
    return m == 0 ? d : d - Math.rint(d / m) * m;
  }

  /** The difference of two values of a slot that is drawn between ticks. */
  int difference(int slot, int from, int to) {
    return fields[slot].difference(from, to);
  }

  /** A drawn value of a slot: into 0 .. 2^wrapBits where it wraps. */
  double normalize(int slot, double value) {
    double m = moduli[slot];
    return m == 0 ? value : value - Math.floor(value / m) * m;
  }
}
