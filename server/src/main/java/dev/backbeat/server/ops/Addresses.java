package dev.backbeat.server.ops;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What can be said of an address that is listened on. */
public final class Addresses {
  private Addresses() {}

  /** Whether only this machine reaches it. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // Listening on it will fail and say so.
    }
  }

  /** The address that the text is, or null. Never a name: that would be asked of DNS. */
  public static InetAddress literal(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }
}
