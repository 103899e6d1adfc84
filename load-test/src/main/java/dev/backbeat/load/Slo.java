package dev.backbeat.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One objective: a figure of the run, a comparison, a bound. A figure that was not measured (NaN)
 * breaks every objective.
 */
record Slo(Metric metric, Operator operator, double bound) {
  private static final Pattern SHAPE =
      Pattern.compile("\\s*([a-z0-9_]+)\\s*(<=|>=|<|>)\\s*([-+0-9.eE]+)\\s*");

  enum Operator {
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    static Operator of(String text) {
      for (Operator o : values()) {
        if (o.text.equals(text)) {
          return o;
        }
      }
      throw new IllegalArgumentException(text);
    }
  }

  /**
   * Parses {@code "ack_p99_ms<100,delivered_hz>19"}; blank = none.
   *
   * @throws IllegalArgumentException with a sentence; for an unknown name it lists the known ones
   */
  static List<Slo> parse(String text) {
    List<Slo> list = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return list;
    }
    for (String part : text.split(",", -1)) {
      Matcher m = SHAPE.matcher(part);
      if (!m.matches()) {
        throw new IllegalArgumentException(
            "objective '" + part.strip() + "' is not of the form name<number (or <= > >=)");
      }
      Metric metric =
          Metric.find(m.group(1))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "unknown figure '" + m.group(1) + "'; known are " + Metric.allNames()));
      double bound;
      try {
        bound = Double.parseDouble(m.group(3));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + m.group(3) + "' is not a number", e);
      }
      list.add(new Slo(metric, Operator.of(m.group(2)), bound));
    }
    return list;
  }

  /** Whether a measured value meets the objective. */
  boolean metBy(double value) {
    return switch (operator) {
      case LESS -> value < bound;
      case AT_MOST -> value <= bound;
      case GREATER -> value > bound;
      case AT_LEAST -> value >= bound;
    };
  }

  @Override
  public String toString() {
    String number = bound == Math.rint(bound) ? Long.toString((long) bound) : "" + bound;
    return metric.jsonName() + operator.text + number;
  }
}
