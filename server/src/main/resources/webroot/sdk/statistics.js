/** What the connection is like: counters and smoothed measures, cheap enough for every frame. */
export class Statistics {
  #lastArrivalMs = NaN;

  constructor() {
    this.frames = 0;
    this.bytes = 0;
    this.lastFrameBytes = 0;
    /** newest round-trip time, ms */
    this.rttMs = NaN;
    /** how unevenly frames arrive, ms: RFC 3550's estimator over tick frames */
    this.jitterMs = 0;
    this.resumes = 0;
    /** joins anew after the session was gone with its server */
    this.rejoins = 0;
    /** second tries of the first connection, 0 or 1 */
    this.connectRetries = 0;
    this.eventsLost = 0;
    /** how early the newest input reached the server, ticks */
    this.leadTicks = 0;
    /** what inputs are sent ahead beyond the way there, ticks */
    this.marginTicks = 0;
    /** inputs of this connection that came after their tick, as the server counts them */
    this.lateInputs = 0;
    /** how often a prediction was wrong; by how much, newest and most, in quanta of the drawn position */
    this.corrections = 0;
    this.correctionSize = 0;
    this.largestCorrection = 0;
    /** ticks computed again because of that */
    this.replayedTicks = 0;
    /** how far behind the server's tick others are drawn, ticks */
    this.interpolationDelayTicks = 0;
    /** how often an entity was asked for; beyond what was known then, and wrongly so; while it stood */
    this.samples = 0;
    this.extrapolatedSamples = 0;
    this.frozenSamples = 0;
    /** frames that came after a picture that needed them: of a time after the send before the frame's */
    this.lateFrames = 0;
    /** worst lateness of the room's ticks in the last second, ms, as the server says */
    this.tickLatenessMs = 0;
    this.lastTick = 0;
  }

  /** A message came. */
  message(bytes) {
    this.bytes += bytes;
    this.lastFrameBytes = bytes;
  }

  /** It was a tick frame. */
  frame(tick, nowMs, tickHz) {
    this.frames++;
    if (!Number.isNaN(this.#lastArrivalMs) && tick > this.lastTick) {
      const d = nowMs - this.#lastArrivalMs - ((tick - this.lastTick) * 1000) / tickHz;
      this.jitterMs += (Math.abs(d) - this.jitterMs) / 16;
    }
    this.#lastArrivalMs = nowMs;
    this.lastTick = tick;
  }

  /** A prediction was wrong by so much, in quanta. */
  corrected(size) {
    this.corrections++;
    this.correctionSize = size;
    this.largestCorrection = Math.max(this.largestCorrection, size);
  }

  /** The connection was lost: the gap says nothing about jitter. */
  interrupted() {
    this.#lastArrivalMs = NaN;
    this.lateInputs = 0;
  }
}
