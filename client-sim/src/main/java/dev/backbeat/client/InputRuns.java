package dev.backbeat.client;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Decides which inputs are sent, and how many in one message. The server holds the newest input for
 * every tick that has none, for a second: so a run of equal inputs is sent once, and again every
 * {@value #KEEPALIVE_MS} ms. What is added here and not sent is what the server uses anyway.
 *
 * <p>Where the server wants n inputs in a message, they are kept until there are n; if all of them
 * equal what the server holds, the message is left out.
 *
 * <p>Not thread-safe.
 */
final class InputRuns {
  /** Less than half of the second for which the server holds an input. */
  static final int KEEPALIVE_MS = 400;

  /** Inputs of no more time than that go into one message, whatever the server wants. */
  static final int MAX_BATCH_MS = 200;

  private final int tickHz;
  private final int keepaliveTicks;
  private final InputEncoder encoder;
  private final int[] axes;
  private final int[] presses;
  private int batchTicks = 1;
  private long firstTick;
  private boolean changed = true;
  private long sentTick;

  InputRuns(int tickHz, int axes, int actions) {
    this.tickHz = tickHz;
    this.keepaliveTicks = Math.max(1, tickHz * KEEPALIVE_MS / 1000);
    this.encoder = new InputEncoder(axes, actions);
    this.axes = new int[axes];
    this.presses = new int[actions];
  }

  /** How many inputs the server wants in a message. */
  void batchTicks(int wanted) {
    int most = Math.min(InputEncoder.MAX_INPUTS, tickHz * MAX_BATCH_MS / 1000);
    batchTicks = Math.max(1, Math.min(wanted, most));
  }

  /** How many inputs go into a message. */
  int batchTicks() {
    return batchTicks;
  }

  /** The server holds nothing of this client: the next input is sent in any case. */
  void restart() {
    encoder.clear();
    changed = true;
  }

  /** A new connection: presses count from 0, too. */
  void onResumed() {
    restart();
    Arrays.fill(presses, 0);
  }

  /**
   * The next input. Ticks ascend; where one is left out, what still waited is given up (its ticks
   * have passed).
   *
   * @param viewLagQ8 how far the player's view lay behind the tick, in 1/256 tick; 0 = not stated
   */
  void add(long tick, PlayerInput input, int viewLagQ8) {
    if (encoder.count() > 0 && tick != firstTick + encoder.count()) {
      encoder.clear();
    }
    if (encoder.count() == 0) {
      firstTick = tick;
    }
    if (!Arrays.equals(axes, input.axes) || !Arrays.equals(presses, input.presses)) {
      changed = true;
      System.arraycopy(input.axes, 0, axes, 0, axes.length);
      System.arraycopy(input.presses, 0, presses, 0, presses.length);
    }
    encoder.add(input, viewLagQ8);
  }

  /** Whether the input has a press that the one before it had not. */
  boolean pressed(PlayerInput input) {
    return !Arrays.equals(presses, input.presses);
  }

  /** How many inputs wait for the rest of their message. */
  int waiting() {
    return encoder.count();
  }

  /**
   * The message that is due, or null.
   *
   * @param everyTick whether unchanged inputs are sent too: the lead wants to be measured
   */
  Buffer take(boolean everyTick) {
    int count = encoder.count();
    if (count < batchTicks) {
      return null;
    }
    long newest = firstTick + count - 1;
    if (!changed && !everyTick && newest - sentTick < keepaliveTicks) {
      encoder.clear();
      return null;
    }
    changed = false;
    sentTick = newest;
    return encoder.encode((int) firstTick);
  }
}
