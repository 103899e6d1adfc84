package dev.backbeat.client.lab;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and rates as people write them: {@code 20ms}, {@code 64kB}, {@code 1Mbit/s}. */
final class LabUnits {
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z/]*)");
  private static final Map<String, BigDecimal> DURATIONS =
      Map.of(
          "us", new BigDecimal(1_000L),
          "ms", new BigDecimal(1_000_000L),
          "s", new BigDecimal(1_000_000_000L),
          "m", new BigDecimal(60_000_000_000L),
          "h", new BigDecimal(3_600_000_000_000L));
  private static final Map<String, BigDecimal> SIZES =
      Map.of("B", new BigDecimal(1), "kB", new BigDecimal(1_000), "MB", new BigDecimal(1_000_000));
  private static final Map<String, BigDecimal> RATES =
      Map.of(
          "B/s", new BigDecimal(1),
          "kB/s", new BigDecimal(1_000),
          "MB/s", new BigDecimal(1_000_000),
          "kbit/s", new BigDecimal(125),
          "Mbit/s", new BigDecimal(125_000));
  private static final BigDecimal MAX = new BigDecimal(Long.MAX_VALUE / 4);

  private LabUnits() {}

  /** Nanoseconds of {@code 20ms}; units us, ms, s, m, h. */
  static long durationNs(String text) {
    return parse(text, DURATIONS, "a duration such as 20ms, 2s or 1m");
  }

  /** As {@link #durationNs}; {@code never} is 0. */
  static long durationOrNeverNs(String text) {
    return text.equals("never") ? 0 : positive(durationNs(text), text, "longer than 0, or 'never'");
  }

  /** Bytes of {@code 64kB}; {@code auto} is 0. */
  static long sizeBytes(String text) {
    return text.equals("auto")
        ? 0
        : positive(
            parse(text, SIZES, "a size such as 64kB or 1MB"), text, "more than 0, or 'auto'");
  }

  /** Bytes per second of {@code 64kB/s}; {@code unlimited} is 0. */
  static long bytesPerSecond(String text) {
    return text.equals("unlimited")
        ? 0
        : positive(
            parse(text, RATES, "a bandwidth such as 64kB/s or 10Mbit/s"),
            text,
            "1 byte per second at least, or 'unlimited'");
  }

  /** Stalls of {@code 2s every 30s}; {@code none} is none. */
  static Stalls stalls(String text) {
    if (text.equals("none")) {
      return Stalls.NONE;
    }
    String[] words = text.strip().split("\\s+");
    if (words.length != 3 || !words[1].equals("every")) {
      throw new IllegalArgumentException("'" + text + "' is not like '2s every 30s', nor 'none'");
    }
    return new Stalls(durationNs(words[0]), durationNs(words[2]));
  }

  private static long parse(String text, Map<String, BigDecimal> units, String wanted) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (matcher.matches()) {
      BigDecimal number = new BigDecimal(matcher.group(1));
      BigDecimal unit = units.get(matcher.group(2));
      if (unit == null && matcher.group(2).isEmpty() && number.signum() == 0) {
        return 0;
      }
      if (unit != null && number.multiply(unit).compareTo(MAX) <= 0) {
        return number.multiply(unit).longValue();
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not " + wanted);
  }

  private static long positive(long value, String text, String wanted) {
    if (value == 0) {
      throw new IllegalArgumentException("'" + text + "': it must be " + wanted);
    }
    return value;
  }

  /** As {@link #durationNs} reads it. */
  static String duration(long ns) {
    if (ns != 0 && ns % 60_000_000_000L == 0) {
      return ns / 60_000_000_000L + "m";
    }
    if (ns != 0 && ns % 1_000_000_000L == 0) {
      return ns / 1_000_000_000L + "s";
    }
    return number(ns / 1e6) + "ms";
  }

  /** As {@link #bytesPerSecond} reads it. */
  static String rate(long bytesPerSecond) {
    if (bytesPerSecond == 0) {
      return "unlimited";
    }
    return bytesPerSecond >= 125_000
        ? number(bytesPerSecond / 125_000.0) + "Mbit/s"
        : number(bytesPerSecond / 125.0) + "kbit/s";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
