package dev.backbeat.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Takes one {@link Sample} per call from the loops, the server and this process. At most {@value
 * #MAX_SAMPLES} are kept; after that every second one goes and so on, so that a long run has a
 * coarser history. One thread.
 */
final class Sampler {
  private static final int MAX_SAMPLES = 7_200;

  private final List<LoadLoop> loops;
  private final ServerProbe probe;
  private final ProcessProbe self = new ProcessProbe(ProcessHandle.current().pid());
  private final long startNs;
  private final List<Sample> samples = new ArrayList<>();
  private ServerProbe.Reading lastReading;
  private long lastNs;
  private double lastSelfCpu;
  private long lastFrames;
  private long lastBytes;

  Sampler(List<LoadLoop> loops, ServerProbe probe, long nowNs) {
    this.loops = loops;
    this.probe = probe;
    this.startNs = nowNs;
    restart(nowNs);
  }

  private void restart(long nowNs) {
    lastReading = probe.read();
    lastNs = nowNs;
    lastSelfCpu = self.cpu().totalSeconds();
    lastFrames = frames();
    lastBytes = bytes();
    loops.forEach(l -> l.meter().takeAcks());
    loops.forEach(l -> l.meter().takeLateness());
  }

  private long frames() {
    return loops.stream().mapToLong(l -> l.meter().framesTotal()).sum();
  }

  private long bytes() {
    return loops.stream().mapToLong(l -> l.meter().bytesTotal()).sum();
  }

  /** The server and this process as the measured time begins. */
  Tally.Edge begin() {
    return new Tally.Edge(probe.read(), self.cpu().totalSeconds());
  }

  /** The same as it ends; no samples can be taken after that. */
  Tally.Edge end() {
    double selfCpuSeconds = self.cpu().totalSeconds();
    return new Tally.Edge(probe.finish(), selfCpuSeconds);
  }

  /** Takes a sample of the time since the last one. */
  Sample sample(boolean measured) {
    ServerProbe.Reading reading = probe.read();
    long nowNs = System.nanoTime();
    double seconds = Math.max(1e-3, (nowNs - lastNs) / 1e9);
    Histogram acks = LoopStats.histogram();
    Histogram late = LoopStats.histogram();
    for (LoadLoop loop : loops) {
      acks.add(loop.meter().takeAcks());
      late.add(loop.meter().takeLateness());
    }
    double selfCpu = self.cpu().totalSeconds();
    long frames = frames();
    long bytes = bytes();
    double tickMeanMs = Double.NaN;
    double tickP99Ms = Double.NaN;
    if (reading.metrics().isPresent() && lastReading.metrics().isPresent()) {
      MetricsText earlier = lastReading.metrics().get();
      tickMeanMs = reading.metrics().get().meanTickMs(earlier);
      tickP99Ms = reading.metrics().get().tickQuantileMs(earlier, 0.99);
    }
    Sample sample =
        new Sample(
            (nowNs - startNs) / 1e9,
            measured,
            percentileMs(acks, 50),
            percentileMs(acks, 99),
            (frames - lastFrames) / seconds,
            (bytes - lastBytes) / seconds / 1000,
            tickMeanMs,
            tickP99Ms,
            reading.cpuCores(lastReading),
            reading.rssBytes() / 1e6,
            (selfCpu - lastSelfCpu) / seconds,
            percentileMs(late, 99));
    lastReading = reading;
    lastNs = nowNs;
    lastSelfCpu = selfCpu;
    lastFrames = frames;
    lastBytes = bytes;
    add(sample);
    return sample;
  }

  private void add(Sample sample) {
    samples.add(sample);
    if (samples.size() > MAX_SAMPLES) {
      for (int i = samples.size() - 2; i >= 0; i -= 2) {
        samples.remove(i);
      }
    }
  }

  List<Sample> samples() {
    return Collections.unmodifiableList(samples);
  }

  /** In ms; NaN of an empty histogram. */
  static double percentileMs(Histogram us, double percentile) {
    return us.getTotalCount() == 0 ? Double.NaN : us.getValueAtPercentile(percentile) / 1000.0;
  }
}
