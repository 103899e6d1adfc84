package dev.backbeat.client.interpolate;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;

/**
 * One entity through the frames of the last second, and what was drawn of it.
 *
 * <p>A picture beyond the newest sample is a guess. The frame that follows confirms it, or the
 * difference between what was drawn and what is true is carried along and taken back over {@link
 * Interpolator#BLEND_MS}. The same is done where a cell that comes less often than frames corrects
 * what was taken for true.
 */
final class EntityHistory {
  /** What a picture showed. */
  enum Picture {
    /** The entity is not there at that time. */
    ABSENT,
    /** Between two samples, or on one. */
    KNOWN,
    /** Beyond the newest sample, moved on as predicted. */
    EXTRAPOLATED,
    /** Farther beyond it than anything is extrapolated: it stands. */
    FROZEN
  }

  private static final int MAX_GUESSES = 64;

  final KindFields kind;
  final SampleRing samples;
  private final double blendTicks;
  private int maxAheadQ8;

  /** The newest object of this id; a reset makes new ones. */
  ClientEntity entity;

  /** The frame that last had the entity. */
  int seenTick;

  /** The frame in which it was gone; 0 = it is there. */
  int goneTick;

  // Times of extrapolated pictures that no frame has confirmed or refuted yet.
  private final double[] guesses = new double[MAX_GUESSES];
  private int guessCount;

  private final double[] drawn;
  private final double[] offset;
  private double drawnTick = Double.NaN;
  private int drawnTeleport;
  private boolean frozen;
  private boolean rebase;
  private double blendFromTick;
  private boolean blending;

  EntityHistory(KindFields kind, int capacity, double blendTicks) {
    this.kind = kind;
    this.samples = new SampleRing(kind, capacity);
    this.blendTicks = blendTicks;
    this.drawn = new double[kind.count];
    this.offset = new double[kind.count];
  }

  /**
   * The entity as the newest frame has it.
   *
   * @param reset whether the frame says nothing of what was before it
   * @param sendTicks ticks from one send to the next
   * @param newMaxAheadQ8 for how long it moves on as predicted
   * @return how many pictures the frame refuted
   */
  int onFrame(ClientEntity e, ClientWorld world, boolean reset, int sendTicks, int newMaxAheadQ8) {
    entity = e;
    maxAheadQ8 = newMaxAheadQ8;
    int tick = world.tick();
    seenTick = tick;
    int span = world.sliceSpanTicks(e);
    if (goneTick != 0) {
      // It was out of view: a line to where it comes in again would be made up.
      goneTick = 0;
      samples.dropAfter(-1);
      blending = false;
      drawnTick = Double.NaN;
    }
    int refuted = 0;
    if (samples.size() > 0) {
      if (span >= 0 && !reset) {
        startFrom(tick - (span > 0 ? span : sendTicks));
      }
      if (frozen || span >= 0 && !matchesPrediction(e, tick)) {
        // What was drawn up to the newest sample is right all the same.
        refuted = guessesBeyond(samples.newestTick());
        rebase |= refuted > 0 || frozen;
      }
      keepGuesses(tick);
    }
    frozen = false;
    int at = samples.add(tick);
    for (int f = 0; f < kind.count; f++) {
      samples.values()[at + f] = e.field(f);
    }
    return refuted;
  }

  private int guessesBeyond(int tick) {
    int n = 0;
    for (int i = 0; i < guessCount; i++) {
      n += guesses[i] > tick ? 1 : 0;
    }
    guessCount = 0;
    return n;
  }

  private void keepGuesses(int beyondTick) {
    int kept = 0;
    for (int i = 0; i < guessCount; i++) {
      if (guesses[i] > beyondTick) {
        guesses[kept++] = guesses[i];
      }
    }
    guessCount = kept;
  }

  /** A frame no longer has the entity. */
  void onGone(int tick, int sendTicks) {
    goneTick = tick;
    if (samples.size() > 0 && samples.newestTick() < tick - sendTicks) {
      samples.addPredicted(tick - sendTicks);
    }
    frozen = false;
    guessCount = 0;
  }

  /** What was known up to {@code base} holds; beyond it things went another way than assumed. */
  private void startFrom(int base) {
    if (samples.tick(0) > base) {
      return; // It is known since a later tick only.
    }
    if (samples.dropAfter(base) && drawnTick > base) {
      rebase = true;
    }
    if (samples.newestTick() < base) {
      samples.addPredicted(base);
    }
  }

  private boolean matchesPrediction(ClientEntity e, int tick) {
    int ticksOn = tick - samples.newestTick();
    for (int f = 0; f < kind.count; f++) {
      if (kind.linear[f] && samples.predictedFromNewest(f, ticksOn) != e.field(f)) {
        return false;
      }
    }
    return true;
  }

  /** What a picture of that time shows, in the fields' integers with their fractions. */
  Picture draw(double renderTick, double[] into) {
    if (rebase) {
      rebase();
    }
    Picture picture = evaluate(renderTick, into);
    if (picture == Picture.ABSENT) {
      return picture;
    }
    int teleport = samples.teleport(samples.at(q8(renderTick)));
    blending &= teleport == drawnTeleport;
    if (blending) {
      double share = 1 - (renderTick - blendFromTick) / blendTicks;
      blending = share > 0;
      for (int f = 0; blending && f < kind.count; f++) {
        if (kind.linear[f]) {
          into[f] = kind.normalize(f, into[f] + offset[f] * Math.min(1, share));
        }
      }
    }
    System.arraycopy(into, 0, drawn, 0, kind.count);
    drawnTick = renderTick;
    drawnTeleport = teleport;
    frozen |= picture == Picture.FROZEN;
    if (picture == Picture.EXTRAPOLATED && guessCount < MAX_GUESSES) {
      guesses[guessCount++] = renderTick;
    }
    return picture;
  }

  /** From now on what was drawn is taken back to what is true by now of that time. */
  private void rebase() {
    rebase = false;
    blending = false;
    double[] truth = new double[kind.count];
    int sample = samples.at(q8(drawnTick));
    if (sample < 0 || evaluate(drawnTick, truth) == Picture.ABSENT) {
      return;
    }
    if (samples.teleport(sample) != drawnTeleport) {
      return;
    }
    for (int f = 0; f < kind.count; f++) {
      offset[f] = kind.linear[f] ? kind.difference(f, truth[f], drawn[f]) : 0;
      blending |= offset[f] != 0;
    }
    blendFromTick = drawnTick;
  }

  private Picture evaluate(double renderTick, double[] into) {
    int a = samples.at(q8(renderTick));
    if (a < 0 || goneTick != 0 && renderTick >= goneTick) {
      return Picture.ABSENT;
    }
    double since = Math.max(0, renderTick - samples.tick(a));
    boolean newest = a == samples.size() - 1;
    boolean holds = newest ? goneTick != 0 : samples.teleport(a) != samples.teleport(a + 1);
    double ahead = Math.min(since, maxAheadQ8 / 256.0);
    for (int f = 0; f < kind.count; f++) {
      int from = samples.value(a, f);
      into[f] = from;
      if (!kind.linear[f] || holds) {
        continue;
      }
      if (!newest) {
        int whole = samples.tick(a + 1) - samples.tick(a);
        int d = kind.fields[f].difference(from, samples.value(a + 1, f));
        into[f] = kind.normalize(f, from + d * since / whole);
      } else if (kind.predictors[f] >= 0) {
        into[f] = kind.normalize(f, from + samples.value(a, kind.predictors[f]) * ahead);
      }
    }
    if (!newest || holds || since == 0) {
      return Picture.KNOWN;
    }
    return since > ahead ? Picture.FROZEN : Picture.EXTRAPOLATED;
  }

  /** The integers that a server rewinds to; false if the entity is not there at that time. */
  boolean exact(long tickQ8, int[] into) {
    int a = samples.at(tickQ8);
    if (a < 0 || goneTick != 0 && tickQ8 >= (long) goneTick << 8) {
      return false;
    }
    int sinceQ8 = (int) Math.min(Integer.MAX_VALUE, tickQ8 - ((long) samples.tick(a) << 8));
    boolean newest = a == samples.size() - 1;
    boolean holds = newest ? goneTick != 0 : samples.teleport(a) != samples.teleport(a + 1);
    for (int f = 0; f < kind.count; f++) {
      int from = samples.value(a, f);
      into[f] = from;
      if (!kind.linear[f] || holds) {
        continue;
      }
      if (!newest) {
        int wholeQ8 = samples.tick(a + 1) - samples.tick(a) << 8;
        into[f] = kind.fields[f].between(from, samples.value(a + 1, f), sinceQ8, wholeQ8);
      } else if (kind.predictors[f] >= 0) {
        int velocity = samples.value(a, kind.predictors[f]);
        into[f] = kind.fields[f].ahead(from, velocity, Math.min(sinceQ8, maxAheadQ8));
      }
    }
    return true;
  }

  private static long q8(double tick) {
    return (long) Math.floor(tick * 256);
  }
}
