package dev.backbeat.server.overload;

import dev.backbeat.server.flight.Flight;
import java.util.Locale;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the server is on its ladder, for everybody to read. {@link #sample} moves it: one thread.
 * All else: any thread.
 */
public final class Overload {
  private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

  /** When somebody who was not let in may try again, in ms: no descent is quicker. */
  public static final int RETRY_AFTER_MS = 10_000;

  private final OverloadLadder ladder;
  private volatile OverloadStep step = OverloadStep.NORMAL;
  private volatile Pressure pressure = Pressure.NONE;
  private volatile int climbs;
  private volatile int descents;

  /** At the foot of the ladder. */
  public Overload(LadderSettings settings) {
    this.ladder = new OverloadLadder(settings, new Random());
  }

  /** Moves by the pressure since the call before, as of {@code nowNs}. One thread. */
  public void sample(Pressure newPressure, long nowNs) {
    pressure = newPressure;
    OverloadStep before = step;
    OverloadStep now = ladder.sample(newPressure, nowNs);
    if (now == before) {
      return;
    }
    step = now;
    boolean up = now.number() > before.number();
    if (up) {
      climbs = climbs + 1;
    } else {
      descents = descents + 1;
    }
    (up ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("step", now.number())
        .addKeyValue("before", before.number())
        .addKeyValue("tickBusy", percent(newPressure.tickBusy()))
        .addKeyValue("tickLateness", percent(newPressure.tickLateness()))
        .addKeyValue("writeAge", percent(newPressure.writeAge()))
        .addKeyValue("processors", percent(newPressure.processorShare()))
        .addKeyValue("meaning", now.meaning())
        .log(up ? "overload ladder climbed" : "overload ladder descended");
    Flight.overload(before.number(), now.number(), newPressure.worst());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }

  /** The step now. */
  public OverloadStep step() {
    return step;
  }

  /** The pressure of the newest sample. */
  public Pressure pressure() {
    return pressure;
  }

  /** How often it climbed, by one step or two. */
  public int climbs() {
    return climbs;
  }

  /** How often it descended. */
  public int descents() {
    return descents;
  }
}
