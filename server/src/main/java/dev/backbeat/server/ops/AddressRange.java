package dev.backbeat.server.ops;

import io.netty.util.NetUtil;
import java.net.InetAddress;

/**
 * A network in CIDR notation (RFC 4632): the addresses whose first {@code prefixBits} are those of
 * {@code network}.
 */
public record AddressRange(InetAddress network, int prefixBits) {
  /** Checks the length of the prefix. */
  public AddressRange {
    int bits = network.getAddress().length * 8;
    if (prefixBits < 0 || prefixBits > bits) {
      throw new IllegalArgumentException("a prefix has 0 to " + bits + " bits, not " + prefixBits);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address alone.
   *
   * @throws IllegalArgumentException if it is something else; names are not looked up
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network =
        NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address and no network such as 10.0.0.0/8 or fd00::/8");
    }
    int bits = network.getAddress().length * 8;
    try {
      return new AddressRange(
          network, slash < 0 ? bits : Integer.parseUnsignedInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has no number of bits after the slash");
    }
  }

  /** Whether an address is one of these; of the other IP version none is. */
  public boolean contains(InetAddress address) {
    byte[] of = network.getAddress();
    byte[] is = address.getAddress();
    if (of.length != is.length) {
      return false;
    }
    int wholeBytes = prefixBits / 8;
    for (int i = 0; i < wholeBytes; i++) {
      if (of[i] != is[i]) {
        return false;
      }
    }
    int rest = prefixBits % 8;
    return rest == 0 || ((of[wholeBytes] ^ is[wholeBytes]) & 0xff00 >> rest & 0xff) == 0;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + '/' + prefixBits;
  }
}
