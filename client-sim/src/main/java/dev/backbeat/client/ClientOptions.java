package dev.backbeat.client;

import java.net.URI;
import java.util.Objects;

/**
 * Where one client wants to play, and as whom.
 *
 * @param url {@code ws://} or {@code wss://}, with the path
 * @param room a room's id, or "any"
 * @param game the game wanted where room is "any"; empty = the server's default game
 * @param name as others see it; empty = the server makes one up
 * @param watcher look on only
 * @param tickets asked for the credential before each join
 * @param seed of the jitter of the reconnects
 * @param reconnect what to do when the connection is lost
 */
public record ClientOptions(
    URI url,
    String room,
    String game,
    String name,
    boolean watcher,
    TicketSource tickets,
    long seed,
    ReconnectPolicy reconnect) {

  /** Checks the URL. */
  public ClientOptions {
    Objects.requireNonNull(room, "room");
    Objects.requireNonNull(game, "game");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tickets, "tickets");
    Objects.requireNonNull(reconnect, "reconnect");
    if (!isWebSocket(url)) {
      throw new IllegalArgumentException("not a ws:// or wss:// URL: " + url);
    }
  }

  /** A guest in any room of the server's default game. */
  public static ClientOptions of(String url) {
    return new ClientOptions(
        URI.create(url), "any", "", "", false, TicketSource.NONE, 1, ReconnectPolicy.DEFAULT);
  }

  /** These options with another URL. */
  public ClientOptions withUrl(URI newUrl) {
    return new ClientOptions(newUrl, room, game, name, watcher, tickets, seed, reconnect);
  }

  /** These options for a room. */
  public ClientOptions withRoom(String newRoom) {
    return new ClientOptions(url, newRoom, game, name, watcher, tickets, seed, reconnect);
  }

  /** These options for a game. */
  public ClientOptions withGame(String newGame) {
    return new ClientOptions(url, room, newGame, name, watcher, tickets, seed, reconnect);
  }

  /** These options under a name. */
  public ClientOptions withName(String newName) {
    return new ClientOptions(url, room, game, newName, watcher, tickets, seed, reconnect);
  }

  /** These options for a watcher, or for a player. */
  public ClientOptions withWatcher(boolean newWatcher) {
    return new ClientOptions(url, room, game, name, newWatcher, tickets, seed, reconnect);
  }

  /** These options with one ticket, which is good for one join. */
  public ClientOptions withTicket(String ticket) {
    return withTickets(TicketSource.of(ticket));
  }

  /** These options with a source of tickets, which is asked before each join. */
  public ClientOptions withTickets(TicketSource newTickets) {
    return new ClientOptions(url, room, game, name, watcher, newTickets, seed, reconnect);
  }

  /** These options with another seed. */
  public ClientOptions withSeed(long newSeed) {
    return new ClientOptions(url, room, game, name, watcher, tickets, newSeed, reconnect);
  }

  /** These options with another policy for a lost connection. */
  public ClientOptions withReconnect(ReconnectPolicy policy) {
    return new ClientOptions(url, room, game, name, watcher, tickets, seed, policy);
  }

  /** Without the credential: it must not end up in a log. */
  @Override
  public String toString() {
    return "ClientOptions[url="
        + url
        + ", room="
        + room
        + ", game="
        + game
        + ", name="
        + name
        + "]";
  }

  static boolean isWebSocket(URI url) {
    return url != null
        && url.getHost() != null
        && ("ws".equalsIgnoreCase(url.getScheme()) || "wss".equalsIgnoreCase(url.getScheme()));
  }
}
