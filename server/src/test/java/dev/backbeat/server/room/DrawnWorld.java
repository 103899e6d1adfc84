package dev.backbeat.server.room;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client draws, written from docs/protocol.md (What is drawn) alone: samples of all entities
 * per frame, and integer interpolation between them.
 */
public final class DrawnWorld {
  private record Sample(int kindIndex, KindSchema kind, int[] fields) {}

  private final TreeMap<Integer, Map<Integer, Sample>> frames = new TreeMap<>();
  private int spanTicks;

  /** Of a room that sends every so many ticks at first. */
  public DrawnWorld(int spanTicks) {
    this.spanTicks = spanTicks;
  }

  /** A frame was applied. */
  public void onFrame(ServerFrame frame, ClientWorld world) {
    for (CellSlice slice : frame.getCellsList()) {
      if (!slice.getKeyframe()) {
        spanTicks = 1 << slice.getSpanLog2();
      }
    }
    int base = frame.getTick() - spanTicks;
    if (!frames.isEmpty() && frames.lastKey() < base) {
      frames.put(base, inSilence(frames.lastEntry().getValue(), base - frames.lastKey()));
    }
    Map<Integer, Sample> samples = new HashMap<>();
    for (ClientEntity e : world.entities()) {
      int[] fields = new int[e.kindSchema().fields().size()];
      for (int f = 0; f < fields.length; f++) {
        fields[f] = e.field(f);
      }
      samples.put(e.id(), new Sample(e.kind(), e.kindSchema(), fields));
    }
    frames.put(frame.getTick(), samples);
  }

  /** Frames that were left out say that all went as predicted. */
  private static Map<Integer, Sample> inSilence(Map<Integer, Sample> from, int ticks) {
    Map<Integer, Sample> later = new HashMap<>();
    from.forEach(
        (id, sample) -> {
          int[] fields = sample.fields().clone();
          int[] predictors = sample.kind().predictors();
          for (int f = 0; f < fields.length; f++) {
            if (predictors[f] >= 0) {
              fields[f] += ticks * sample.fields()[predictors[f]];
            }
          }
          later.put(id, new Sample(sample.kindIndex(), sample.kind(), fields));
        });
    return later;
  }

  /** The newest frame. */
  public int newest() {
    return frames.lastKey();
  }

  /** The oldest frame. */
  public int oldest() {
    return frames.firstKey();
  }

  /** The fields of an entity of the kind at a render tick, or null if it is not drawn. */
  public int[] at(int viewTickQ8, int id, int kind) {
    Map.Entry<Integer, Map<Integer, Sample>> a = frames.floorEntry(viewTickQ8 / 256);
    Sample from = a == null ? null : a.getValue().get(id);
    if (from == null || from.kindIndex() != kind) {
      return null;
    }
    Map.Entry<Integer, Map<Integer, Sample>> b = frames.higherEntry(a.getKey());
    Sample to = b == null ? null : b.getValue().get(id);
    if (to == null) {
      return from.fields();
    }
    int teleport = from.kind().fieldInRole(FieldRole.TELEPORT);
    if (teleport >= 0 && from.fields()[teleport] != to.fields()[teleport]) {
      return from.fields();
    }
    int partQ8 = viewTickQ8 - 256 * a.getKey();
    int wholeQ8 = 256 * (b.getKey() - a.getKey());
    int[] drawn = new int[from.fields().length];
    for (int f = 0; f < drawn.length; f++) {
      FieldSchema field = from.kind().fields().get(f);
      drawn[f] = field.between(from.fields()[f], to.fields()[f], partQ8, wholeQ8);
    }
    return drawn;
  }
}
