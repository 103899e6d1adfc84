package dev.backbeat.load.soak;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * The verdict on what must not rise and must come back.
 *
 * @param trend what the second half's slope comes to over that half, in the resource's unit; NaN =
 *     there were too few samples
 * @param trendLimit what it may come to
 * @param before the level before the churn, NaN = not known
 * @param after the level when all clients had left, NaN = not known
 * @param grows whether it broke a bound
 */
record Growth(
    Resource resource, double trend, double trendLimit, double before, double after, boolean grows)
    implements Verdict {
  /** Fewer samples in the second half say nothing of a trend. */
  private static final int MIN_SAMPLES = 5;

  /**
   * Judges a series.
   *
   * @param series of the whole run
   * @param churnFrom when the measured churn began, in the series' seconds
   * @param churnTo when it ended
   */
  static Growth of(
      Resource resource,
      Series series,
      double churnFrom,
      double churnTo,
      double before,
      double after) {
    double halfSeconds = (churnTo - churnFrom) / 2;
    Series half = series.between(churnTo - halfSeconds, churnTo);
    double trend = half.size() < MIN_SAMPLES ? Double.NaN : half.slopePerSecond() * halfSeconds;
    double trendLimit =
        Math.max(
            resource.trendLimit(),
            Double.isNaN(half.median()) ? 0 : resource.trendShare() * half.median());
    boolean rises = trend > trendLimit;
    boolean stays = after - before > resource.returnLimit();
    return new Growth(resource, trend, trendLimit, before, after, rises || stays);
  }

  @Override
  public boolean measured() {
    return !Double.isNaN(trend) || !Double.isNaN(after - before);
  }

  /** Whether both are known: the trend, and the level before and after. */
  @Override
  public boolean judged() {
    return !Double.isNaN(trend) && !Double.isNaN(after - before);
  }

  @Override
  public JsonObject figures() {
    return new JsonObject()
        .put("trend", Verdict.finite(trend))
        .put("trend_limit", Verdict.finite(trendLimit))
        .put("before", Verdict.finite(before))
        .put("after", Verdict.finite(after))
        .put("return_limit", Verdict.finite(resource.returnLimit()));
  }

  @Override
  public String found() {
    return String.format(
        Locale.ROOT,
        "%-6s trend %+9.2f (at most %7.2f)   before %9.2f, after %9.2f (at most %+.1f) %s",
        grows ? "GROWS" : judged() ? "flat" : "PARTLY",
        trend,
        trendLimit,
        before,
        after,
        resource.returnLimit(),
        resource.unit());
  }
}
