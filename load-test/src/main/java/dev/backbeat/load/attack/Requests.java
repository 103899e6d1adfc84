package dev.backbeat.load.attack;

import dev.backbeat.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** HTTP/1.1 requests as text. */
final class Requests {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private Requests() {}

  /** A request line and headers. */
  static String of(String requestLine, List<String> headers) {
    return requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  private static String host(Target target) {
    return "Host: 127.0.0.1:" + target.port();
  }

  /** A plain GET. */
  static String get(Target target, String path, String... more) {
    return of("GET " + path + " HTTP/1.1", with(host(target), more));
  }

  /** A POST with a JSON body. */
  static String post(Target target, String path, String body, String... more) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String[] headers = new String[more.length + 2];
    headers[0] = "Content-Type: application/json";
    headers[1] = "Content-Length: " + length;
    System.arraycopy(more, 0, headers, 2, more.length);
    return of("POST " + path + " HTTP/1.1", with(host(target), headers)) + body;
  }

  /** The header that shows the API key. */
  static String key(Target target) {
    return "Authorization: Bearer " + target.apiKey();
  }

  /** A good upgrade. */
  static String upgrade(Target target, String subprotocol, String... more) {
    String[] headers = new String[more.length + 5];
    headers[0] = "Connection: Upgrade";
    headers[1] = "Upgrade: websocket";
    headers[2] = "Sec-WebSocket-Version: 13";
    headers[3] = "Sec-WebSocket-Key: " + KEY;
    headers[4] = "Sec-WebSocket-Protocol: " + subprotocol;
    System.arraycopy(more, 0, headers, 5, more.length);
    return get(target, Protocol.PATH, headers);
  }

  /** A good upgrade to the binary protocol. */
  static String upgrade(Target target) {
    return upgrade(target, Protocol.SUBPROTOCOL_BINARY);
  }

  /** A good upgrade in which a piece of the text is replaced. */
  static String upgradeWith(Target target, String piece, String replacement) {
    String good = upgrade(target);
    if (!good.contains(piece)) {
      throw new IllegalArgumentException(piece);
    }
    return good.replace(piece, replacement);
  }

  private static List<String> with(String first, String... more) {
    java.util.ArrayList<String> all = new java.util.ArrayList<>(List.of(more));
    all.add(0, first);
    return all;
  }
}
