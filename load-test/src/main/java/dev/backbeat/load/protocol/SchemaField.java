package dev.backbeat.load.protocol;

/**
 * One field of a Colyseus schema.
 *
 * @param bytes of a value of fixed size; unused otherwise
 * @param child type of what is referred to; -1 = none
 */
record SchemaField(String name, Kind kind, int bytes, int child) {
  enum Kind {
    FIXED,
    NUMBER,
    STRING,
    REF,
    MAP,
    ARRAY
  }

  static SchemaField fixed(String name, int bytes) {
    return new SchemaField(name, Kind.FIXED, bytes, -1);
  }

  /** A field of a primitive type by its name in the schema language. */
  static SchemaField primitive(String name, String type) {
    return switch (type) {
      case "string" -> new SchemaField(name, Kind.STRING, 0, -1);
      case "number" -> new SchemaField(name, Kind.NUMBER, 0, -1);
      case "boolean", "int8", "uint8" -> fixed(name, 1);
      case "int16", "uint16" -> fixed(name, 2);
      case "int32", "uint32", "float32" -> fixed(name, 4);
      case "int64", "uint64", "bigint64", "biguint64", "float64" -> fixed(name, 8);
      default -> throw new SchemaException("field " + name + " has unknown type " + type);
    };
  }

  /** A field that refers to instances of a type. */
  static SchemaField reference(String name, String type, int child) {
    Kind kind =
        switch (type) {
          case "ref" -> Kind.REF;
          case "map" -> Kind.MAP;
          case "array" -> Kind.ARRAY;
          default -> throw new SchemaException("field " + name + " is a " + type);
        };
    return new SchemaField(name, kind, 0, child);
  }

  /** Whether it refers to something that has a number of its own. */
  boolean refers() {
    return kind == Kind.REF || kind == Kind.MAP || kind == Kind.ARRAY;
  }
}
