package dev.backbeat.load.soak;

/**
 * What must not grow.
 *
 * <p>Most have two bounds. A series grows if the trend of the second half of the churn comes to
 * more than the first bound (or the share, if that is more) over that half; and if, when all
 * clients have left, it stands by more than the second bound above what it was before they came.
 *
 * <p>What is remembered of those who left, for longer than a soak waits, rises and stays, as it
 * should. It grows if there is ever more of it than have come within the time for which it is
 * remembered.
 */
enum Resource {
  HEAP("heap_live", "MB", "heap after a collection, without what is remembered", 4, 0.10, 6),
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
  AWAY("sessions_away", "", "sessions without a connection that can be resumed", 24, 0.10, 0),
  ADDRESSES("address_entries", "", "what is remembered of network addresses", 8, 0.10, 4),
  SANCTIONS("sanctions", "", "bans and mutes", 0, 0, 0),
  PLAYERS("player_entries", "what is remembered of players", 2, Resource.MINUTES_12, 600),
  TICKETS("used_tickets", "used tickets that are remembered", 1, Resource.MINUTES_12, 150),
  OFFENDERS("offenders", "players and addresses with offences", 1, Resource.HOURS_26, 200),
  PENALTIES("penalties", "players and addresses that are kept out", 1, Resource.HOURS_26, 150);

  /** Rates are remembered for ten minutes, tickets of a minute for eleven. */
  private static final int MINUTES_12 = 12 * 60;

  private static final int HOURS_26 = 26 * 3_600;

  private final String title;
  private final String unit;
  private final String meaning;
  private final double trendLimit;
  private final double trendShare;
  private final double returnLimit;
  private final int perArrival;
  private final int keptSeconds;
  private final int bytesEach;

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
    this.perArrival = 0;
    this.keptSeconds = 0;
    this.bytesEach = 0;
  }

  Resource(String title, String meaning, int perArrival, int keptSeconds, int bytesEach) {
    this.title = title;
    this.unit = "";
    this.meaning = meaning;
    this.trendLimit = Double.POSITIVE_INFINITY;
    this.trendShare = 0;
    this.returnLimit = Double.POSITIVE_INFINITY;
    this.perArrival = perArrival;
    this.keptSeconds = keptSeconds;
    this.bytesEach = bytesEach;
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

  /** Whether it is remembered of those who left, and judged by how many came. */
  boolean remembered() {
    return perArrival > 0;
  }

  /** Of those that are remembered: how much of it one who comes may leave, at most. */
  int perArrival() {
    return perArrival;
  }

  /** How much of the heap one takes, about. */
  int bytesEach() {
    return bytesEach;
  }

  /** And for how long, in seconds, with a margin. */
  int keptSeconds() {
    return keptSeconds;
  }

  /** How far above the level before the churn it may be when everybody has left. */
  double returnLimit() {
    return returnLimit;
  }
}
