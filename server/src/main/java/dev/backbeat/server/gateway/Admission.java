package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.session.Session;
import java.net.InetAddress;

/**
 * What the upgrade found out about a client.
 *
 * @param identity who it is
 * @param resumed the session that it takes up again, or null: it is to join
 * @param token with which it does so, or null
 * @param presentation when it came among the upgrades that present the session's tokens
 * @param address the client's; null = not an IP socket
 * @param messages the message bucket of its address, or null: not limited
 * @param quota what its address and player may still do
 */
record Admission(
    Authenticator.Identity identity,
    Session resumed,
    String token,
    long presentation,
    InetAddress address,
    AddressLimits.SharedBucket messages,
    Quota quota) {
  /** Somebody who is to join. */
  static Admission toJoin(
      Authenticator.Identity identity,
      InetAddress address,
      AddressLimits.SharedBucket messages,
      Quota quota) {
    return new Admission(identity, null, null, 0, address, messages, quota);
  }
}
