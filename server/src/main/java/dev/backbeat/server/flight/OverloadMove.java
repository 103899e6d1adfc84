package dev.backbeat.server.flight;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.StackTrace;

/** The overload ladder was moved. */
@Name("backbeat.OverloadStep")
@Label("Overload Step")
@Category("Backbeat")
@StackTrace(false)
final class OverloadMove extends Event {
  @Label("From")
  int from;

  @Label("To")
  int to;

  @Label("Pressure")
  @Percentage
  double pressure;
}
