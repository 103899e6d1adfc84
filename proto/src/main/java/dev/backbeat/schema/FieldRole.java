package dev.backbeat.schema;

/** What a generic client (and the server's interest management) may want to know of a field. */
public enum FieldRole {
  /** Means something to the game only. */
  NONE,
  /** World position, first coordinate. */
  X,
  /** World position, second coordinate. */
  Y,
  /** Counts teleports: interpolation and history snap when it changes. */
  TELEPORT,
  /** The number of the player that the entity belongs to; 0 = nobody. */
  OWNER
}
