package dev.backbeat.load.soak;

/**
 * What must not grow.
 *
 * <p>Two bounds each. A series grows if the trend of the second half of the churn comes to more
 * than the first bound (or the share, if that is more) over that half; and if, when all clients
 * have left, it stands by more than the second bound above what it was before they came.
 */
enum Resource {
  HEAP("heap_live", "MB", "heap after a collection", 4, 0.10, 6),
  RSS("rss", "MB", "resident memory", 24, 0.06, Double.POSITIVE_INFINITY),
  DIRECT("direct", "MB", "memory outside of the heap: NIO buffers and Netty's", 6, 0.10, 8),
  DESCRIPTORS("descriptors", "", "open files and sockets", 24, 0.10, 4),
  THREADS("threads", "", "threads", 3, 0.05, 3),
  TIMERS("timers", "", "tasks that wait on the gateway loops for their time", 16, 0.10, 8),
  CONNECTIONS("connections", "", "WebSocket connections", 24, 0.10, 0),
  SESSIONS("sessions", "", "sessions with a connection", 24, 0.10, 0),
  SEATS("seats", "", "seats of players and watchers", 24, 0.10, 0),
  ROOMS("rooms", "", "rooms", 6, 0.20, 1),
  TOKENS("resume_tokens", "", "resume tokens that are known", 48, 0.10, 0),
  ADDRESSES("address_entries", "", "network addresses that something is remembered of", 8, 0.10, 4);

  private final String title;
  private final String unit;
  private final String meaning;
  private final double trendLimit;
  private final double trendShare;
  private final double returnLimit;

  Resource(
      String title,
      String unit,
      String meaning,
      double trendLimit,
      double trendShare,
      double returnLimit) {
    this.title = title;
    this.unit = unit;
    this.meaning = meaning;
    this.trendLimit = trendLimit;
    this.trendShare = trendShare;
    this.returnLimit = returnLimit;
  }

  String title() {
    return title;
  }

  /** Of its values; empty = a number of things. */
  String unit() {
    return unit;
  }

  String meaning() {
    return meaning;
  }

  /** How much the second half's trend may come to, whatever the level. */
  double trendLimit() {
    return trendLimit;
  }

  /** The same as a share of the level. */
  double trendShare() {
    return trendShare;
  }

  /** How far above the level before the churn it may be when everybody has left. */
  double returnLimit() {
    return returnLimit;
  }
}
