package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.Interest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The room's half of replication: snapshot, difference, encoding. Everybody's velocity and aim
 * change in every tick; {@code move}, which is in every figure, is measured by itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommitBenchmark {
  private static final int STEPS = 64;
  private static final int MAX_SPEED = 60;

  /** Bodies in the room. */
  @Param({"50", "200", "1000"})
  public int bodies = 50;

  private final int[][] steering = new int[STEPS][];
  private Fixture room;
  private Fixture unseen;
  private int step;

  /** A room that one client sees, and one that nobody does. */
  @Setup
  public void setUp() {
    room = new Fixture(1, 1, Interest.WHOLE_ROOM);
    unseen = new Fixture(1, 1, Interest.WHOLE_ROOM);
    Random random = new Random(1);
    for (int i = 0; i < bodies; i++) {
      int x = random.nextInt(Fixture.SIZE);
      int y = random.nextInt(Fixture.SIZE);
      room.spawn(x, y, 0, 0);
      unseen.spawn(x, y, 0, 0);
    }
    for (int s = 0; s < STEPS; s++) {
      steering[s] = random.ints(bodies, -MAX_SPEED, MAX_SPEED).toArray();
    }
    room.replicator.addSeat(0, 1, "p", false);
    room.replicator.outlet(0, new OneBuffer(room));
    tick();
    snapshot();
  }

  /** Turns and moves every body; the world's share of the other figures. */
  @Benchmark
  public int move() {
    return move(unseen);
  }

  /** A committed tick that nobody sees: the snapshot alone. */
  @Benchmark
  public int snapshot() {
    move(unseen);
    unseen.step();
    return unseen.tick;
  }

  /** A committed tick that one client sees: snapshot, delta of every body, one frame. */
  @Benchmark
  public long tick() {
    move(room);
    room.step();
    return room.counts.bytes;
  }

  /** Payload bytes so far, frames so far, slices encoded so far: for the test. */
  long[] counts() {
    return new long[] {room.counts.bytes, room.counts.frames, room.replicator.encodedSlices()};
  }

  private int move(Fixture fixture) {
    int[] turns = steering[step++ & STEPS - 1];
    for (int row = 0; row < turns.length; row++) {
      int turn = turns[row];
      fixture.bodies.set(row, Fixture.VX, turn);
      fixture.bodies.set(row, Fixture.VY, turn / 2);
      fixture.bodies.set(row, Fixture.AIM, fixture.bodies.get(row, Fixture.AIM) + turn & 255);
    }
    fixture.move();
    return turns.length;
  }

  /** Takes everything into the same buffer. */
  private static final class OneBuffer extends NowhereOutlet {
    private final Fixture room;
    private final ByteBuf buffer = Unpooled.directBuffer(64 * 1024);

    OneBuffer(Fixture room) {
      this.room = room;
    }

    @Override
    public Executor loop() {
      return room.loop;
    }

    @Override
    public ByteBuf buffer(int expectedBytes) {
      return buffer.clear();
    }

    @Override
    public void write(ByteBuf frame) {
      frames.lazySet(frames.get() + 1);
    }
  }
}
