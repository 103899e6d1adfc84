package dev.backbeat.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.v1.ServerFrame;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A cell's columns to bytes and back: every body turns in every tick. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ColumnCodecBenchmark {
  static final int TICKS = 64;

  /** Of {@link ReferenceRoom}'s bodies: x, y, vx, vy, aim turn; owner and teleport do not. */
  private static final int TURNING_FIELDS = 5;

  private static final int FIELDS = 7;

  /** Bodies in the cell. */
  @Param({"50", "200", "1000"})
  public int bodies = 50;

  private final SliceWriter writer = new SliceWriter();
  private final WireBuffer target = new WireBuffer();
  private int[][][] residuals;
  private int[] masks;
  private int[][] columns;
  private byte[][] frames;
  private int next;

  /** Draws residuals, and encodes a client's frames of {@value #TICKS} ticks. */
  @Setup
  public void setUp() {
    Random random = new Random(1);
    residuals = new int[TICKS][bodies][FIELDS];
    masks = new int[bodies];
    Arrays.fill(masks, (1 << TURNING_FIELDS) - 1);
    columns = new int[FIELDS][bodies];
    for (int row = 0; row < bodies; row++) {
      for (int f = 0; f < TURNING_FIELDS; f++) {
        columns[f][row] = random.nextInt(f < 2 ? 8_000 : 60);
        for (int t = 0; t < TICKS; t++) {
          residuals[t][row][f] = random.nextInt(f < 2 ? 3 : 31) - (f < 2 ? 1 : 15);
        }
      }
    }
    frames = new byte[TICKS][];
    for (int t = 0; t < TICKS; t++) {
      if (t == 0) {
        encodeKeyframe();
      } else {
        encodeDelta();
      }
      ServerFrame.Builder head = ServerFrame.newBuilder().setTick(t + 1);
      byte[] own = (t == 0 ? head.setReset(true).setOwnEntity(-1) : head).build().toByteArray();
      frames[t] = Arrays.copyOf(own, own.length + target.size());
      System.arraycopy(target.array(), 0, frames[t], own.length, target.size());
    }
  }

  /** A delta of all bodies; returns its size in bytes. */
  @Benchmark
  public int encodeDelta() {
    int[][] rows = residuals[next++ & TICKS - 1];
    target.clear();
    writer.begin(0, 0, false);
    writer.beginKind(0, FIELDS);
    for (int row = 0; row < rows.length; row++) {
      writer.changed(row, masks[row], rows[row]);
    }
    writer.endKind();
    writer.end(target);
    return target.size();
  }

  /** A keyframe of all bodies; returns its size in bytes. */
  @Benchmark
  public int encodeKeyframe() {
    target.clear();
    writer.begin(0, 0, true);
    writer.beginKind(0, FIELDS);
    for (int row = 0; row < bodies; row++) {
      writer.entered(row + 1, columns, row);
    }
    writer.endKind();
    writer.end(target);
    return target.size();
  }

  /** What a client does with a frame: parse it and apply it; per frame, a keyframe in 64. */
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public ClientWorld decode() throws InvalidProtocolBufferException {
    ClientWorld world = new ClientWorld(ReferenceRoom.SCHEMA);
    for (byte[] frame : frames) {
      world.apply(ServerFrame.parseFrom(frame));
    }
    return world;
  }
}
