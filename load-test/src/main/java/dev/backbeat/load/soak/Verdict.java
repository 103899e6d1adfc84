package dev.backbeat.load.soak;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What a soak says of one resource. */
interface Verdict {
  Resource resource();

  /** Whether it broke a bound. */
  boolean grows();

  /** Whether anything is known of it. */
  boolean measured();

  /** Whether all is known that its bounds are for. */
  boolean judged();

  /** What is known, in one line. */
  String found();

  /** A line for people. */
  default String sentence() {
    String known = measured() ? found() : "not measured";
    return String.format(Locale.ROOT, "%-16s %s", resource().title(), known);
  }

  /** The figures behind it; what is not known is null. */
  JsonObject figures();

  /** For JSON, which has no infinity. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
