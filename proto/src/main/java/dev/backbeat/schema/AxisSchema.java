package dev.backbeat.schema;

/**
 * One axis of an input: a value that holds until another one comes.
 *
 * @param name unique among the axes
 * @param min inclusive
 * @param max inclusive
 */
public record AxisSchema(String name, int min, int max) {
  /** Checks the bounds. */
  public AxisSchema {
    if (name == null || name.isEmpty() || min > max) {
      throw new IllegalArgumentException("axis " + name + ": " + min + ".." + max);
    }
  }
}
