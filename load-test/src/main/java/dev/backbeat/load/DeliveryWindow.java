package dev.backbeat.load;

/**
 * What one client received in the measured time, as ticks covered: a frame of tick t covers all
 * ticks up to t, silent ones included. The rate is taken between the last frame before the window
 * and the last frame in it, which is exact to the jitter of two arrivals; a client that fell silent
 * before the end is charged with the whole time. One thread.
 */
final class DeliveryWindow {
  /** Send intervals without a frame that the protocol allows. */
  private static final int SILENCE_INTERVALS = 4;

  private final int tickHz;
  private final int spanTicks;
  private long baseTick;
  private long baseNs;
  private long lastTick;
  private long lastNs;
  private long frames;
  private long messages;
  private long bytes;

  DeliveryWindow(int tickHz, int spanTicks) {
    this.tickHz = tickHz;
    this.spanTicks = Math.max(1, spanTicks);
  }

  /** Starts anew from the last frame so far. */
  void begin(long tick, long atNs) {
    baseTick = tick;
    baseNs = atNs;
    lastTick = tick;
    lastNs = atNs;
    frames = 0;
    messages = 0;
    bytes = 0;
  }

  /** Any message. */
  void onMessage(int length) {
    messages++;
    bytes += length;
  }

  /** A message that is a tick frame. */
  void onFrame(long tick, long atNs) {
    frames++;
    lastTick = tick;
    lastNs = atNs;
  }

  long frames() {
    return frames;
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  /** Send ticks covered in the window. */
  double sendTicks() {
    return (double) (lastTick - baseTick) / spanTicks;
  }

  /** Send ticks covered per second by the window's end. */
  double deliveredHz(long endNs) {
    long silenceNs = (long) ((SILENCE_INTERVALS + 1) * 1e9 * spanTicks / tickHz);
    long untilNs = endNs - lastNs <= silenceNs ? lastNs : endNs;
    return untilNs == baseNs ? 0 : sendTicks() * 1e9 / (untilNs - baseNs);
  }
}
