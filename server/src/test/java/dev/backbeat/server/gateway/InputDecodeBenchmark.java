package dev.backbeat.server.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.codec.InputBatches;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.room.RoomConfig;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.room.SteppedRoom;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import java.util.Map;
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

/** A message's bytes to inputs in the seat's inbox, and out of it as the room takes them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InputDecodeBenchmark {
  private static final long MESSAGE_NS = 50_000_000;

  /** Inputs in a message. */
  @Param({"1", "4"})
  public int inputs = 1;

  private InputReceiver receiver;
  private InputInbox inbox;
  private byte[] message;
  private long nowNs;
  private long sum;

  /** A seat in an arena, and a message for its next ticks. */
  @Setup
  public void setUp() {
    RoomOptions options = new RoomOptions(20, 1, 1, 0, 60, 1, Map.of());
    SteppedRoom room =
        new SteppedRoom("room", new ArenaFactory(), options, RoomConfig.of(1_000, Runnable::run));
    Seat seat = room.join("s", "p", false, new NowhereOutlet());
    inbox = seat.inbox();
    receiver = new InputReceiver(seat, inbox, new LoopScratch(1024), 0);
    int[][] values = new int[inputs][];
    for (int i = 0; i < inputs; i++) {
      values[i] = new int[] {100 - i, -100 + i, 4_000 + i};
    }
    InputBatches batches = new InputBatches(seat.room().spec().schema().input());
    InputBatch batch = batches.build(1, values, new int[inputs][2]);
    message = ClientFrame.newBuilder().setInputs(batch).build().toByteArray();
  }

  /** As the gateway does it; returns the sum of all values. */
  @Benchmark
  public long read() {
    nowNs += inputs * MESSAGE_NS; // Within the rate.
    if (!receiver.reads(message, message.length) || receiver.takeRead(nowNs) != null) {
      throw new IllegalStateException("refused");
    }
    return drained();
  }

  /** With the generated parser, as for messages that the reader leaves alone. */
  @Benchmark
  public long parse() throws InvalidProtocolBufferException {
    nowNs += inputs * MESSAGE_NS;
    if (receiver.take(ClientFrame.parseFrom(message).getInputs(), nowNs) != null) {
      throw new IllegalStateException("refused");
    }
    return drained();
  }

  private long drained() {
    sum = 0;
    inbox.drain(
        (tick, values, at, lag, arrivalNs) -> sum += values[at] + values[at + 1] + values[at + 2]);
    return sum;
  }
}
