package dev.backbeat.server.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A tick that took longer than {@code --slow-tick-ms}. Stamped at the tick's end. */
@Name("backbeat.SlowTick")
@Label("Slow Tick")
@Category("Backbeat")
@Description("A tick that took longer than --slow-tick-ms, with its phases")
@StackTrace(false)
final class SlowTick extends Event {
  @Label("Game")
  String game;

  @Label("Room")
  String room;

  @Label("Tick")
  long tick;

  @Label("Players")
  int players;

  @Label("Lateness")
  @Description("From the moment it was due to its start")
  @Timespan(Timespan.NANOSECONDS)
  long lateness;

  @Label("Total")
  @Description("From its start to its end")
  @Timespan(Timespan.NANOSECONDS)
  long total;

  @Label("Lifecycle")
  @Timespan(Timespan.NANOSECONDS)
  long lifecycle;

  @Label("Inputs")
  @Timespan(Timespan.NANOSECONDS)
  long inputs;

  @Label("Game Phase")
  @Timespan(Timespan.NANOSECONDS)
  long gamePhase;

  @Label("Commit")
  @Timespan(Timespan.NANOSECONDS)
  long commit;

  @Label("Encode")
  @Timespan(Timespan.NANOSECONDS)
  long encode;

  @Label("Broadcast")
  @Timespan(Timespan.NANOSECONDS)
  long broadcast;
}
