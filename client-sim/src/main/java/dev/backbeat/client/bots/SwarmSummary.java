package dev.backbeat.client.bots;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * The figures of a run, so far or at its end.
 *
 * @param bots wanted
 * @param started so far
 * @param joined bots that were in a room at least once
 * @param playing now
 * @param seconds since the start of the run
 * @param frames messages received
 * @param bytesIn their bytes
 * @param bytesOut bytes of the messages sent
 * @param inputs sent
 * @param lateInputs that the server reported as late
 * @param disconnects connections lost while playing
 * @param resumes sessions that came back
 * @param rejoins sessions begun anew after one was gone
 * @param connectRetries first connections that were tried a second time
 * @param rttP50Ms median over the bots of the smoothed round-trip time; -1 = not known yet
 * @param rttMaxMs the longest
 * @param leadP50Ms median over the bots of how early the newest input came
 * @param stopped before its time, by a signal: bots that were about to join are no failure then
 * @param log what went wrong
 */
record SwarmSummary(
    int bots,
    int started,
    int joined,
    int playing,
    double seconds,
    long frames,
    long bytesIn,
    long bytesOut,
    long inputs,
    long lateInputs,
    long disconnects,
    long resumes,
    long rejoins,
    long connectRetries,
    double rttP50Ms,
    double rttMaxMs,
    double leadP50Ms,
    boolean stopped,
    SwarmLog log) {

  /** 0 = all went well; 1 = an invariant broken, or a bot that did not get in or did not stay. */
  int exitCode() {
    boolean allIn = joined == started || stopped;
    return log.violations() == 0 && log.unexpectedEnds() == 0 && allIn ? 0 : 1;
  }

  /** One line, with rates since an earlier summary, or since the start (null). */
  String progress(SwarmSummary before) {
    double span = Math.max(1e-3, seconds - (before == null ? 0 : before.seconds));
    long newFrames = frames - (before == null ? 0 : before.frames);
    long newBytes = bytesIn - (before == null ? 0 : before.bytesIn);
    return String.format(
        Locale.ROOT,
        "%5.0f s  bots %d/%d  %.0f frames/s  %.1f kB/s  rtt p50 %.1f ms  resumes %d  violations %d",
        seconds,
        playing,
        bots,
        newFrames / span,
        newBytes / span / 1000,
        Math.max(0, rttP50Ms),
        resumes,
        log.violations());
  }

  /** Some lines for people. */
  String text() {
    StringBuilder out = new StringBuilder();
    line(out, "bots", joined + " of " + bots + " joined, " + playing + " played at the end");
    line(out, "time", String.format(Locale.ROOT, "%.1f s", seconds));
    line(
        out,
        "received",
        String.format(Locale.ROOT, "%d frames, %.1f kB", frames, bytesIn / 1000.0));
    line(
        out,
        "sent",
        String.format(
            Locale.ROOT,
            "%d inputs (%d late, median lead %.1f ms), %.1f kB",
            inputs,
            lateInputs,
            leadP50Ms,
            bytesOut / 1000.0));
    line(
        out,
        "round trip",
        rttP50Ms < 0
            ? "not measured"
            : String.format(Locale.ROOT, "p50 %.1f ms, max %.1f ms", rttP50Ms, rttMaxMs));
    line(
        out,
        "connection",
        disconnects + " lost, " + resumes + " resumed, " + rejoins + " joined anew");
    line(out, "connects", connectRetries + " tried a second time");
    line(out, "errors", log.errorsByCode().isEmpty() ? "none" : log.errorsByCode().toString());
    line(out, "ends", log.endsByKind().isEmpty() ? "none" : log.endsByKind().toString());
    line(out, "violations", Long.toString(log.violations()));
    log.sentences().forEach(s -> out.append("  ").append(s).append('\n'));
    return out.toString();
  }

  JsonObject json() {
    return new JsonObject()
        .put("bots", bots)
        .put("started", started)
        .put("joined", joined)
        .put("playing_at_end", playing)
        .put("seconds", seconds)
        .put("frames", frames)
        .put("bytes_in", bytesIn)
        .put("bytes_out", bytesOut)
        .put("inputs", inputs)
        .put("late_inputs", lateInputs)
        .put("input_lead_p50_ms", leadP50Ms)
        .put("rtt_p50_ms", rttP50Ms)
        .put("rtt_max_ms", rttMaxMs)
        .put("disconnects", disconnects)
        .put("resumes", resumes)
        .put("rejoins", rejoins)
        .put("connect_retries", connectRetries)
        .put("errors_by_code", counts(log.errorsByCode()))
        .put("unexpected_errors", log.unexpectedErrors())
        .put("ends_by_kind", counts(log.endsByKind()))
        .put("unexpected_ends", log.unexpectedEnds())
        .put("violations", log.violations())
        .put("messages", new JsonArray(log.sentences()))
        .put("exit_code", exitCode());
  }

  private static JsonObject counts(java.util.Map<String, Long> counts) {
    JsonObject json = new JsonObject();
    counts.forEach(json::put);
    return json;
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-12s%s%n", name, value));
  }
}
