package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/** What a client shows in the upgrade to say who it is. Never logged: toString hides the secret. */
sealed interface Credential {
  /** Nothing: a guest. */
  record None() implements Credential {}

  /** A signed ticket. */
  record Ticket(String token) implements Credential {
    @Override
    public String toString() {
      return "Ticket[...]";
    }
  }

  /** A token of an earlier Welcome. */
  record Resume(String token) implements Credential {
    @Override
    public String toString() {
      return "Resume[...]";
    }
  }

  /**
   * Reads the Authorization header, or else the items of Sec-WebSocket-Protocol. Another scheme in
   * Authorization is no credential of ours (a proxy's, perhaps).
   */
  static Credential of(MultiMap headers) {
    String authorization = headers.get(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      int space = authorization.indexOf(' ');
      String scheme = space < 0 ? authorization : authorization.substring(0, space);
      String token = space < 0 ? "" : authorization.substring(space + 1).strip();
      if (scheme.equalsIgnoreCase(Protocol.TICKET_SCHEME)) {
        return new Ticket(token);
      }
      if (scheme.equalsIgnoreCase(Protocol.RESUME_SCHEME)) {
        return new Resume(token);
      }
    }
    for (String item : subprotocolItems(headers)) {
      if (item.startsWith(Protocol.TICKET_ITEM_PREFIX)) {
        return new Ticket(item.substring(Protocol.TICKET_ITEM_PREFIX.length()));
      }
      if (item.startsWith(Protocol.RESUME_ITEM_PREFIX)) {
        return new Resume(item.substring(Protocol.RESUME_ITEM_PREFIX.length()));
      }
    }
    return new None();
  }

  /** The items of all Sec-WebSocket-Protocol headers, in order. */
  static List<String> subprotocolItems(MultiMap headers) {
    List<String> items = new ArrayList<>();
    for (String header : headers.getAll("Sec-WebSocket-Protocol")) {
      for (String item : header.split(",")) {
        items.add(item.strip());
      }
    }
    return items;
  }
}
