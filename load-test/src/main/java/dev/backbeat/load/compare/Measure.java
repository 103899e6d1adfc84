package dev.backbeat.load.compare;

import java.util.function.ToDoubleFunction;

/** The columns of the tables. */
enum Measure {
  SUSTAINED("sustained clients", "", 0, true, r -> Double.NaN),
  CPU_US(
      "server CPU per delivered frame", "µs", 2, false, r -> r.figure("server_cpu_us_per_frame")),
  CPU_USER_US("of it user time", "µs", 2, false, r -> r.figure("server_user_us_per_frame")),
  BYTES_PER_ENTITY(
      "payload per entity update", "B", 2, false, r -> r.figure("bytes_per_entity_update")),
  ACK_P50("input to acknowledgement, p50", "ms", 1, false, r -> r.figure("ack_p50_ms")),
  ACK_P99("input to acknowledgement, p99", "ms", 1, false, r -> r.figure("ack_p99_ms")),
  RSS("server memory (RSS)", "MB", 0, false, r -> r.figure("server_rss_mb")),
  DELIVERED_HZ("delivered rate", "Hz", 2, true, r -> r.figure("delivered_hz")),
  MESSAGES_IN(
      "messages in per client", "1/s", 2, false, r -> r.figure("messages_sent_per_client_per_s")),
  FRAMES_OUT("messages out per client", "1/s", 2, false, r -> r.figure("frames_per_client_per_s")),
  SERVER_CORES("server CPU", "cores", 3, false, r -> r.figure("server_cpu_cores"));

  private final String title;
  private final String unit;
  private final int decimals;
  private final boolean moreIsBetter;
  private final ToDoubleFunction<RunRecord> value;

  Measure(
      String title,
      String unit,
      int decimals,
      boolean moreIsBetter,
      ToDoubleFunction<RunRecord> value) {
    this.title = title;
    this.unit = unit;
    this.decimals = decimals;
    this.moreIsBetter = moreIsBetter;
    this.value = value;
  }

  /** In one run at the fixed load; NaN if not measured. */
  double of(RunRecord run) {
    return run.failed() ? Double.NaN : value.applyAsDouble(run);
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  int decimals() {
    return decimals;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }
}
