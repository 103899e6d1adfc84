package dev.backbeat.load.wire;

import java.util.Map;

/**
 * What a client asks for in its upgrade.
 *
 * @param host for the Host header, with the port
 * @param target path and query
 * @param subprotocol that the server must choose; "" = none asked for
 * @param headers more headers
 */
public record Upgrade(String host, String target, String subprotocol, Map<String, String> headers) {
  /** Copies the headers. */
  public Upgrade {
    headers = Map.copyOf(headers);
  }
}
