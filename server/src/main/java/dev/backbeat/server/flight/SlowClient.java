package dev.backbeat.server.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connection was closed because its socket took no bytes. */
@Name("backbeat.SlowClient")
@Label("Slow Client")
@Category("Backbeat")
@StackTrace(false)
final class SlowClient extends Event {
  @Label("Session")
  String session;

  @Label("Room")
  String room;

  @Label("Stalled")
  @Timespan(Timespan.NANOSECONDS)
  long stalled;

  @Label("Waiting")
  @DataAmount
  long waitingBytes;
}
