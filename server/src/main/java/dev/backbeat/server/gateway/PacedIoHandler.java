package dev.backbeat.server.gateway;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a busy event loop look at its sockets at most once per interval, so that one look finds many
 * of them readable. Without it a loop that is quicker than its clients wakes up for every single
 * input: a system call, and where the processor was idle a context switch, each time.
 *
 * <p>It waits only when two looks that found something came closer together than the interval, and
 * for as long as a look after a wait finds several sockets ready. A task from another thread (a
 * tick's frames) ends the wait at once.
 */
final class PacedIoHandler implements IoHandler {
  /** Shorter waits cost more than they bring. */
  private static final long SHORTEST_WAIT_NS = 20_000;

  private final IoHandler io;
  private final long intervalNs;
  private final Immediately immediately = new Immediately();
  private volatile Thread waiting;
  private long lookedNs;
  private boolean pacing;

  PacedIoHandler(IoHandler io, long intervalNs) {
    this.io = io;
    this.intervalNs = intervalNs;
    this.lookedNs = System.nanoTime() - intervalNs;
  }

  @Override
  public int run(IoHandlerContext context) {
    boolean waited = false;
    if (pacing && context.canBlock()) {
      long nowNs = System.nanoTime();
      long waitNs = Math.min(lookedNs + intervalNs - nowNs, context.delayNanos(nowNs));
      if (waitNs >= SHORTEST_WAIT_NS) {
        await(context, waitNs);
        waited = true;
      }
    }
    int ready = io.run(waited ? immediately.with(context) : context);
    looked(ready, waited);
    return ready;
  }

  private void looked(int ready, boolean waited) {
    if (ready > 0) {
      long nowNs = System.nanoTime();
      pacing = waited ? ready > 1 : pacing || nowNs - lookedNs < intervalNs;
      lookedNs = nowNs;
    }
  }

  private void await(IoHandlerContext context, long waitNs) {
    waiting = Thread.currentThread();
    if (context.canBlock()) { // Again: a task that came before the line above woke nobody.
      LockSupport.parkNanos(this, waitNs);
    }
    waiting = null;
  }

  @Override
  public void wakeup() {
    io.wakeup();
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void initialize() {
    io.initialize();
  }

  @Override
  public void prepareToDestroy() {
    io.prepareToDestroy();
  }

  @Override
  public void destroy() {
    io.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return io.register(handle);
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return io.isCompatible(handleType);
  }

  /** The wait is over: look, whatever is ready. */
  private static final class Immediately implements IoHandlerContext {
    private IoHandlerContext context;

    Immediately with(IoHandlerContext actual) {
      context = actual;
      return this;
    }

    @Override
    public boolean canBlock() {
      return false;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return context.delayNanos(currentTimeNanos);
    }

    @Override
    public long deadlineNanos() {
      return context.deadlineNanos();
    }

    @Override
    public void reportActiveIoTime(long activeNanos) {
      context.reportActiveIoTime(activeNanos);
    }

    @Override
    public boolean shouldReportActiveIoTime() {
      return context.shouldReportActiveIoTime();
    }
  }
}
