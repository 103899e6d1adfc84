package dev.backbeat.server.gateway;

import com.sun.management.ThreadMXBean;
import dev.backbeat.codec.InputBatches;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.room.RoomConfig;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.room.SteppedRoom;
import dev.backbeat.v1.ClientFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A room of the arena with 50 players, stepped by hand: everybody's input as a message's bytes, the
 * game, commit, encoding, and a frame for everybody in a pooled buffer. A program of its own,
 * because only an interpreted run counts exactly what the code says: the compiler leaves some
 * allocations out, and when it does so depends on the machine.
 */
final class TickAllocation {
  static final int PLAYERS = 50;
  private static final int TICK_HZ = 20;
  private static final long TICK_NS = 1_000_000_000L / TICK_HZ;
  private static final int WARM_UP_TICKS = 200;
  private static final int TICKS = 200;

  private final SteppedRoom room =
      new SteppedRoom(
          "room",
          new ArenaFactory(),
          new RoomOptions(TICK_HZ, 1, PLAYERS, 0, 60, 1, Map.of()),
          RoomConfig.of(1_000, Runnable::run));
  private final List<Seat> seats = new ArrayList<>();
  private final List<InputReceiver> receivers = new ArrayList<>();
  private final List<PooledOutlet> outlets = new ArrayList<>();
  private final byte[][][] messages = new byte[WARM_UP_TICKS + TICKS][PLAYERS][];
  private int tick;

  private TickAllocation() {
    for (int i = 0; i < PLAYERS; i++) {
      PooledOutlet outlet = new PooledOutlet();
      Seat seat = room.join("s" + i, "p" + i, false, outlet);
      outlets.add(outlet);
      seats.add(seat);
      receivers.add(new InputReceiver(seat, seat.inbox(), new LoopScratch(1024), 0));
    }
    Random random = new Random(1);
    InputBatches batches = new InputBatches(seats.get(0).room().spec().schema().input());
    for (int t = 0; t < messages.length; t++) {
      for (int i = 0; i < PLAYERS; i++) {
        int[] axes = {random.nextInt(255) - 127, random.nextInt(255) - 127, random.nextInt(4_096)};
        messages[t][i] =
            ClientFrame.newBuilder()
                .setInputs(batches.build(t + 1, axes, new int[] {t / 20, 0}))
                .build()
                .toByteArray();
      }
    }
  }

  /** Prints what {@code TickAllocationTest} reads: bytes per tick, frames, payload bytes. */
  public static void main(String[] args) throws InterruptedException {
    // Netty recycles on threads of its own kind only, such as a gateway loop's.
    Thread loop = new FastThreadLocalThread(TickAllocation::measure, "loop");
    loop.start();
    loop.join();
  }

  private static void measure() {
    TickAllocation run = new TickAllocation();
    run.ticks(WARM_UP_TICKS);
    long framesBefore = run.frames();
    long payloadBefore = run.payloadBytes();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    run.ticks(TICKS);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    System.out.printf(
        "%d bytes %d frames %d payload%n",
        allocated / TICKS,
        (run.frames() - framesBefore) / TICKS,
        (run.payloadBytes() - payloadBefore) / TICKS);
  }

  private void ticks(int count) {
    for (int end = tick + count; tick < end; tick++) {
      long nowNs = tick * TICK_NS;
      for (int i = 0; i < PLAYERS; i++) {
        byte[] message = messages[tick][i];
        InputReceiver receiver = receivers.get(i);
        if (!receiver.reads(message, message.length) || receiver.takeRead(nowNs) != null) {
          throw new IllegalStateException("an input was refused at tick " + tick);
        }
      }
      if (!room.step()) {
        throw new IllegalStateException("the room has ended", room.failure());
      }
    }
  }

  private long frames() {
    return outlets.stream().mapToLong(o -> o.frames.get()).sum();
  }

  private long payloadBytes() {
    return outlets.stream().mapToLong(o -> o.payloadBytes).sum();
  }

  /** Composes where the gateway does: in a pooled direct buffer. */
  private static final class PooledOutlet extends NowhereOutlet {
    private long payloadBytes;

    @Override
    public ByteBuf buffer(int expectedBytes) {
      return PooledByteBufAllocator.DEFAULT.directBuffer(expectedBytes);
    }

    @Override
    public void write(ByteBuf frame) {
      payloadBytes += frame.readableBytes();
      super.write(frame);
    }
  }
}
