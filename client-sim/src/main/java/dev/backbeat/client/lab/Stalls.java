package dev.backbeat.client.lab;

/**
 * Moments in which nothing arrives, again and again: the first begins one {@code everyNs} after the
 * network's time zero.
 *
 * @param lengthNs how long one lasts; 0 = there are none
 * @param everyNs from the begin of one to the begin of the next
 */
public record Stalls(long lengthNs, long everyNs) {
  /** No stalls. */
  public static final Stalls NONE = new Stalls(0, 0);

  /** Checks that there is time between two stalls. */
  public Stalls {
    if (lengthNs < 0 || everyNs < 0 || (lengthNs > 0 && lengthNs >= everyNs)) {
      throw new IllegalArgumentException(
          "a stall must be shorter than the time from one to the next, not "
              + LabUnits.duration(lengthNs)
              + " every "
              + LabUnits.duration(everyNs));
    }
  }

  /** When what would arrive at {@code atNs} arrives; both since the network's time zero. */
  long release(long atNs) {
    if (lengthNs == 0 || atNs < everyNs) {
      return atNs;
    }
    long intoNs = atNs % everyNs;
    return intoNs < lengthNs ? atNs + lengthNs - intoNs : atNs;
  }
}
