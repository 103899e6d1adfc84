package dev.backbeat.schema;

import java.util.Objects;

/**
 * One field of an entity kind: a 32-bit integer, {@code value in unit = integer * quantum}.
 *
 * @param name unique in its kind
 * @param unit for people ("px", "px/s", "turn"), may be empty
 * @param quantum size of one integer step in {@code unit}, finite and &gt; 0
 * @param predictedBy name of the field of the same kind by whose integer this one grows per tick,
 *     or empty; the predicting field is itself not predicted
 * @param interpolation how a renderer goes from one value to the next
 * @param wrapBits 0 = plain 32-bit; w in 1..31 = the value lives in {@code 0 .. 2^w-1} and wraps
 * @param role what the field means to those who do not know the game
 */
public record FieldSchema(
    String name,
    String unit,
    double quantum,
    String predictedBy,
    Interpolation interpolation,
    int wrapBits,
    FieldRole role) {

  /** Checks the bounds named at the parameters. */
  public FieldSchema {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(predictedBy, "predictedBy");
    Objects.requireNonNull(interpolation, "interpolation");
    Objects.requireNonNull(role, "role");
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a field needs a name");
    }
    if (!(quantum > 0) || Double.isInfinite(quantum)) {
      throw new IllegalArgumentException(name + ": quantum must be finite and > 0, is " + quantum);
    }
    if (wrapBits < 0 || wrapBits > 31) {
      throw new IllegalArgumentException(name + ": wrapBits must be 0..31, is " + wrapBits);
    }
  }

  /** A plain field: not predicted, not interpolated, not wrapping. */
  public static FieldSchema of(String name, String unit, double quantum) {
    return new FieldSchema(name, unit, quantum, "", Interpolation.NONE, 0, FieldRole.NONE);
  }

  /** A plain counter or flag: quantum 1, no unit. */
  public static FieldSchema integer(String name) {
    return of(name, "", 1);
  }

  /** This field, predicted linearly by the field {@code velocity} of the same kind. */
  public FieldSchema predictedBy(String velocity) {
    return new FieldSchema(name, unit, quantum, velocity, interpolation, wrapBits, role);
  }

  /** This field, rendered by linear interpolation. */
  public FieldSchema linear() {
    return new FieldSchema(name, unit, quantum, predictedBy, Interpolation.LINEAR, wrapBits, role);
  }

  /** This field, wrapping at {@code 2^bits}. */
  public FieldSchema wrapping(int bits) {
    return new FieldSchema(name, unit, quantum, predictedBy, interpolation, bits, role);
  }

  /** This field in the given role. */
  public FieldSchema as(FieldRole newRole) {
    return new FieldSchema(name, unit, quantum, predictedBy, interpolation, wrapBits, newRole);
  }

  /** {@code value} as this field holds it: masked to {@code wrapBits} where it wraps. */
  public int normalize(int value) {
    return wrapBits == 0 ? value : value & ((1 << wrapBits) - 1);
  }

  /**
   * The difference {@code to - from} as a residual: sign-extended from {@code wrapBits} where it
   * wraps.
   */
  public int difference(int from, int to) {
    int d = to - from;
    return wrapBits == 0 ? d : d << (32 - wrapBits) >> (32 - wrapBits);
  }

  /**
   * What is drawn between two values of this field, in integers: {@code from} plus the part {@code
   * partQ8 / wholeQ8} of the way to {@code to}, towards {@code from} where it does not divide, the
   * short way round where it wraps; {@code from} itself if the field is not interpolated.
   *
   * <p>Clients draw others with it and the server rewinds with it, so that both mean the same
   * place.
   *
   * @param partQ8 time since {@code from}, in 1/256 tick, 0..{@code wholeQ8}
   * @param wholeQ8 time between the two, in 1/256 tick, at least 1
   */
  public int between(int from, int to, int partQ8, int wholeQ8) {
    return interpolation == Interpolation.NONE
        ? from
        : normalize(from + (int) ((long) difference(from, to) * partQ8 / wholeQ8));
  }

  /**
   * Where a linear prediction takes a value of this field: {@code from} plus {@code velocity} per
   * tick, towards {@code from} where it does not divide.
   *
   * @param aheadQ8 time since {@code from}, in 1/256 tick, at least 0
   */
  public int ahead(int from, int velocity, int aheadQ8) {
    return normalize(from + (int) ((long) velocity * aheadQ8 / 256));
  }
}
