package dev.backbeat.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What the clients of one loop measure. Written on the loop's thread; the sampler reads the
 * counters and recorders marked so once per second.
 */
final class LoopMeter {
  /** Highest value that the histograms hold, us. */
  static final long MAX_US = 60_000_000;

  static final int DIGITS = 3;

  private final LoopStats stats = new LoopStats();
  private boolean measuring;
  private boolean measured;
  private long beginNs;
  private long endNs;

  private final SingleWriterRecorder ackRecorder = new SingleWriterRecorder(MAX_US, DIGITS);
  private final SingleWriterRecorder lateRecorder = new SingleWriterRecorder(MAX_US, DIGITS);
  private final AtomicLong framesTotal = new AtomicLong();
  private final AtomicLong bytesTotal = new AtomicLong();

  void begin(long nowNs) {
    beginNs = nowNs;
    measuring = true;
    measured = false;
  }

  /** Acknowledgements of inputs sent before are still waited for. */
  void end(long nowNs) {
    endNs = nowNs;
    measuring = false;
    measured = true;
  }

  boolean measuring() {
    return measuring;
  }

  long beginNs() {
    return beginNs;
  }

  long endNs() {
    return endNs;
  }

  /** What was measured, after {@link #end}. */
  LoopStats collect(List<LoadClient> clients, double busyShare) {
    stats.collect(clients, beginNs, endNs);
    stats.busyShare = busyShare;
    return stats;
  }

  void onMessage(int length) {
    bytesTotal.lazySet(bytesTotal.get() + length);
  }

  void onFrame() {
    framesTotal.lazySet(framesTotal.get() + 1);
  }

  void onAck(long dueNs, long nowNs) {
    long us = Math.max(0, Math.min(MAX_US, (nowNs - dueNs) / 1000));
    ackRecorder.recordValue(us);
    boolean sentInTime =
        measuring && dueNs - beginNs >= 0 || measured && dueNs - beginNs >= 0 && dueNs - endNs < 0;
    if (sentInTime) {
      stats.ack.recordValue(us);
    }
  }

  void onJitter(long ns) {
    if (measuring) {
      stats.jitter.recordValue(Math.min(MAX_US, ns / 1000));
    }
  }

  void onLead(int leadQ8) {
    if (measuring) {
      stats.leads++;
      stats.lateInputs += leadQ8 < 0 ? 1 : 0;
    }
  }

  void onReset() {
    if (measuring) {
      stats.resets++;
    }
  }

  void onEventsLost(long n) {
    if (measuring) {
      stats.eventsLost += n;
    }
  }

  void onInputsSent(int inputs) {
    if (measuring) {
      stats.inputsSent += inputs;
      stats.inputMessages++;
    }
  }

  void onInputSkipped(long n) {
    if (measuring) {
      stats.inputsSkipped += n;
    }
  }

  /** An input's turn came so long after it was due. */
  void onTurn(long lateNs) {
    long us = Math.min(MAX_US, lateNs / 1000);
    lateRecorder.recordValue(us);
    if (measuring) {
      stats.late.recordValue(us);
    }
  }

  /** So many inputs were given up. */
  void onHopeless(long inputs, long lateNs) {
    onInputSkipped(inputs);
    if (measuring) {
      stats.late.recordValueWithCount(Math.min(MAX_US, lateNs / 1000), inputs);
    }
  }

  void onStall() {
    if (measuring) {
      stats.stalls++;
    }
  }

  // ---- For the sampler, any thread ----

  long framesTotal() {
    return framesTotal.get();
  }

  long bytesTotal() {
    return bytesTotal.get();
  }

  /** Acknowledgement times since the last call. */
  Histogram takeAcks() {
    return ackRecorder.getIntervalHistogram();
  }

  /** Lateness of sends since the last call. */
  Histogram takeLateness() {
    return lateRecorder.getIntervalHistogram();
  }
}
