package dev.backbeat.load.netcode;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/**
 * What one player noted while it played. The page's player notes the same under the same names and
 * sends it as JSON.
 *
 * <p>Times are ms since the player's measuring began, on its own clock. One thread.
 */
final class PlayerLog {
  /** Needed margins are counted in steps of 1/16 tick, from {@link #LEAST_NEEDED_TICKS} on. */
  static final int STEPS_PER_TICK = 16;

  static final int LEAST_NEEDED_TICKS = -8;
  private static final int NEEDED_STEPS = 64 * STEPS_PER_TICK;

  /** Ticks that were played: from the first frame that counts to the last. */
  int ticks;

  /** Inputs that came after their tick, as the server counted them. */
  int lateInputs;

  /** Samples of others that were asked for, and how many of them were no plain interpolation. */
  long samples;

  long extrapolatedSamples;
  long frozenSamples;

  /** How often another player was drawn going back along his own way. */
  int jumps;

  /** How often the own body was set in motion, and how often that was not seen at once. */
  int ownMoves;

  int ownMovesSeenLater;

  /**
   * Rail shots that met somebody as drawn, those without an answer too; of them hits of the same.
   */
  int shotsSeenToHit;

  int shotsHit;

  /** Sum and number of the margins with which inputs were sent, ticks. */
  double marginSumTicks;

  int margins;

  /** How often which margin would just have done for an input. */
  final int[] needed = new int[NEEDED_STEPS];

  /** Tick, size in quanta, time. */
  final Triples corrections = new Triples();

  /** Tick of the frame that told of late inputs, how many, time. */
  final Triples lates = new Triples();

  /** Time at which frames ceased to come, time at which they came again, tick of the first. */
  final Triples gaps = new Triples();

  /** A margin would just have done for an input that was sent with another one. */
  void neededMargin(double sentWithTicks, double leadTicks) {
    marginSumTicks += sentWithTicks;
    margins++;
    int step = (int) Math.ceil((sentWithTicks - leadTicks - LEAST_NEEDED_TICKS) * STEPS_PER_TICK);
    needed[Math.max(0, Math.min(NEEDED_STEPS - 1, step))]++;
  }

  /** Rows of three numbers. */
  static final class Triples {
    private double[] values = new double[96];
    private int size;

    void add(double a, double b, double c) {
      if (size + 3 > values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = a;
      values[size++] = b;
      values[size++] = c;
    }

    int size() {
      return size / 3;
    }

    double get(int row, int column) {
      return values[row * 3 + column];
    }

    private void addAll(JsonArray flat) {
      for (int i = 0; i + 2 < flat.size(); i += 3) {
        add(flat.getDouble(i), flat.getDouble(i + 1), flat.getDouble(i + 2));
      }
    }
  }

  /**
   * Reads what the page sent.
   *
   * @throws ClassCastException or NullPointerException if it is something else
   */
  static PlayerLog fromJson(JsonObject json) {
    PlayerLog log = new PlayerLog();
    log.ticks = json.getInteger("ticks");
    log.lateInputs = json.getInteger("lateInputs");
    log.samples = json.getLong("samples");
    log.extrapolatedSamples = json.getLong("extrapolatedSamples");
    log.frozenSamples = json.getLong("frozenSamples");
    log.jumps = json.getInteger("jumps");
    log.ownMoves = json.getInteger("ownMoves");
    log.ownMovesSeenLater = json.getInteger("ownMovesSeenLater");
    log.shotsSeenToHit = json.getInteger("shotsSeenToHit");
    log.shotsHit = json.getInteger("shotsHit");
    // Pairs: the margin that an input was sent with, and its lead.
    JsonArray leads = json.getJsonArray("leads");
    for (int i = 0; i + 1 < leads.size(); i += 2) {
      log.neededMargin(leads.getDouble(i), leads.getDouble(i + 1));
    }
    log.corrections.addAll(json.getJsonArray("corrections"));
    log.lates.addAll(json.getJsonArray("lates"));
    log.gaps.addAll(json.getJsonArray("gaps"));
    return log;
  }
}
