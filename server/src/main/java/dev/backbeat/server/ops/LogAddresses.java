package dev.backbeat.server.ops;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** How much of players' addresses the log has. */
public enum LogAddresses {
  /** All of it. */
  FULL,
  /** The network: 24 bits of an IPv4 address, 48 of an IPv6 one. */
  NETWORK,
  /** Nothing. */
  OFF;

  private static final int IPV4_BYTES = 3;
  private static final int IPV6_BYTES = 6;

  /** What may be said of it; empty if nothing may, or there is none. */
  public String text(InetAddress address) {
    if (address == null || this == OFF) {
      return "";
    }
    if (this == FULL) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int kept = bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES;
    Arrays.fill(bytes, kept, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + '/' + 8 * kept;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // It has as many bytes as before.
    }
  }
}
