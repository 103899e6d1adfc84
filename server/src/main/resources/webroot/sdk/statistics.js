/** What the connection is like: counters and smoothed measures, cheap enough for every frame. */
export class Statistics {
  constructor() {
    this.frames = 0;
    this.bytes = 0;
    this.lastFrameBytes = 0;
    /** how unevenly frames arrive, ms: RFC 3550's estimator over tick frames */
    this.jitterMs = 0;
    this.resumes = 0;
    this.eventsLost = 0;
    /** how early the newest input reached the server, ticks */
    this.leadTicks = 0;
    /** worst lateness of the room's ticks in the last second, ms, as the server says */
    this.tickLatenessMs = 0;
    this.lastArrivalMs = NaN;
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
    if (!Number.isNaN(this.lastArrivalMs) && tick > this.lastTick) {
      const d = nowMs - this.lastArrivalMs - ((tick - this.lastTick) * 1000) / tickHz;
      this.jitterMs += (Math.abs(d) - this.jitterMs) / 16;
    }
    this.lastArrivalMs = nowMs;
    this.lastTick = tick;
  }

  /** The connection was lost: the gap says nothing about jitter. */
  interrupted() {
    this.lastArrivalMs = NaN;
  }
}
