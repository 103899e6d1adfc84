package dev.backbeat.load.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of a room's state, which a Colyseus server sends when a client joins: themselves a
 * state of the schema, with a list of types, each with a list of fields.
 *
 * @param types by their ids
 */
record SchemaReflection(List<SchemaField[]> types, int rootType) {
  // The types of that state itself, as @colyseus/schema 5 has them.
  private static final int REFLECTION = 0;
  private static final int TYPE = 1;
  private static final int FIELD = 2;
  private static final int QUANTIZED = 3;
  private static final List<SchemaField[]> OWN_TYPES =
      List.of(
          new SchemaField[] {
            SchemaField.reference("types", "array", TYPE),
            SchemaField.primitive("rootType", "number")
          },
          new SchemaField[] {
            SchemaField.primitive("id", "number"),
            SchemaField.primitive("extendsId", "number"),
            SchemaField.reference("fields", "array", FIELD)
          },
          new SchemaField[] {
            SchemaField.primitive("name", "string"),
            SchemaField.primitive("type", "string"),
            SchemaField.primitive("referencedType", "number"),
            SchemaField.primitive("childPrimitive", "string"),
            SchemaField.reference("quantized", "ref", QUANTIZED)
          },
          new SchemaField[] {
            SchemaField.primitive("min", "float64"),
            SchemaField.primitive("max", "float64"),
            SchemaField.primitive("bits", "uint8"),
            SchemaField.primitive("mode", "uint8")
          });

  /**
   * Decodes what the server sent.
   *
   * @throws SchemaException if that is not understood
   */
  static SchemaReflection parse(byte[] data, int offset, int length) {
    Collector found = new Collector();
    new SchemaDecoder(OWN_TYPES, REFLECTION).decode(data, offset, length, found);
    return found.result();
  }

  /** Everything is kept by number and index, and put together at the end. */
  private static final class Collector implements SchemaDecoder.Listener {
    private record Slot(int ref, int field) {}

    private final Map<Slot, Long> numbers = new HashMap<>();
    private final Map<Slot, String> strings = new HashMap<>();
    private final Map<Slot, Integer> references = new HashMap<>();

    @Override
    public void onValue(int ref, int type, int field, SchemaBytes in) {
      SchemaBytes copy = in.copy();
      switch (OWN_TYPES.get(type)[field].kind()) {
        case NUMBER -> numbers.put(new Slot(ref, field), copy.readNumber());
        case STRING -> strings.put(new Slot(ref, field), copy.readString());
        default -> numbers.put(new Slot(ref, field), (long) copy.readByte());
      }
    }

    @Override
    public void onReference(int holder, int index, String key, int ref) {
      references.put(new Slot(holder, index), ref);
    }

    private SchemaReflection result() {
      List<SchemaField[]> types = new ArrayList<>();
      for (int typeRef : list(required(0, 0))) {
        int id = (int) number(typeRef, 0, types.size());
        if (number(typeRef, 1, -1) >= 0) {
          throw new SchemaException("type " + id + " extends another, which is not understood");
        }
        while (types.size() <= id) {
          types.add(new SchemaField[0]);
        }
        Integer fields = references.get(new Slot(typeRef, 2));
        types.set(
            id,
            fields == null
                ? new SchemaField[0]
                : list(fields).stream().map(this::field).toArray(SchemaField[]::new));
      }
      return new SchemaReflection(types, (int) number(0, 1, 0));
    }

    private SchemaField field(int ref) {
      String name = strings.get(new Slot(ref, 0));
      String type = strings.get(new Slot(ref, 1));
      Integer quantized = references.get(new Slot(ref, 4));
      if (quantized != null) {
        return SchemaField.fixed(name, (int) number(quantized, 2, 0) / 8);
      }
      long child = number(ref, 2, -2);
      if (child == -2) {
        return SchemaField.primitive(name, String.valueOf(type));
      }
      if (child < 0) {
        throw new SchemaException("field " + name + " is a collection of plain values");
      }
      return SchemaField.reference(name, type, (int) child);
    }

    private int required(int ref, int field) {
      Integer child = references.get(new Slot(ref, field));
      if (child == null) {
        throw new SchemaException("the reflection has no types");
      }
      return child;
    }

    private List<Integer> list(int ref) {
      List<Integer> entries = new ArrayList<>();
      for (int i = 0; references.containsKey(new Slot(ref, i)); i++) {
        entries.add(references.get(new Slot(ref, i)));
      }
      return entries;
    }

    private long number(int ref, int field, long otherwise) {
      return numbers.getOrDefault(new Slot(ref, field), otherwise);
    }
  }
}
