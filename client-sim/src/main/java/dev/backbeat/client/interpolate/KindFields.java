package dev.backbeat.client.interpolate;

import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.Interpolation;
import dev.backbeat.schema.KindSchema;

/** What interpolation needs to know of a kind, as plain arrays. */
final class KindFields {
  final int count;
  final FieldSchema[] fields;

  /** Per field: whether it is drawn on a line between two values. */
  final boolean[] linear;

  /** Per field: the field that predicts it, or -1. */
  final int[] predictors;

  /** Per field: 2^wrapBits, or 0 if it does not wrap. */
  final double[] moduli;

  final int teleport;

  KindFields(KindSchema kind) {
    count = kind.fields().size();
    fields = kind.fields().toArray(FieldSchema[]::new);
    linear = new boolean[count];
    moduli = new double[count];
    predictors = kind.predictors();
    teleport = kind.fieldInRole(FieldRole.TELEPORT);
    for (int f = 0; f < count; f++) {
      linear[f] = fields[f].interpolation() == Interpolation.LINEAR;
      moduli[f] = fields[f].wrapBits() == 0 ? 0 : 1L << fields[f].wrapBits();
    }
  }

  /** A drawn value of a field: into 0 .. 2^wrapBits where it wraps. */
  double normalize(int field, double value) {
    double m = moduli[field];
    return m == 0 ? value : value - Math.floor(value / m) * m;
  }

  /** The difference of two drawn values: the short way round where the field wraps. */
  double difference(int field, double from, double to) {
    double d = to - from;
    double m = moduli[field];
    return m == 0 ? d : d - Math.rint(d / m) * m;
  }
}
