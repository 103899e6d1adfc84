package dev.backbeat.server.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopBroadcasterTest {
  private final LoopBroadcaster broadcaster =
      new LoopBroadcaster(Runnable::run, new ResetRequests(2), BroadcastObserver.NONE);

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
    NowhereOutlet starved =
        new NowhereOutlet() {
          @Override
          public ByteBuf buffer(int expectedBytes) {
            throw new OutOfMemoryError("direct memory");
          }
        };
    NowhereOutlet other = new NowhereOutlet();
    CommittedTick first =
        offer(1, List.of(new OutletCommand.Attach(0, starved), new OutletCommand.Attach(1, other)));
    CommittedTick second = offer(2, List.of());
    assertEquals(1, starved.closes.get());
    assertEquals(2, other.frames.get());
    assertTrue(first.free() && second.free(), "both ticks are given back");
    assertTrue(broadcaster.idle());
  }
}
