package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.TokenBucket;
import dev.backbeat.v1.ErrorCode;
import java.util.Arrays;

/**
 * What happens to a client that sends what is refused but not fatal: at most one error per second
 * and code, and after too many of them the end of the connection. One per connection.
 */
final class RefusalThrottle {
  private static final long ERROR_INTERVAL_NS = 1_000_000_000L;
  private static final int VIOLATION_BURST = 100;
  private static final int VIOLATIONS_PER_SECOND = 10;

  private final TokenBucket violations;
  private final long[] nextErrorNs = new long[ErrorCode.ERROR_INTERNAL_VALUE + 1];

  RefusalThrottle(long nowNs) {
    this.violations = new TokenBucket(VIOLATIONS_PER_SECOND, VIOLATION_BURST, nowNs);
    Arrays.fill(nextErrorNs, nowNs);
  }

  /** Counts one refusal; false = that was one too many. */
  boolean count(long nowNs) {
    return violations.tryTake(1, nowNs);
  }

  /** Whether the client is to be told now. */
  boolean tell(ErrorCode code, long nowNs) {
    if (nowNs - nextErrorNs[code.getNumber()] < 0) {
      return false;
    }
    nextErrorNs[code.getNumber()] = nowNs + ERROR_INTERVAL_NS;
    return true;
  }
}
