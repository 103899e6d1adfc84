package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.Offence;
import dev.backbeat.server.admission.Penalties;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.Health;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;

/**
 * What is against an upgrade before anybody looks at its credential: the server's state, what comes
 * from the address, the page behind it. On a gateway loop.
 */
final class UpgradeGate {
  private final GatewayServices services;
  private final ClientRules rules;
  private final OriginRule origins;

  UpgradeGate(GatewayServices services, ClientRules rules) {
    this.services = services;
    this.rules = rules;
    this.origins = new OriginRule(services::config, services.clients());
  }

  /** Counts it, and says why not; null = nothing against it. */
  Refusal refusal(HttpServerRequest request, InetAddress address, String addressKey) {
    if (!admits(request)) {
      return new Refusal(503, ErrorCode.ERROR_DRAINING, "the server is about to stop");
    }
    if (!services.addresses().takeConnect(addressKey, System.nanoTime())) {
      return tooManyConnects(addressKey);
    }
    if (services.addresses().full(addressKey)) {
      return rules.addressFull();
    }
    Refusal banned = BanRule.refusal(services.sanctions(), "", address);
    if (banned != null) {
      return banned;
    }
    if (services.connections().get() >= services.config().limits().maxConnections()) {
      services.metrics().onLimit(Limit.CONNECTIONS);
      return new Refusal(503, ErrorCode.ERROR_SERVER_FULL, "the server has no connection left");
    }
    return origins.allows(request)
        ? null
        : new Refusal(
            403, ErrorCode.ERROR_NOT_ALLOWED, "pages of this origin may not connect here");
  }

  /** Whether the server takes somebody new, or at least somebody who resumes, as this one may. */
  private boolean admits(HttpServerRequest request) {
    Health health = services.health();
    return health.admits(false)
        || health.admits(Credential.of(request.headers()) instanceof Credential.Resume);
  }

  private Refusal tooManyConnects(String addressKey) {
    services.metrics().onLimit(Limit.CONNECTS_PER_ADDRESS);
    String offender = Penalties.address(addressKey);
    services.limits().penalties().offence(offender, Offence.HANDSHAKE_RATE);
    Refusal penalty = rules.penalty(offender);
    return penalty != null
        ? penalty
        : new Refusal(
            429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS, "too many connects from your address");
  }
}
