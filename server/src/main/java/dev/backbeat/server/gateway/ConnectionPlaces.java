package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;

/**
 * The places that a connection takes: one of its address', of its player's, of the server's. Each
 * that is taken is given back once. On any gateway loop.
 */
final class ConnectionPlaces {
  private final GatewayServices services;
  private final ClientRules rules;

  ConnectionPlaces(GatewayServices services, ClientRules rules) {
    this.services = services;
    this.rules = rules;
  }

  /** Takes all of them, or none and says why not; null = taken. */
  Refusal take(Admission admission, String addressKey) {
    if (!services.addresses().connect(addressKey)) {
      return rules.addressFull();
    }
    String player = admission.identity().player();
    if (admission.resumed() != null) {
      services.limits().players().connected(player); // It takes the place of an older one.
    } else if (!services
        .limits()
        .players()
        .connect(player, services.config().rates().connectionsPerPlayer())) {
      services.addresses().disconnected(addressKey);
      return rules.tooManySessions(
          Limit.CONNECTIONS_PER_PLAYER, "you play from too many places already");
    }
    services.connections().incrementAndGet();
    return null;
  }

  /** Gives back what {@link #take} took. */
  void release(Admission admission, String addressKey) {
    services.connections().decrementAndGet();
    services.addresses().disconnected(addressKey);
    services.limits().players().disconnected(admission.identity().player());
  }
}
