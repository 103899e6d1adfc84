package dev.backbeat.schema;

/**
 * One axis of an input: a value that holds until another one comes.
 *
 * @param name unique among the axes
 * @param min inclusive
 * @param max inclusive
 * @param keepsValue whether the server leaves it as it was last where a player's input is neutral
 *     (none came for a second, or he is away) instead of 0: for directions, in which 0 is as good
 *     as any other. Not on the wire: it is false in a schema that came from there
 */
public record AxisSchema(String name, int min, int max, boolean keepsValue) {
  /** Checks the bounds. */
  public AxisSchema {
    if (name == null || name.isEmpty() || min > max) {
      throw new IllegalArgumentException("axis " + name + ": " + min + ".." + max);
    }
  }

  /** An axis that is 0 where a player's input is neutral. */
  public AxisSchema(String name, int min, int max) {
    this(name, min, max, false);
  }

  /** The same axis, which keeps its last value where a player's input is neutral. */
  public AxisSchema keepingValue() {
    return new AxisSchema(name, min, max, true);
  }
}
