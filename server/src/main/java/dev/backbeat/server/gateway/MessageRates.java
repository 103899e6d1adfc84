package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.TokenBucket;

/**
 * How many WebSocket frames one client may send: by connection, address and player. Time is an
 * argument. On the connection's loop.
 */
final class MessageRates {
  /** What a client that stalled for so long delivers at once is no flood. */
  private static final int TOLERATED_STALL_SECONDS = 5;

  private static final int ASSUMED_HZ_BEFORE_JOIN = 30;
  private static final int MESSAGES_PER_SECOND_BESIDE_INPUTS = 20;
  private static final double MESSAGES_PER_TICK = 2.5;

  private final AddressLimits.SharedBucket ofAddress;
  private final Quota quota;
  private TokenBucket ofConnection;

  /**
   * The rates of a new connection.
   *
   * @param ofAddress the bucket of its address, or null: not limited
   * @param quota of its address and player
   */
  MessageRates(AddressLimits.SharedBucket ofAddress, Quota quota, long nowNs) {
    this.ofAddress = ofAddress;
    this.quota = quota;
    tickHz(ASSUMED_HZ_BEFORE_JOIN, nowNs);
  }

  /** The client is in a room of this rate. */
  void tickHz(int tickHz, long nowNs) {
    double perSecond = MESSAGES_PER_TICK * tickHz + MESSAGES_PER_SECOND_BESIDE_INPUTS;
    ofConnection = new TokenBucket(perSecond, perSecond * TOLERATED_STALL_SECONDS, nowNs);
  }

  /** Counts one more frame; the rate that it is over, or null. */
  Limit count(int bytes, long nowNs) {
    if (!ofConnection.tryTake(1, nowNs)) {
      return Limit.MESSAGES_PER_CONNECTION;
    }
    boolean within = ofAddress == null || ofAddress.take(nowNs);
    return within ? quota.message(bytes, nowNs) : Limit.MESSAGES_PER_ADDRESS;
  }
}
