package dev.backbeat.server.gateway;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what proxies write into {@code X-Forwarded-For} and {@code Forwarded} (RFC 7239): one entry
 * per hop, the nearest last. Several headers of a name are one list, in their order.
 */
final class ForwardedHops {
  private ForwardedHops() {}

  /** The entries of {@code X-Forwarded-For} and its kind, unread. */
  static List<String> list(List<String> headers) {
    List<String> entries = new ArrayList<>();
    for (String header : headers) {
      for (String entry : header.split(",", -1)) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }

  /**
   * A parameter of every element of {@code Forwarded}: {@code for}, {@code proto}, {@code host}.
   *
   * @return one per element, null where it has none
   */
  static List<String> parameter(List<String> headers, String name) {
    List<String> found = new ArrayList<>();
    for (String header : headers) {
      for (String element : split(header, ',')) {
        String value = null;
        for (String pair : split(element, ';')) {
          int equals = pair.indexOf('=');
          if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
            value = unquoted(pair.substring(equals + 1).strip());
          }
        }
        found.add(value);
      }
    }
    return found;
  }

  /** Splits where no quotation marks are open. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  /**
   * An entry's address: {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1} or {@code
   * [2001:db8::1]:4711}; null = none, such as {@code unknown} or a name.
   */
  static InetAddress address(String entry) {
    if (entry == null || entry.isEmpty()) {
      return null;
    }
    String host = entry;
    int bracket = entry.indexOf(']');
    if (entry.charAt(0) == '[') {
      if (bracket < 0 || !isPortOrNothing(entry.substring(bracket + 1))) {
        return null;
      }
      host = entry.substring(1, bracket);
    } else {
      int colon = entry.indexOf(':');
      if (colon >= 0 && colon == entry.lastIndexOf(':')) {
        if (!isPortOrNothing(entry.substring(colon))) {
          return null;
        }
        host = entry.substring(0, colon);
      }
    }
    return host.indexOf('[') >= 0 ? null : NetUtil.createInetAddressFromIpAddressString(host);
  }

  /** RFC 7239 lets a port be obfuscated, too: {@code _hidden}. */
  private static boolean isPortOrNothing(String text) {
    return text.isEmpty() || text.matches(":(\\d{1,5}|_[A-Za-z0-9._-]+)");
  }
}
