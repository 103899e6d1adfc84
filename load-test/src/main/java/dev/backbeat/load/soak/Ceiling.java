package dev.backbeat.load.soak;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * The verdict on what is remembered of those who left: it may rise, and need not come back within a
 * soak, but there is never more of it than have come within the time for which it is remembered. In
 * a soak that is shorter than that time, those are all who came, and what is never forgotten is not
 * told from what is remembered; of what is kept twice it can be told.
 *
 * @param highest the highest value, or the one that was furthest beyond what it may be; NaN = there
 *     were too few samples
 * @param allowed what it may have been then
 * @param after the last value
 * @param grows whether it broke the bound
 */
record Ceiling(Resource resource, double highest, double allowed, double after, boolean grows)
    implements Verdict {
  /** Fewer samples say nothing. */
  private static final int MIN_SAMPLES = 5;

  /**
   * Judges a series.
   *
   * @param series of the whole run; its first value was there before anybody came
   * @param arrivals how many had come by when, all in all, read after the series' values
   */
  static Ceiling of(Resource resource, Series series, Series arrivals) {
    if (series.size() < MIN_SAMPLES || arrivals.size() < MIN_SAMPLES) {
      return new Ceiling(resource, Double.NaN, Double.NaN, Double.NaN, false);
    }
    double most = Double.NEGATIVE_INFINITY;
    double highest = Double.NaN;
    double allowed = Double.NaN;
    boolean grows = false;
    for (int i = 0; i < series.size(); i++) {
      double now = series.seconds(i);
      double came = arrivals.at(now, 0) - arrivals.at(now - resource.keptSeconds(), 0);
      double may = series.value(0) + resource.perArrival() * came;
      boolean excess = series.value(i) > may;
      double measure = excess ? series.value(i) - may : series.value(i);
      if (excess && !grows || excess == grows && measure > most) {
        most = measure;
        highest = series.value(i);
        allowed = may;
      }
      grows |= excess;
    }
    return new Ceiling(resource, highest, allowed, series.value(series.size() - 1), grows);
  }

  @Override
  public boolean measured() {
    return !Double.isNaN(highest);
  }

  @Override
  public boolean judged() {
    return measured();
  }

  @Override
  public JsonObject figures() {
    return new JsonObject()
        .put("kept_s", resource.keptSeconds())
        .put("per_arrival", resource.perArrival())
        .put("highest", Verdict.finite(highest))
        .put("allowed", Verdict.finite(allowed))
        .put("after", Verdict.finite(after));
  }

  @Override
  public String found() {
    return String.format(
        Locale.ROOT,
        "%-6s at     %9.0f (at most %7.0f)   kept for %d s, after %9.0f",
        grows ? "GROWS" : "kept",
        highest,
        allowed,
        resource.keptSeconds(),
        after);
  }
}
