package dev.backbeat.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every figure of a run: its name in the JSON and in objectives, its unit and what it says. The
 * report's table and {@code docs/load-testing.md} follow this list.
 */
enum Metric {
  CLIENTS("", "clients that the run set out to connect"),
  JOINED("", "clients that got a Welcome"),
  JOIN_P50_MS("ms", "median time from opening the TCP connection to the Welcome"),
  JOIN_P99_MS("ms", "99th percentile of it"),
  JOIN_MAX_MS("ms", "longest of it"),
  RAMP_SECONDS("s", "from the first connection to the last join"),
  MEASURED_SECONDS("s", "length of the measured time"),
  DELIVERED_HZ("Hz", "send ticks covered by frames, per client and second: mean over clients"),
  DELIVERED_HZ_MEDIAN("Hz", "the same, median client"),
  DELIVERED_HZ_MIN("Hz", "the same, worst client"),
  FRAMES("", "tick frames received"),
  FRAMES_PER_CLIENT_PER_S("1/s", "tick frames per client and second; silent ticks send none"),
  ACKS("", "inputs whose acknowledgement was timed"),
  ACK_MEAN_MS("ms", "mean time from an input's due moment to the frame that acknowledges it"),
  ACK_P50_MS("ms", "median of it"),
  ACK_P90_MS("ms", "90th percentile of it"),
  ACK_P99_MS("ms", "99th percentile of it"),
  ACK_P999_MS("ms", "99.9th percentile of it"),
  ACK_MAX_MS("ms", "longest of it"),
  JITTER_P50_MS("ms", "median of |time between two frames - the ticks between them|"),
  JITTER_P99_MS("ms", "99th percentile of it"),
  BYTES_PER_CLIENT_PER_S("B/s", "payload (WebSocket message bytes) per client and second"),
  BYTES_PER_FRAME("B", "payload per message"),
  BYTES_PER_ENTITY_UPDATE("B", "payload / (player entities in view x send ticks)"),
  PLAYERS_IN_VIEW("", "player entities in view, mean over the decoding clients' ticks"),
  DECODING_CLIENTS("", "clients that decoded every frame and checked it"),
  RESETS("", "resets after the join: the server repaired a client that was too slow"),
  EVENTS_LOST("", "events that the server dropped for clients that were too slow"),
  INPUTS_SENT(
      "", "inputs sent; those that were left out because the server holds them do not count"),
  INPUTS_PER_CLIENT_PER_S("1/s", "inputs sent per client and second"),
  MESSAGES_SENT_PER_CLIENT_PER_S("1/s", "messages with inputs sent per client and second"),
  INPUTS_SKIPPED("", "inputs not sent, because the generator or the socket was far behind"),
  LATE_INPUTS_SHARE("", "share of frames that report an input that came after its tick"),
  ERRORS("", "errors of all kinds; errors_by_kind has them one by one"),
  INVARIANT_VIOLATIONS("", "frames that the decoding clients found impossible"),
  SERVER_CPU_CORES("cores", "CPU time of the server per second"),
  SERVER_CPU_US_PER_FRAME("us", "CPU time of the server per tick frame received"),
  SERVER_USER_US_PER_FRAME("us", "of it in the server's own code; only with --server-pid on Linux"),
  SERVER_SYSTEM_US_PER_FRAME("us", "of it in the kernel on its behalf; likewise"),
  SERVER_RSS_MB("MB", "resident memory of the server at the end (10^6 bytes)"),
  SERVER_TICK_MEAN_MS("ms", "mean duration of a room's tick, from /metrics"),
  SERVER_TICK_P99_MS("ms", "99th percentile of it, interpolated in the histogram's bucket"),
  SERVER_ALLOCATED_B_PER_FRAME("B", "heap that the server allocated per tick frame received"),
  SERVER_LATE_P50_MS("ms", "median lateness of the starts of rooms' ticks, to within 1 %"),
  SERVER_LATE_P99_MS("ms", "99th percentile of it"),
  SERVER_LATE_P999_MS("ms", "99.9th percentile of it"),
  SERVER_LATE_MAX_MS("ms", "longest of it"),
  SERVER_SLOW_CLOSES("", "connections that the server closed with 4008: they took no bytes"),
  SERVER_OUTBOUND_MAX_B("B", "the most that waited in the server for one client, last second"),
  SLOW_CLIENTS("", "clients that read slowly; they and the stuck ones count in no other figure"),
  SLOW_CLOSED("", "those that lost their connection"),
  SLOW_BYTES_PER_CLIENT_PER_S("B/s", "payload that each of them read per second"),
  SLOW_FRAMES_PER_CLIENT_PER_S("1/s", "tick frames that each of them read per second"),
  SLOW_RESETS("", "resets that they read"),
  SLOW_FRAME_AGE_P50_MS("ms", "median age of their frames: how far behind what others have"),
  SLOW_FRAME_AGE_P99_MS("ms", "99th percentile of it"),
  SLOW_FRAME_AGE_MAX_MS("ms", "oldest of them"),
  STUCK_CLIENTS("", "clients that read nothing"),
  STUCK_CLOSED("", "those that lost their connection"),
  GENERATOR_CPU_CORES("cores", "CPU time of the load test itself per second"),
  GENERATOR_BUSY_SHARE("", "share of the time in which the busiest generator thread did not sleep"),
  GENERATOR_LATE_P50_MS("ms", "median lateness of the generator's sends"),
  GENERATOR_LATE_P99_MS("ms", "99th percentile of it"),
  GENERATOR_LATE_MAX_MS("ms", "longest of it"),
  GENERATOR_STALLS("", "times that a generator thread stood still for 250 ms or more"),
  GENERATOR_LATE("0/1", "1: the 99th percentile is over half an input interval"),
  GENERATOR_SATURATED("0/1", "1: a generator thread slept for less than 5 % of the time"),
  VALID("0/1", "0: the generator was late, saturated or stalled, or nothing was measured");

  private final String unit;
  private final String meaning;

  Metric(String unit, String meaning) {
    this.unit = unit;
    this.meaning = meaning;
  }

  /** As in the JSON and in objectives. */
  String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String unit() {
    return unit;
  }

  String meaning() {
    return meaning;
  }

  /** Whether the JSON has it as true or false. */
  boolean isBoolean() {
    return unit.equals("0/1");
  }

  static Optional<Metric> find(String jsonName) {
    return Arrays.stream(values()).filter(m -> m.jsonName().equals(jsonName)).findFirst();
  }

  static String allNames() {
    return Arrays.stream(values()).map(Metric::jsonName).collect(Collectors.joining(", "));
  }
}
