package dev.backbeat.server.room;

/** What somebody wants of a room; carried out at the start of its next tick. */
sealed interface RoomCommand {
  /** A line of chat. */
  record Chat(RoomSeat seat, String text) implements RoomCommand {}

  /** A watcher wants to follow a player. */
  record WatchPlayer(RoomSeat seat, int player) implements RoomCommand {}

  /** A watcher wants to look at a point. */
  record WatchPoint(RoomSeat seat, int x, int y) implements RoomCommand {}

  /** A line of text of an operator's to everybody. */
  record Announce(String text) implements RoomCommand {}
}
