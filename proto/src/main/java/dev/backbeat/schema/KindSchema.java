package dev.backbeat.schema;

import java.util.List;

/**
 * One kind of entity: a name and its fields, in wire order.
 *
 * @param name unique in its world
 * @param fields 1 to 31 fields
 */
public record KindSchema(String name, List<FieldSchema> fields) {

  /** The most fields a kind can have: a changed-field mask is 32 bits wide and positive. */
  public static final int MAX_FIELDS = 31;

  /** Checks names, predictors and bounds. */
  public KindSchema {
    fields = List.copyOf(fields);
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a kind needs a name");
    }
    if (fields.isEmpty() || fields.size() > MAX_FIELDS) {
      throw new IllegalArgumentException(
          name + ": 1.." + MAX_FIELDS + " fields, has " + fields.size());
    }
    if (fields.stream().map(FieldSchema::name).distinct().count() != fields.size()) {
      throw new IllegalArgumentException(name + ": two fields have the same name");
    }
    for (FieldSchema f : fields) {
      if (!f.predictedBy().isEmpty()) {
        FieldSchema by = find(fields, f.predictedBy());
        if (by == null || !by.predictedBy().isEmpty()) {
          throw new IllegalArgumentException(
              name + "." + f.name() + ": its predictor must be an unpredicted field of the kind");
        }
      }
    }
  }

  /** A kind of the given fields. */
  public static KindSchema of(String name, FieldSchema... fields) {
    return new KindSchema(name, List.of(fields));
  }

  /** Index of the named field; throws if there is none. */
  public int field(String fieldName) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(fieldName)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " has no field " + fieldName);
  }

  /** Index of the field in the given role, or -1. */
  public int fieldInRole(FieldRole role) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).role() == role) {
        return i;
      }
    }
    return -1;
  }

  /** For each field the index of its predictor, or -1. A new array. */
  public int[] predictors() {
    int[] result = new int[fields.size()];
    for (int i = 0; i < result.length; i++) {
      String by = fields.get(i).predictedBy();
      result[i] = by.isEmpty() ? -1 : field(by);
    }
    return result;
  }

  private static FieldSchema find(List<FieldSchema> fields, String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
  }
}
