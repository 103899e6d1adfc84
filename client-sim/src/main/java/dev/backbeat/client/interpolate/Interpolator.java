package dev.backbeat.client.interpolate;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.IntMap;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Draws others a little in the past, between the frames that have come: it keeps the states of
 * about the last second and the time at which to draw them ({@link #renderTickQ8}), which follows
 * the jitter of the frames.
 *
 * <p>Between two frames fields marked for it go on a line (the short way round where they wrap);
 * not across a teleport, and not before the frame in which the entity appeared. Where frames are
 * late it goes on as the field's own predictor says, for at most {@value #MAX_AHEAD_MS} ms (or four
 * send intervals if that is more: so long may a server that has nothing to say be silent), then
 * stands still. What turns out to be wrong is taken back over {@value #BLEND_MS} ms.
 *
 * <p>Used on the client's event loop. Costs memory and time per entity and frame from the moment
 * that it is made, so a client makes it when it is first asked for.
 */
public final class Interpolator {
  /** How long something moves on as predicted when frames are late. */
  public static final int MAX_AHEAD_MS = 250;

  /** Over how long a wrong picture is taken back. */
  public static final int BLEND_MS = 100;

  private static final int HISTORY_MS = 1000;
  private static final int SILENT_SENDS = 4;

  private final IntMap<EntityHistory> byId = new IntMap<>();
  private EntityHistory[] histories = new EntityHistory[16];
  private int count;

  private KindFields[] kinds = {};
  private int tickHz = 1;
  private int capacity = 1;
  private RenderClock render = new RenderClock(1, 1);
  private int newestTick;

  private long samples;
  private long extrapolatedSamples;
  private long frozenSamples;
  private long lateFrames;

  /** An interpolator that knows of no room yet. */
  public Interpolator() {}

  /**
   * A new room: everything is forgotten. Called by the client.
   *
   * @param sendTicks ticks from one send to the next, as the Welcome says
   */
  public void onWelcome(WorldSchema schema, int newTickHz, int sendTicks) {
    clear();
    tickHz = newTickHz;
    kinds = schema.kinds().stream().map(KindFields::new).toArray(KindFields[]::new);
    int ticks = tickHz * HISTORY_MS / 1000 + 2;
    capacity = Integer.highestOneBit(Math.max(2, ticks - 1)) * 2;
    render = new RenderClock(tickHz, sendTicks);
  }

  /**
   * A frame was applied to the world. Called by the client.
   *
   * @param serverTickQ8 where the server is now; -1 = not known well yet
   */
  public void onFrame(ClientWorld world, ServerFrame frame, long serverTickQ8) {
    int tick = world.tick();
    newestTick = tick;
    if (serverTickQ8 >= 0) {
      render.onFrame(tick, shortestSpan(frame), serverTickQ8);
    }
    int sendTicks = render.sendTicks();
    if (render.running() && render.renderQ8() > Math.max(0, (tick - sendTicks) * 256.0)) {
      lateFrames++;
    }
    int aheadQ8 = Math.max(256 * tickHz * MAX_AHEAD_MS / 1000, SILENT_SENDS * sendTicks * 256);
    for (ClientEntity e : world.entities()) {
      EntityHistory history = byId.get(e.id());
      if (history == null) {
        history = add(e);
      }
      extrapolatedSamples += history.onFrame(e, world, frame.getReset(), sendTicks, aheadQ8);
    }
    forgetGone(tick, sendTicks);
  }

  private static int shortestSpan(ServerFrame frame) {
    int shortest = 0;
    for (CellSlice slice : frame.getCellsList()) {
      int span = slice.getKeyframe() ? 0 : 1 << slice.getSpanLog2();
      shortest = span != 0 && (shortest == 0 || span < shortest) ? span : shortest;
    }
    return shortest;
  }

  private EntityHistory add(ClientEntity e) {
    if (count == histories.length) {
      histories = Arrays.copyOf(histories, count * 2);
    }
    EntityHistory history =
        new EntityHistory(kinds[e.kind()], capacity, (double) tickHz * BLEND_MS / 1000);
    byId.put(e.id(), history);
    histories[count++] = history;
    return history;
  }

  private void forgetGone(int tick, int sendTicks) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      EntityHistory history = histories[i];
      if (history.seenTick != tick && history.goneTick == 0) {
        history.onGone(tick, sendTicks);
      }
      if (history.goneTick != 0 && tick - history.goneTick > tickHz * HISTORY_MS / 1000) {
        byId.remove(history.entity.id());
      } else {
        histories[kept++] = history;
      }
    }
    Arrays.fill(histories, kept, count, null);
    count = kept;
  }

  private void clear() {
    byId.clear();
    Arrays.fill(histories, 0, count, null);
    count = 0;
    newestTick = 0;
  }

  /**
   * The time at which others are drawn in a picture that is made now, in 1/256 tick. Never less
   * than before. Programs ask {@code GameClient.renderTickQ8}, which notes what the player saw.
   *
   * @param serverTickQ8 where the server is now
   */
  public double renderTickQ8(long serverTickQ8, long nowNs) {
    return render.renderQ8(serverTickQ8, nowNs);
  }

  /** How far behind the server's tick others are to be drawn, in ticks. */
  public double delayTicks() {
    return render.delayQ8() / 256.0;
  }

  /** Ticks from one send of the server to the next, as seen of late. */
  public int sendTicks() {
    return render.sendTicks();
  }

  /** The newest frame's tick; 0 = none yet. */
  public int newestTick() {
    return newestTick;
  }

  /**
   * What a picture of that time shows of an entity.
   *
   * @param renderTick in ticks, with a fraction; not less than in the picture before
   * @param into one number per field of the kind: its integer, with a fraction where it is drawn
   *     between two
   * @return false if the entity is not there at that time
   */
  public boolean sample(ClientEntity entity, double renderTick, double[] into) {
    EntityHistory history = byId.get(entity.id());
    EntityHistory.Picture picture =
        history == null ? EntityHistory.Picture.ABSENT : history.draw(renderTick, into);
    if (picture == EntityHistory.Picture.ABSENT) {
      return false;
    }
    samples++;
    frozenSamples += picture == EntityHistory.Picture.FROZEN ? 1 : 0;
    return true;
  }

  /**
   * Where the server takes an entity to have been when a player looked at that time: integers, to
   * be aimed at. Without what {@link #sample} still takes back.
   *
   * @param viewTickQ8 in 1/256 tick
   * @param into one integer per field of the kind
   * @return false if the entity is not there at that time
   */
  public boolean sampleExact(ClientEntity entity, long viewTickQ8, int[] into) {
    EntityHistory history = byId.get(entity.id());
    return history != null && history.exact(viewTickQ8, into);
  }

  /**
   * Calls with every entity that is there at that time, also with those that newer frames no longer
   * have.
   *
   * @param viewTickQ8 in 1/256 tick
   */
  public void forEach(long viewTickQ8, Consumer<ClientEntity> action) {
    for (int i = 0; i < count; i++) {
      EntityHistory h = histories[i];
      boolean gone = h.goneTick != 0 && viewTickQ8 >= (long) h.goneTick << 8;
      if (!gone && h.samples.at(viewTickQ8) >= 0) {
        action.accept(h.entity);
      }
    }
  }

  /** How many pictures of an entity were asked for. */
  public long samples() {
    return samples;
  }

  /** How many of them lay beyond the newest frame and were refuted by the next. */
  public long extrapolatedSamples() {
    return extrapolatedSamples;
  }

  /** How many of them stood still, because frames were too late. */
  public long frozenSamples() {
    return frozenSamples;
  }

  /**
   * How many frames came after a picture that needed them: when one came, the newest picture was
   * already of a time later than one send interval before the frame's tick.
   */
  public long lateFrames() {
    return lateFrames;
  }
}
