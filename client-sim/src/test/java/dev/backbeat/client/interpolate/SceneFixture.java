package dev.backbeat.client.interpolate;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.List;

/** One body of a hand-made room in one cell, at 20 Hz, and what is drawn of it. */
final class SceneFixture {
  static final int HZ = 20;
  static final int X = 0;
  static final int VX = 1;
  static final int ANGLE = 2;
  static final int TELEPORT = 3;
  static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "body",
                  FieldSchema.of("x", "px", 1).predictedBy("vx").linear().as(FieldRole.X),
                  FieldSchema.of("vx", "px", 1),
                  FieldSchema.of("angle", "", 1).linear().wrapping(8),
                  FieldSchema.integer("teleport").wrapping(8).as(FieldRole.TELEPORT))),
          new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of()),
          List.of(),
          List.of());

  final ClientWorld world = new ClientWorld(SCHEMA);
  final Interpolator interpolator = new Interpolator();
  final double[] drawn = new double[4];
  final int[] exact = new int[4];
  ClientEntity body;
  private final int span;

  SceneFixture(int span) {
    this.span = span;
    interpolator.onWelcome(SCHEMA, HZ, span);
  }

  /** Everything anew: the body as given. */
  SceneFixture reset(int tick, int... fields) {
    KindSlice.Builder slice = KindSlice.newBuilder().addEntered(1);
    for (int field : fields) {
      slice.addValues(field);
    }
    return apply(
        ServerFrame.newBuilder()
            .setTick(tick)
            .setReset(true)
            .setOwnEntity(-1)
            .addCells(CellSlice.newBuilder().setCell(1).setKeyframe(true).addKinds(slice)));
  }

  /** A slice over {@code ticks} with these residuals of x, vx, angle, teleport. */
  SceneFixture delta(int tick, int ticks, int... residuals) {
    KindSlice.Builder slice = KindSlice.newBuilder().addChanged(0).addChanged(0b1111);
    for (int residual : residuals) {
      slice.addResiduals(residual);
    }
    return apply(
        ServerFrame.newBuilder()
            .setTick(tick)
            .addCells(
                CellSlice.newBuilder()
                    .setCell(1)
                    .setSpanLog2(Integer.numberOfTrailingZeros(ticks))
                    .addKinds(slice)));
  }

  /** A frame that says nothing of the cell. */
  SceneFixture silent(int tick) {
    return apply(ServerFrame.newBuilder().setTick(tick));
  }

  /** The body ceased to exist. */
  SceneFixture removed(int tick) {
    return apply(
        ServerFrame.newBuilder()
            .setTick(tick)
            .addCells(
                CellSlice.newBuilder()
                    .setCell(1)
                    .setSpanLog2(Integer.numberOfTrailingZeros(span))
                    .addKinds(KindSlice.newBuilder().addRemoved(0))));
  }

  private SceneFixture apply(ServerFrame.Builder frame) {
    ServerFrame built = frame.build();
    world.apply(built);
    body = world.get(1) == null ? body : world.get(1);
    interpolator.onFrame(world, built, -1);
    return this;
  }

  /** A picture of that time is made, in real time; returns the time in ticks that it is of. */
  double draw(double tick) {
    long serverTickQ8 = (long) (256 * (tick + interpolator.delayTicks()));
    return interpolator.renderTickQ8(serverTickQ8, (long) (tick * 1e9 / HZ)) / 256;
  }

  /** Where the body is drawn at that time; NaN = nowhere. */
  double x(double tick) {
    return interpolator.sample(body, tick, drawn) ? drawn[X] : Double.NaN;
  }
}
