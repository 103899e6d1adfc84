package dev.backbeat.server.replication;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gateway loops of a random room: stepped by hand, or threads. */
interface RoomLoops extends AutoCloseable {
  /** Number of loops. */
  int count();

  /** One of them. */
  Executor loop(int index);

  /** A tick was committed: they may do what they have to do. */
  void afterTick(int tick, int span);

  /** They do everything that they have to do. */
  void settle();

  @Override
  void close();

  /** Two loops that run on the caller's thread, and stand still for a while now and then. */
  static RoomLoops stepped(Random random) {
    SteppedLoop[] loops = {new SteppedLoop(), new SteppedLoop()};
    int[] stalledUntil = new int[loops.length];
    return new RoomLoops() {
      @Override
      public int count() {
        return loops.length;
      }

      @Override
      public Executor loop(int index) {
        return loops[index];
      }

      @Override
      public void afterTick(int tick, int span) {
        for (int i = 0; i < loops.length; i++) {
          if (stalledUntil[i] <= tick) {
            loops[i].drain();
            if (random.nextInt(40) == 0) {
              stalledUntil[i] = tick + random.nextInt(14 * span);
            }
          } else if (random.nextInt(4) == 0) {
            loops[i].step();
          }
        }
      }

      @Override
      public void settle() {
        for (SteppedLoop loop : loops) {
          loop.drain();
        }
      }

      @Override
      public void close() {
        // no threads
      }
    };
  }

  /** Threads that the room does not wait for until it settles. */
  static RoomLoops threads(int count) {
    ExecutorService[] loops = new ExecutorService[count];
    for (int i = 0; i < count; i++) {
      loops[i] = Executors.newSingleThreadExecutor();
    }
    return new RoomLoops() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public Executor loop(int index) {
        return loops[index];
      }

      @Override
      public void afterTick(int tick, int span) {
        // they run by themselves
      }

      @Override
      public void settle() {
        // A batch puts its successor behind what waits already: a few rounds reach the last one.
        for (int round = 0; round < 8; round++) {
          for (ExecutorService loop : loops) {
            CompletableFuture.runAsync(() -> {}, loop).orTimeout(30, TimeUnit.SECONDS).join();
          }
        }
      }

      @Override
      public void close() {
        for (ExecutorService loop : loops) {
          loop.shutdown();
          try {
            if (!loop.awaitTermination(30, TimeUnit.SECONDS)) {
              throw new AssertionError("a loop does not end");
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
      }
    };
  }
}
