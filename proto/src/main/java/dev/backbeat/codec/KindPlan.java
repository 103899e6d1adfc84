package dev.backbeat.codec;

import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;

/** What decoding needs to know of a kind, as plain arrays. */
final class KindPlan {
  final int index;
  final KindSchema schema;
  final int fieldCount;

  /** All bits that a changed-field mask can have. */
  final int allFields;

  /** Per field: what the value is masked with; -1 = nothing. */
  final int[] valueMask;

  /** Per field: bits that a residual is sign-extended from; 32 = all. */
  final int[] residualBits;

  /** The fields that have a predictor, and their predictors. */
  final int[] predicted;

  final int[] predictors;

  final int fieldX;
  final int fieldY;
  final int fieldOwner;
  final int fieldTeleport;

  KindPlan(int index, KindSchema schema) {
    this.index = index;
    this.schema = schema;
    this.fieldCount = schema.fields().size();
    this.allFields = (int) ((1L << fieldCount) - 1);
    this.valueMask = new int[fieldCount];
    this.residualBits = new int[fieldCount];
    int[] by = schema.predictors();
    int n = 0;
    for (int f = 0; f < fieldCount; f++) {
      FieldSchema field = schema.fields().get(f);
      valueMask[f] = field.normalize(-1);
      residualBits[f] = field.wrapBits() == 0 ? Integer.SIZE : field.wrapBits();
      n += by[f] >= 0 ? 1 : 0;
    }
    this.predicted = new int[n];
    this.predictors = new int[n];
    for (int f = 0, i = 0; f < fieldCount; f++) {
      if (by[f] >= 0) {
        predicted[i] = f;
        predictors[i++] = by[f];
      }
    }
    this.fieldX = schema.fieldInRole(FieldRole.X);
    this.fieldY = schema.fieldInRole(FieldRole.Y);
    this.fieldOwner = schema.fieldInRole(FieldRole.OWNER);
    this.fieldTeleport = schema.fieldInRole(FieldRole.TELEPORT);
  }

  /** Moves predicted fields on by so many ticks. */
  void advance(int[] fields, int ticks) {
    for (int i = 0; i < predicted.length; i++) {
      int f = predicted[i];
      fields[f] = fields[f] + fields[predictors[i]] * ticks & valueMask[f];
    }
  }

  /** Adds a residual. */
  void correct(int[] fields, int field, int residual) {
    int unused = Integer.SIZE - residualBits[field];
    if (residual << unused >> unused != residual) {
      throw new InvariantViolation(
          name(field) + ": residual " + residual + " outside " + residualBits[field] + " bits");
    }
    fields[field] = fields[field] + residual & valueMask[field];
  }

  /** Sets a value as it came in full. */
  void set(int[] fields, int field, int value) {
    if ((value & valueMask[field]) != value) {
      throw new InvariantViolation(
          name(field) + ": value " + value + " outside its " + residualBits[field] + " wrap bits");
    }
    fields[field] = value;
  }

  private String name(int field) {
    return schema.name() + "." + schema.fields().get(field).name();
  }
}
