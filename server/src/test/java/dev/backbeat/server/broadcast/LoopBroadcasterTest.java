package dev.backbeat.server.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LoopBroadcasterTest {
  private final LoopBroadcaster broadcaster =
      new LoopBroadcaster(Runnable::run, new ResetRequests(2), BroadcastObserver.NONE);

  private static final class CountingOutlet implements Outlet {
    private final Error failure;
    private final List<CloseReason> closed = new ArrayList<>();
    private int frames;

    CountingOutlet(Error failure) {
      this.failure = failure;
    }

    @Override
    public Executor loop() {
      return Runnable::run;
    }

    @Override
    public ByteBuf buffer(int expectedBytes) {
      if (failure != null) {
        throw failure;
      }
      return Unpooled.buffer(expectedBytes);
    }

    @Override
    public void appendWelcome(ByteBuf frame) {}

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void write(ByteBuf frame) {
      frame.release();
      frames++;
    }

    @Override
    public void close(CloseReason reason) {
      closed.add(reason);
    }
  }

  private CommittedTick offer(int tick, List<OutletCommand> commands) {
    CommittedTick committed = new CommittedTick();
    committed.begin(tick, 1);
    committed.addSeat(0, true);
    committed.addSeat(1, true);
    committed.share(1);
    broadcaster.offer(committed, 0, 2, commands);
    return committed;
  }

  @Test
  void aClientForWhomThereIsNoMemoryIsClosedAndTheOthersGoOn() {
    CountingOutlet starved = new CountingOutlet(new OutOfMemoryError("direct memory"));
    CountingOutlet other = new CountingOutlet(null);
    CommittedTick first =
        offer(1, List.of(new OutletCommand.Attach(0, starved), new OutletCommand.Attach(1, other)));
    CommittedTick second = offer(2, List.of());
    assertEquals(1, starved.closed.size());
    assertEquals(2, other.frames);
    assertTrue(first.free() && second.free(), "both ticks are given back");
    assertTrue(broadcaster.idle());
  }
}
