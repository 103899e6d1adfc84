package dev.backbeat.server.broadcast;

import dev.backbeat.codec.WireBuffer;
import dev.backbeat.protocol.CloseCode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room's work on one gateway loop: takes committed ticks in order and gives each client of the
 * loop its frame. At most one task is in the loop's queue; it ends after a batch of clients and
 * comes back, so that the loop can do other things in between.
 *
 * <p>The room's thread calls {@link #accepts}, {@link #offer}, {@link #idle}; all else happens on
 * the loop. The ring between them is Lamport's: slots are written before, and read after, the
 * counter {@code pending} says so.
 */
public final class LoopBroadcaster implements Runnable {
  /** A loop that is so many committed ticks behind gets no further one until it has caught up. */
  public static final int MAX_PENDING_TICKS = 4;

  /** Clients served before the loop is given back. */
  static final int BATCH_CLIENTS = 64;

  /**
   * So many clients' objects are loaded before the first of them is served. With thousands of
   * clients none is in the processor's caches; loads of several clients overlap, those of one wait
   * for each other. As many as fit into the window of instructions that a processor looks ahead.
   */
  private static final int TOUCHED_CLIENTS = 8;

  private static final int RING = 8;
  private static final Logger LOG = LoggerFactory.getLogger(LoopBroadcaster.class);
  private static final CloseReason FAILED =
      CloseReason.error(
          CloseCode.INTERNAL_ERROR, "ERROR_INTERNAL", "The server failed to write to you.");

  private final Executor loop;
  private final ResetRequests resets;
  private final BroadcastObserver observer;
  private final AtomicInteger pending = new AtomicInteger();
  private final Work[] ring = new Work[RING];
  private volatile boolean dead;

  // Room's thread.
  private int tail;

  // Loop.
  private final WireBuffer scratch = new WireBuffer();
  private Client[] clients = new Client[0];
  private int head;
  private int nextSeat;
  private boolean started;
  private int frames;
  private long bytes;
  private int skipped;

  /** Keeps the loads of {@link #touch} from being optimised away. */
  private int touched;

  /** A broadcaster without clients. */
  public LoopBroadcaster(Executor loop, ResetRequests resets, BroadcastObserver observer) {
    this.loop = loop;
    this.resets = resets;
    this.observer = observer;
    for (int i = 0; i < RING; i++) {
      ring[i] = new Work();
    }
  }

  /** The loop. */
  public Executor loop() {
    return loop;
  }

  /** Room's thread: whether the loop has caught up enough to get another tick. */
  public boolean accepts() {
    return !dead && pending.get() < MAX_PENDING_TICKS;
  }

  /** Room's thread: whether nothing is under way. */
  public boolean idle() {
    return dead || pending.get() == 0;
  }

  /** Any thread: whether the loop takes no tasks any more (it was shut down). */
  public boolean dead() {
    return dead;
  }

  /**
   * Room's thread: commands, then frames {@code from .. to-1} of the tick, which this object
   * releases. Only where {@link #accepts}, but for one last call without a tick.
   */
  public void offer(CommittedTick tick, int from, int to, List<OutletCommand> commands) {
    if (dead) {
      releaseNow(tick);
      return;
    }
    Work work = ring[tail++ & RING - 1];
    work.tick = tick;
    work.from = from;
    work.to = to;
    work.commands = commands.isEmpty() ? List.of() : List.copyOf(commands);
    if (pending.getAndIncrement() == 0) {
      schedule();
    }
  }

  /** On the loop: a batch of the oldest tick under way. */
  @Override
  public void run() {
    Work work = ring[head & RING - 1];
    if (!started) {
      started = true;
      if (work.tick != null) {
        observer.onWriteStart(work.tick.committedNs(), work.tick.periodNs());
      }
      work.commands.forEach(this::apply);
      nextSeat = work.from;
    }
    int batchEnd = Math.min(work.to, nextSeat + BATCH_CLIENTS);
    while (nextSeat < batchEnd) {
      int groupEnd = Math.min(batchEnd, nextSeat + TOUCHED_CLIENTS);
      for (int i = nextSeat; i < groupEnd; i++) {
        touch(work.tick.seat(i));
      }
      while (nextSeat < groupEnd) {
        serve(work.tick, work.tick.seat(nextSeat++));
      }
    }
    if (nextSeat < work.to) {
      schedule();
    } else {
      finish(work);
    }
  }

  private void touch(SeatFrame frame) {
    Client client = frame.seat < clients.length ? clients[frame.seat] : null;
    if (client != null) {
      touched += client.touch();
    }
  }

  private void finish(Work work) {
    CommittedTick tick = work.tick;
    if (tick != null) {
      report();
    }
    work.tick = null;
    work.commands = List.of();
    started = false;
    head++;
    releaseNow(tick);
    if (pending.decrementAndGet() > 0) {
      schedule();
    }
  }

  private void report() {
    try {
      observer.onBroadcast(frames, bytes, skipped);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the observer of the broadcast failed");
    }
    frames = 0;
    bytes = 0;
    skipped = 0;
  }

  private void schedule() {
    try {
      loop.execute(this);
    } catch (RejectedExecutionException e) {
      // The loop was shut down, and its connections with it. Nothing will run here again.
      dead = true;
      for (Work work : ring) {
        CommittedTick tick = work.tick;
        work.tick = null;
        releaseNow(tick);
      }
    }
  }

  private static void releaseNow(CommittedTick tick) {
    if (tick != null) {
      tick.release();
    }
  }

  private void serve(CommittedTick tick, SeatFrame frame) {
    Client client = frame.seat < clients.length ? clients[frame.seat] : null;
    if (client == null) {
      return;
    }
    try {
      boolean repaired = client.repairedBy(frame);
      int written = client.onTick(tick, frame, scratch);
      if (written == Client.SKIPPED) {
        skipped++;
        client.skipped();
      } else if (written > 0) {
        frames++;
        bytes += written;
        if (repaired) {
          observer.onRepair();
        }
      }
    } catch (RuntimeException | Error e) { // Out of direct memory, say: the others go on.
      clients[frame.seat] = null;
      LOG.atError().addKeyValue("seat", frame.seat).setCause(e).log("could not write to a client");
      close(client, FAILED);
    }
  }

  private void apply(OutletCommand command) {
    int seat = command.seat();
    if (seat >= clients.length) {
      clients = Arrays.copyOf(clients, Math.max(seat + 1, clients.length * 2));
    }
    Client before = clients[seat];
    if (command instanceof OutletCommand.Attach attach) {
      clients[seat] = new Client(attach.outlet(), resets);
    } else {
      clients[seat] = null;
      if (command instanceof OutletCommand.Close close && before != null) {
        close(before, close.reason());
      }
    }
  }

  private static void close(Client client, CloseReason reason) {
    try {
      client.close(reason);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("could not close a connection");
    }
  }

  private static final class Work {
    private CommittedTick tick;
    private int from;
    private int to;
    private List<OutletCommand> commands = List.of();
  }
}
