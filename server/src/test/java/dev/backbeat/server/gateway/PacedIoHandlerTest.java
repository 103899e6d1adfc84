package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PacedIoHandlerTest {
  /** So long that a test which waited it out would fail by its timeout. */
  private static final long LONG_NS = 3_600_000_000_000L;

  private final Sockets sockets = new Sockets();
  private final Loop loop = new Loop();

  private static final class Sockets implements IoHandler {
    private final List<Boolean> mayBlock = new ArrayList<>();
    private int ready;
    private int wakeups;

    @Override
    public int run(IoHandlerContext context) {
      mayBlock.add(context.canBlock());
      return ready;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      return null;
    }

    @Override
    public void wakeup() {
      wakeups++;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return true;
    }
  }

  private static final class Loop implements IoHandlerContext {
    private volatile boolean tasks;
    private long delayNs = LONG_NS;
    private Runnable whenAsked = () -> {};

    @Override
    public boolean canBlock() {
      whenAsked.run();
      return !tasks;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return delayNs;
    }

    @Override
    public long deadlineNanos() {
      return LONG_NS;
    }
  }

  private boolean look(PacedIoHandler paced, int ready) {
    sockets.ready = ready;
    assertEquals(ready, paced.run(loop));
    return sockets.mayBlock.get(sockets.mayBlock.size() - 1);
  }

  @Test
  void anIdleLoopBlocks() {
    PacedIoHandler paced = new PacedIoHandler(sockets, LONG_NS);
    for (int i = 0; i < 5; i++) {
      assertTrue(look(paced, 0));
    }
  }

  @Test
  void eventsFartherApartThanTheIntervalAreTakenAtOnce() {
    PacedIoHandler paced = new PacedIoHandler(sockets, 1);
    for (int i = 0; i < 5; i++) {
      assertTrue(look(paced, 1));
    }
  }

  @Test
  void aBusyLoopWaitsUntilATimerIsDueAndThenLooksWithoutBlocking() {
    PacedIoHandler paced = new PacedIoHandler(sockets, LONG_NS);
    assertTrue(look(paced, 1));
    assertTrue(look(paced, 1)); // Two within the interval: from here on it waits.
    loop.delayNs = 100_000;
    assertFalse(look(paced, 2));
    assertFalse(look(paced, 1)); // It waited for no more than one: not busy any more.
    assertTrue(look(paced, 0));
  }

  @Test
  void aLoopWithTasksDoesNotWait() {
    PacedIoHandler paced = new PacedIoHandler(sockets, LONG_NS);
    look(paced, 1);
    look(paced, 1);
    loop.tasks = true;
    assertFalse(look(paced, 3));
  }

  @Test
  void aTaskEndsTheWait() throws InterruptedException {
    PacedIoHandler paced = new PacedIoHandler(sockets, LONG_NS);
    look(paced, 1);
    look(paced, 1);
    Thread self = Thread.currentThread();
    Thread tick =
        new Thread(
            () -> {
              while (self.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              loop.tasks = true;
              paced.wakeup();
            });
    tick.start();
    assertFalse(look(paced, 1));
    tick.join();
    assertEquals(1, sockets.wakeups);
  }

  @Test
  void aTaskThatComesJustBeforeTheWaitPreventsIt() {
    PacedIoHandler paced = new PacedIoHandler(sockets, LONG_NS);
    look(paced, 1);
    look(paced, 1);
    int[] asked = new int[1];
    loop.whenAsked =
        () -> {
          if (++asked[0] == 2) {
            loop.tasks = true;
          }
        };
    assertFalse(look(paced, 1));
  }
}
