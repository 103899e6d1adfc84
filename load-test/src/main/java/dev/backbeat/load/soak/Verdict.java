package dev.backbeat.load.soak;

import io.vertx.core.json.JsonObject;

/** What a soak says of one resource. */
interface Verdict {
  Resource resource();

  /** Whether it broke a bound. */
  boolean grows();

  /** Whether anything is known of it. */
  boolean measured();

  /** Whether all is known that its bounds are for. */
  boolean judged();

  /** A line for people. */
  String sentence();

  /** The figures behind it; what is not known is null. */
  JsonObject figures();

  /** For JSON, which has no infinity. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
