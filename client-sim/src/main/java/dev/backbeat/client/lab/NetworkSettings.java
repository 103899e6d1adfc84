package dev.backbeat.client.lab;

import java.util.function.UnaryOperator;

/**
 * How a network behaves, both ways.
 *
 * @param up from the client to the server
 * @param down from the server to the client
 * @param resetAfterNs a connection is reset at this age; 0 = never
 */
public record NetworkSettings(PathSettings up, PathSettings down, long resetAfterNs) {
  /** Delivers at once. */
  public static final NetworkSettings DIRECT =
      new NetworkSettings(PathSettings.DIRECT, PathSettings.DIRECT, 0);

  /** Checks the age. */
  public NetworkSettings {
    if (resetAfterNs < 0) {
      throw new IllegalArgumentException("a connection's age at its reset must be positive");
    }
  }

  /** A network with that round trip and jitter, and no other limit. */
  public static NetworkSettings ofRoundTrip(long delayNs, long jitterNs) {
    return DIRECT.withRoundTrip(delayNs, jitterNs);
  }

  /** One direction. */
  public PathSettings path(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  /** These, with one direction changed. */
  public NetworkSettings with(Direction direction, UnaryOperator<PathSettings> change) {
    return direction == Direction.UP
        ? new NetworkSettings(change.apply(up), down, resetAfterNs)
        : new NetworkSettings(up, change.apply(down), resetAfterNs);
  }

  /** These, with both directions changed alike. */
  public NetworkSettings withBoth(UnaryOperator<PathSettings> change) {
    return new NetworkSettings(change.apply(up), change.apply(down), resetAfterNs);
  }

  /** These, with half of that delay and half of that jitter in each direction. */
  public NetworkSettings withRoundTrip(long delayNs, long jitterNs) {
    return new NetworkSettings(
        up.withDelay(delayNs / 2, jitterNs / 2),
        down.withDelay(delayNs - delayNs / 2, jitterNs - jitterNs / 2),
        resetAfterNs);
  }

  /** These, with resets at that age; 0 = never. */
  public NetworkSettings withResetAfter(long ageNs) {
    return new NetworkSettings(up, down, ageNs);
  }

  /** The mean round trip of a byte that meets no queue and no stall, in ns. */
  public long roundTripNs() {
    return up.delayNs() + down.delayNs();
  }
}
