package dev.backbeat.server.broadcast;

import dev.backbeat.codec.WireBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
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
 * The loop's half of replication: one client's frame out of shared bytes, into a pooled buffer that
 * nobody sends.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    // Netty pools for threads of its own kind; the loops are such threads, JMH's are not.
    jvmArgsAppend = {
      "-Dio.netty.recycler.batchFastThreadLocalOnly=false",
      "-Dio.netty.allocator.useCacheForAllThreads=true"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameCompositionBenchmark {
  static final int PRIVATE_FIELDS = 4;

  /** Shared bytes of the cells that the client sees: 50, 200 and 1,000 bodies that turn. */
  @Param({"250", "1000", "5000"})
  public int sharedBytes = 250;

  private final CommittedTick tick = new CommittedTick();
  private final WireBuffer scratch = new WireBuffer();
  private final PooledOutlet outlet = new PooledOutlet();
  private Client client;
  private SeatFrame frame;

  /** A committed tick with one part, which the client sees; its first frame is written. */
  @Setup
  public void setUp() {
    client = new Client(outlet, new ResetRequests(1));
    tick.begin(1_000, 1);
    tick.bytes().putBytes(new byte[sharedBytes], 0, sharedBytes);
    int part = tick.part(0, 0);
    frame = tick.addSeat(0, true);
    fill(part);
    client.onTick(tick, frame, scratch);
    frame.begin(0, false);
    fill(part);
  }

  private void fill(int part) {
    frame.addCells(part);
    frame.input(999, 300, 0);
    frame.ownEntity(17);
    frame.privateFields(3, new int[PRIVATE_FIELDS]);
  }

  /** One frame: header, one private change, the shared bytes; returns its payload bytes. */
  @Benchmark
  public int compose() {
    return client.onTick(tick, frame, scratch);
  }

  int frames() {
    return outlet.frames.get();
  }

  private static final class PooledOutlet extends NowhereOutlet {
    @Override
    public ByteBuf buffer(int expectedBytes) {
      return PooledByteBufAllocator.DEFAULT.directBuffer(expectedBytes);
    }
  }
}
