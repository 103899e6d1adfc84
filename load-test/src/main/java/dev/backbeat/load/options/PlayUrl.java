package dev.backbeat.load.options;

import java.net.URI;

/** What a WebSocket's URL says. */
public final class PlayUrl {
  private PlayUrl() {}

  /** Whether the connection is encrypted. */
  public static boolean secure(URI url) {
    return "wss".equalsIgnoreCase(url.getScheme());
  }

  /** The port, which may be the scheme's. */
  public static int port(URI url) {
    return url.getPort() > 0 ? url.getPort() : secure(url) ? 443 : 80;
  }

  /**
   * Refuses what is no WebSocket's.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  public static void check(URI url) {
    if (url.getHost() == null || !(secure(url) || "ws".equalsIgnoreCase(url.getScheme()))) {
      throw new IllegalArgumentException(
          "--url must look like ws://host:port/play or wss://host:port/play, not '" + url + "'");
    }
  }
}
