package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.v1.ErrorCode;

/**
 * Refuses one client's messages one by one: each is counted, the client is told now and then and
 * plays on, unless there are too many. On the connection's loop.
 */
final class Refusals {
  private final GatewayServices services;
  private final Connection connection;
  private final RefusalThrottle throttle;

  Refusals(GatewayServices services, Connection connection, long nowNs) {
    this.services = services;
    this.connection = connection;
    this.throttle = new RefusalThrottle(nowNs);
  }

  /**
   * Refuses a message.
   *
   * @param met the limit that it is over, or null
   */
  void refuse(Limit met, ErrorCode code, String sentence, long nowNs) {
    if (met != null) {
      services.metrics().onLimit(met);
    }
    services.metrics().rejectedInput(code.name(), 1);
    if (!throttle.count(nowNs)) {
      services.metrics().onLimit(Limit.REFUSED_MESSAGES);
      connection.end(code, CloseCode.POLICY_VIOLATION, "too many refused messages: " + sentence);
    } else {
      tell(code, sentence, nowNs);
    }
  }

  /** Refuses a message that is no fault of the client's: there are never too many. */
  void refuseWithoutFault(ErrorCode code, String sentence, long nowNs) {
    services.metrics().rejectedInput(code.name(), 1);
    tell(code, sentence, nowNs);
  }

  private void tell(ErrorCode code, String sentence, long nowNs) {
    if (throttle.tell(code, nowNs)) {
      connection.outlet().send(ServerFrames.error(code, sentence));
    }
  }
}
