package dev.backbeat.client.lab;

/**
 * What a lab did so far.
 *
 * @param opened connections accepted
 * @param open connections at this moment
 * @param refused connections that the target did not accept
 * @param resets connections that the lab reset by itself: by age, by script, on demand
 * @param up from the clients
 * @param down to the clients
 */
public record LabStats(
    long opened, long open, long refused, long resets, PathStats up, PathStats down) {
  /** One direction. */
  public PathStats path(Direction direction) {
    return direction == Direction.UP ? up : down;
  }
}
