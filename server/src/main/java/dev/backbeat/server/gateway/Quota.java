package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.Allowance;
import dev.backbeat.server.admission.Penalties;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.limit.Limit;

/**
 * What a client's address and player may still do, over all their connections.
 *
 * @param address null = not limited
 * @param player null = a guest without a ticket
 * @param offender whom offences are counted for; null = nobody
 */
record Quota(Allowance address, Allowance player, String offender) {
  /** Of nobody. */
  static final Quota NONE = new Quota(null, null, null);

  static Quota of(GatewayServices services, String addressKey, String playerId) {
    return new Quota(
        services.limits().addresses().of(addressKey),
        services.limits().players().of(playerId),
        Tickets.isGuest(playerId) ? Penalties.address(addressKey) : Penalties.player(playerId));
  }

  /** Counts a message; the limit that it is over, or null. */
  Limit message(int bytes, long nowNs) {
    if (address != null && !address.take(Limit.BYTES_PER_ADDRESS, bytes, nowNs)) {
      return Limit.BYTES_PER_ADDRESS;
    }
    if (player == null) {
      return null;
    }
    if (!player.take(Limit.MESSAGES_PER_PLAYER, 1, nowNs)) {
      return Limit.MESSAGES_PER_PLAYER;
    }
    return player.take(Limit.BYTES_PER_PLAYER, bytes, nowNs) ? null : Limit.BYTES_PER_PLAYER;
  }

  /** Counts a join; the limit that it is over, or null. */
  Limit join(long nowNs) {
    return both(Limit.JOINS_PER_ADDRESS, Limit.JOINS_PER_PLAYER, nowNs);
  }

  /** Counts a chat line; the limit that it is over, or null. */
  Limit chat(long nowNs) {
    return both(Limit.CHATS_PER_ADDRESS, Limit.CHATS_PER_PLAYER, nowNs);
  }

  /** Counts a ticket for a guest; false = it is one too many. */
  boolean guestTicket(long nowNs) {
    return address == null || address.take(Limit.GUEST_TICKETS_PER_ADDRESS, 1, nowNs);
  }

  private Limit both(Limit ofAddress, Limit ofPlayer, long nowNs) {
    if (address != null && !address.take(ofAddress, 1, nowNs)) {
      return ofAddress;
    }
    return player == null || player.take(ofPlayer, 1, nowNs) ? null : ofPlayer;
  }
}
