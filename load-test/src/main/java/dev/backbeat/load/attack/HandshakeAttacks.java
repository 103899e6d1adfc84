package dev.backbeat.load.attack;

import dev.backbeat.protocol.Protocol;
import java.util.List;

/** What can be wrong with an upgrade, and who may ask for one. */
final class HandshakeAttacks {
  private static final String UPGRADE_REQUIRED = "HTTP 426 ERROR_UPGRADE_REQUIRED";
  private static final String BAD_SUBPROTOCOL = "HTTP 400 ERROR_BAD_SUBPROTOCOL";
  private static final String NOT_ALLOWED = "HTTP 403 ERROR_NOT_ALLOWED";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private HandshakeAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("handshake");
    upgrades(group);
    subprotocols(group);
    origins(group);
    return group.rows();
  }

  private static void upgrades(Group group) {
    group
        .http(
            "no-upgrade",
            "GET /play without an upgrade",
            t -> Requests.get(t, "/play"),
            UPGRADE_REQUIRED)
        .http(
            "no-key",
            "no Sec-WebSocket-Key",
            t -> Requests.upgradeWith(t, KEY, ""),
            UPGRADE_REQUIRED)
        .http(
            "short-key",
            "a Sec-WebSocket-Key of 8 bytes",
            t -> Requests.upgradeWith(t, KEY, "Sec-WebSocket-Key: AAAAAAAAAAA=\r\n"),
            UPGRADE_REQUIRED)
        .http(
            "key-not-base64",
            "a Sec-WebSocket-Key that is not base64",
            t -> Requests.upgradeWith(t, KEY, "Sec-WebSocket-Key: ????????????????????????\r\n"),
            UPGRADE_REQUIRED)
        .http(
            "two-keys",
            "two Sec-WebSocket-Key headers",
            t -> Requests.upgradeWith(t, KEY, KEY + KEY),
            "HTTP 400 ERROR_NOT_FOUND")
        .http(
            "no-version",
            "no Sec-WebSocket-Version",
            t -> Requests.upgradeWith(t, "Sec-WebSocket-Version: 13\r\n", ""),
            UPGRADE_REQUIRED)
        .http(
            "version-8",
            "Sec-WebSocket-Version: 8",
            t -> Requests.upgradeWith(t, "Version: 13", "Version: 8"),
            UPGRADE_REQUIRED)
        .http(
            "version-13-and-8",
            "two versions in one header",
            t -> Requests.upgradeWith(t, "Version: 13", "Version: 13, 8"),
            UPGRADE_REQUIRED)
        .http(
            "http-1.0",
            "an upgrade in HTTP/1.0",
            t -> Requests.upgradeWith(t, "HTTP/1.1", "HTTP/1.0"),
            UPGRADE_REQUIRED)
        .http(
            "post-upgrade",
            "an upgrade by POST",
            t -> Requests.upgradeWith(t, "GET ", "POST "),
            "HTTP 405 ERROR_NOT_FOUND")
        .http(
            "h2c-upgrade",
            "Upgrade: h2c instead of websocket",
            t -> Requests.upgradeWith(t, "Upgrade: websocket", "Upgrade: h2c"),
            UPGRADE_REQUIRED)
        .http(
            "no-connection-header",
            "Upgrade without Connection: Upgrade",
            t -> Requests.upgradeWith(t, "Connection: Upgrade\r\n", ""),
            UPGRADE_REQUIRED)
        .row(
            "upgrade-with-body",
            "an upgrade with Content-Length: 5, whose body is a frame that would end a game",
            t -> {
              try (Wire wire = t.connect()) {
                String more = "Sec-WebSocket-Version: 13\r\nContent-Length: 8";
                String request = Requests.upgradeWith(t, "Sec-WebSocket-Version: 13", more);
                wire.sendAnyway(request).sendAnyway(Frames.close(1000, ""));
                return wire.answer();
              }
            },
            UPGRADE_REQUIRED)
        .row(
            "other-path",
            "upgrades of other paths",
            t -> {
              java.util.ArrayList<Answer> answers = new java.util.ArrayList<>();
              for (String path : List.of("/chat", "/PLAY", "/play/x", "/healthz/play")) {
                try (Wire wire = t.connect()) {
                  String request = Requests.upgradeWith(t, "/play ", path + " ");
                  answers.add(wire.send(request).answer());
                }
              }
              return Answer.all(answers);
            },
            "HTTP 404 ERROR_NOT_FOUND");
  }

  private static void subprotocols(Group group) {
    String line = "Sec-WebSocket-Protocol: " + Protocol.SUBPROTOCOL_BINARY + "\r\n";
    group
        .http(
            "no-subprotocol",
            "no subprotocol",
            t -> Requests.upgradeWith(t, line, ""),
            BAD_SUBPROTOCOL)
        .http(
            "bad-subprotocol",
            "subprotocols of others",
            t -> Requests.upgrade(t, "mqtt, graphql-ws"),
            BAD_SUBPROTOCOL)
        .http(
            "empty-subprotocols",
            "2,000 empty subprotocols",
            t -> Requests.upgrade(t, ",".repeat(2_000)),
            BAD_SUBPROTOCOL)
        .row(
            "compression-offer",
            "permessage-deflate and x-webkit-deflate-frame are offered",
            t -> {
              try (Wire wire = t.connect()) {
                String offer =
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits,"
                        + " x-webkit-deflate-frame";
                Wire.Response response =
                    wire.send(Requests.upgrade(t, Protocol.SUBPROTOCOL_BINARY, offer)).response();
                String agreed = response.header("Sec-WebSocket-Extensions");
                return new Answer(
                    response.answer() + (agreed.isEmpty() ? ", no extension" : ", " + agreed));
              }
            },
            "HTTP 101, no extension")
        .row(
            "compressed-frame",
            "the same, and then a frame with RSV1",
            t -> {
              try (Wire wire = t.connect()) {
                String offer = "Sec-WebSocket-Extensions: permessage-deflate";
                String request = Requests.upgrade(t, Protocol.SUBPROTOCOL_BINARY, offer);
                Peer peer = Peer.upgrade(wire, request, false).join(t.room());
                byte[] bomb = new byte[64];
                return peer.raw(Frames.frame(0xc2, bomb, new byte[4])).end();
              }
            },
            "close 1002 ERROR_MALFORMED_MESSAGE");
  }

  private static void origins(Group group) {
    group
        .http(
            "cross-origin",
            "a browser's page of another origin",
            t -> Requests.upgrade(t, Protocol.SUBPROTOCOL_BINARY, "Origin: https://evil.example"),
            NOT_ALLOWED)
        .http(
            "null-origin",
            "a sandboxed page: Origin: null",
            t -> Requests.upgrade(t, Protocol.SUBPROTOCOL_BINARY, "Origin: null"),
            NOT_ALLOWED)
        .http(
            "origin-suffix",
            "an origin that starts as the server's own",
            t ->
                Requests.upgrade(
                    t,
                    Protocol.SUBPROTOCOL_BINARY,
                    "Origin: http://127.0.0.1:" + t.port() + ".evil.example"),
            NOT_ALLOWED)
        .http(
            "other-port-origin",
            "a page of another port of this machine",
            t -> Requests.upgrade(t, Protocol.SUBPROTOCOL_BINARY, "Origin: http://127.0.0.1:1"),
            NOT_ALLOWED)
        .http(
            "cross-origin-post",
            "a page of another origin makes a room with the key",
            t ->
                Requests.post(
                    t, "/api/rooms", "{}", Requests.key(t), "Origin: https://evil.example"),
            "HTTP 403")
        .row(
            "cross-origin-read",
            "a page of another origin reads the room list",
            t -> {
              try (Wire wire = t.connect()) {
                String request = Requests.get(t, "/api/rooms", "Origin: https://evil.example");
                Wire.Response response = wire.send(request).response();
                String allowed = response.header("Access-Control-Allow-Origin");
                return new Answer(allowed.isEmpty() ? "kept from it" : "allowed " + allowed);
              }
            },
            "kept from it");
  }
}
