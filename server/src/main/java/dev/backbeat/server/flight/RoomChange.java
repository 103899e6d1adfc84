package dev.backbeat.server.flight;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A room was opened, has ended or failed. */
@Name("backbeat.Room")
@Label("Room")
@Category("Backbeat")
@StackTrace(false)
final class RoomChange extends Event {
  @Label("Change")
  String change;

  @Label("Room")
  String room;

  @Label("Game")
  String game;

  @Label("Tick")
  int tick;

  @Label("Reason")
  String reason;
}
