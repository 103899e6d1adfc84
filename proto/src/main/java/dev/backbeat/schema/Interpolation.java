package dev.backbeat.schema;

/** How a renderer goes from one value of a field to the next. */
public enum Interpolation {
  /** Takes the newest value. */
  NONE,
  /** Linear between two frames; the short way round where the field wraps. */
  LINEAR
}
