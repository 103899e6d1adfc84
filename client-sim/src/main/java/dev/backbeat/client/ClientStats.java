package dev.backbeat.client;

/**
 * What a client has counted so far. Written on its event loop; reads elsewhere may be a bit old.
 */
public final class ClientStats {
  long frames;
  long bytesIn;
  long bytesOut;
  long inputs;
  long resets;
  long eventsLost;
  int resumes;
  int rejoins;
  int redirects;
  int disconnects;
  int errors;
  int violations;
  int lateInputs;
  long rttNs = -1;
  long minRttNs = -1;
  int leadQ8;
  int newestTick;

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

  /** Inputs that the server reported as late. */
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

  /** How early the newest input came, as the server reported it, in 1/256 tick. */
  public int leadQ8() {
    return leadQ8;
  }

  /** The newest tick that a frame described. */
  public int newestTick() {
    return newestTick;
  }

  void rttSample(long sampleNs, long newMinRttNs) {
    rttNs = rttNs < 0 ? sampleNs : rttNs + (sampleNs - rttNs) / 8;
    minRttNs = newMinRttNs;
  }
}
