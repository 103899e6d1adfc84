package dev.backbeat.client;

import dev.backbeat.v1.Chat;
import dev.backbeat.v1.Drain;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.Goodbye;
import dev.backbeat.v1.Notice;
import dev.backbeat.v1.Roster;
import dev.backbeat.v1.Scoreboard;
import dev.backbeat.v1.ServerFrame;

/**
 * What happens to a client. All methods run on the client's event loop and must not block; what
 * they throw ends that client.
 */
public interface ClientListener {
  /** The client is in a room as a newcomer: first join, redirect, or join after a lost session. */
  default void onWelcome(GameClient client, SessionInfo session) {}

  /** The session came back on a new connection: same player, same entity. */
  default void onResumed(GameClient client, SessionInfo session) {}

  /**
   * The session was gone with its server, and the client has joined anew; after {@link #onWelcome}.
   */
  default void onRejoined(GameClient client, SessionInfo session) {}

  /** The server is about to stop; the newest one counts. */
  default void onDrain(GameClient client, Drain drain) {}

  /** A tick frame has been applied to {@link GameClient#world}. */
  default void onFrame(GameClient client, ServerFrame frame) {}

  /** Something happened in the room; after the frame that carried it was applied. */
  default void onEvent(GameClient client, Event event) {}

  /** Somebody said something. */
  default void onChat(GameClient client, Chat chat) {}

  /** The server or its operator says something. */
  default void onNotice(GameClient client, Notice notice) {}

  /** Players came, went, were lost or came back; {@link GameClient#players} is up to date. */
  default void onRoster(GameClient client, Roster roster) {}

  /** Scores and latencies, once per second; {@link GameClient#players} is up to date. */
  default void onScoreboard(GameClient client, Scoreboard scoreboard) {}

  /** The server refused something, or ends the connection next. */
  default void onError(GameClient client, Error error) {}

  /** The server says why it closes next. */
  default void onGoodbye(GameClient client, Goodbye goodbye) {}

  /** The connection is lost; the client tries to come back. */
  default void onDisconnected(GameClient client, int closeCode) {}

  /** The server sent what the protocol rules out; the client asks for a fresh start. */
  default void onViolation(GameClient client, RuntimeException violation) {}

  /** The end; nothing follows. Also called when {@link GameClient#connect} fails. */
  default void onClosed(GameClient client, ClientClosed closed) {}
}
