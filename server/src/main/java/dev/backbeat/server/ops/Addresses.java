package dev.backbeat.server.ops;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What can be said of an address that is listened on. */
public final class Addresses {
  private Addresses() {}

  /** Whether only this machine reaches it. */
  public static boolean isLoopback(String host) {
    try {
      // A name may have several addresses, and it is not known here which one is listened on.
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false; // Listening on it will fail and say so.
    }
  }

  /** Without the brackets that URLs have around an IPv6 address. */
  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** The address that the text is, or null. Never a name: that would be asked of DNS. */
  public static InetAddress literal(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }
}
