package dev.backbeat.client;

import dev.backbeat.client.interpolate.Interpolator;
import dev.backbeat.client.predict.Prediction;

/**
 * What a client has counted so far. Written on its event loop; reads elsewhere may be a bit old.
 */
public final class ClientStats {
  private static final double TICK_Q8 = 256;

  long frames;
  long bytesIn;
  long bytesOut;
  long inputs;
  long resets;
  long eventsLost;
  int resumes;
  int rejoins;
  int connectRetries;
  int redirects;
  int disconnects;
  int errors;
  int violations;
  int lateInputs;
  long rttNs = -1;
  long minRttNs = -1;
  long jitterNs = -1;
  int leadQ8;
  int marginQ8;
  int newestTick;
  Prediction prediction;
  Interpolator interpolator;

  ClientStats() {}

  /** Messages received. */
  public long frames() {
    return frames;
  }

  /** Bytes of the messages received, without WebSocket headers. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes of the messages sent, without WebSocket headers. */
  public long bytesOut() {
    return bytesOut;
  }

  /** Inputs sent. */
  public long inputs() {
    return inputs;
  }

  /** Frames that replaced everything. */
  public long resets() {
    return resets;
  }

  /** Events that the server had to drop because this client was too slow. */
  public long eventsLost() {
    return eventsLost;
  }

  /** How often the session came back on a new connection. */
  public int resumes() {
    return resumes;
  }

  /** How often the client joined anew after its session was gone. */
  public int rejoins() {
    return rejoins;
  }

  /** Second tries of the first connection: 0 or 1. */
  public int connectRetries() {
    return connectRetries;
  }

  /** How often the client went where a server told it to go. */
  public int redirects() {
    return redirects;
  }

  /** How often a connection was lost while playing. */
  public int disconnects() {
    return disconnects;
  }

  /** Error messages from the server. */
  public int errors() {
    return errors;
  }

  /** Messages from the server that the protocol rules out. */
  public int violations() {
    return violations;
  }

  /** Inputs that came after their tick was simulated, as the server counts them. */
  public int lateInputs() {
    return lateInputs;
  }

  /** Smoothed round-trip time (RFC 6298), ns; -1 = not known yet. */
  public long rttNs() {
    return rttNs;
  }

  /** Shortest round trip of the last samples, ns; -1 = not known yet. */
  public long minRttNs() {
    return minRttNs;
  }

  /**
   * Smoothed deviation of the round-trip time (as RTTVAR of RFC 6298, from an eighth of the first
   * one), ns; -1 = not known yet.
   */
  public long jitterNs() {
    return jitterNs;
  }

  /** How early the newest input came, as the server reported it, in ticks. */
  public double leadTicks() {
    return leadQ8 / TICK_Q8;
  }

  /** How much earlier than the one-way time asks for inputs are taken, in ticks. */
  public double marginTicks() {
    return marginQ8 / TICK_Q8;
  }

  /** How often a frame differed from what was predicted for its tick. */
  public long corrections() {
    return prediction == null ? 0 : prediction.corrections();
  }

  /** By how much the newest correction moved the drawn body, in position quanta. */
  public double correctionSize() {
    return prediction == null ? 0 : prediction.correctionSize();
  }

  /** The largest of them. */
  public double largestCorrection() {
    return prediction == null ? 0 : prediction.largestCorrection();
  }

  /** Ticks that were computed again in corrections. */
  public long replayedTicks() {
    return prediction == null ? 0 : prediction.replayedTicks();
  }

  /** How far behind the server's tick others are drawn, in ticks; 0 without an interpolator. */
  public double interpolationDelayTicks() {
    return interpolator == null ? 0 : interpolator.delayTicks();
  }

  /** How many pictures of an entity were asked for. */
  public long samples() {
    return interpolator == null ? 0 : interpolator.samples();
  }

  /** How many of them lay beyond the newest frame and were refuted by the next. */
  public long extrapolatedSamples() {
    return interpolator == null ? 0 : interpolator.extrapolatedSamples();
  }

  /** How many of them stood still, because frames were too late. */
  public long frozenSamples() {
    return interpolator == null ? 0 : interpolator.frozenSamples();
  }

  /** How many frames came after a picture that needed them, see {@link Interpolator#lateFrames}. */
  public long lateFrames() {
    return interpolator == null ? 0 : interpolator.lateFrames();
  }

  /** How early the newest input came, as the server reported it, in 1/256 tick. */
  public int leadQ8() {
    return leadQ8;
  }

  /** The newest tick that a frame described. */
  public int newestTick() {
    return newestTick;
  }

  void rttSample(long sampleNs, long newMinRttNs) {
    if (rttNs < 0) {
      rttNs = sampleNs;
      jitterNs = sampleNs / 8;
    } else {
      jitterNs += (Math.abs(rttNs - sampleNs) - jitterNs) / 4;
      rttNs += (sampleNs - rttNs) / 8;
    }
    minRttNs = newMinRttNs;
  }
}
