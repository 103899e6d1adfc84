package dev.backbeat.load.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread of the generator. Once per millisecond it runs the tasks that others gave it, lets its
 * owner send what is due, reads every socket that has something, and sleeps for the rest of the
 * millisecond: so a wake-up of the thread, which costs both ends more than a message does, is paid
 * for once per millisecond and not once per message. A received message waits for half of that on
 * average. A loop with more to do than fits into its millisecond does not sleep.
 */
public final class IoLoop {
  /** What the owner does in every turn, on the loop's thread. */
  public interface Turn {
    /** Sends what is due. */
    void onTurn();
  }

  /** The length of a turn that is not full. */
  public static final long TURN_NS = 1_000_000;

  /** So many ready sockets at once may mean that more are; the next turn begins without a sleep. */
  private static final int MANY_READY = 512;

  private static final int BUFFER_BYTES = 65_536;

  private final Thread thread;
  private final Selector selector;
  private final Turn turn;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Consumer<SelectionKey> onReady = IoLoop::onReady;
  private final AtomicLong busyNs = new AtomicLong();
  private volatile boolean running = true;

  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES + 64);
  private final byte[] scratch = new byte[BUFFER_BYTES];

  /** Opens the selector; {@link #start} starts the thread. */
  public IoLoop(String threadName, Turn turn) {
    this.turn = turn;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Runs a task on the loop's thread with its next turn. Any thread. */
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Ends the thread and closes its sockets; waits for it. Any other thread. */
  public void stop() throws InterruptedException {
    running = false;
    LockSupport.unpark(thread);
    thread.join();
  }

  /** How long the thread did not sleep, since it was started, ns. Any thread. */
  public long busyNs() {
    return busyNs.get();
  }

  /** As below, with the system's own receive buffer. */
  public Connection connect(
      InetSocketAddress address,
      Upgrade upgrade,
      Tls tls,
      long seed,
      Connection.Listener listener) {
    return connect(address, upgrade, tls, 0, seed, listener);
  }

  /**
   * Opens a connection. On the loop's thread; the listener hears of a failure later or now.
   *
   * @param tls null for ws://
   * @param receiveBufferBytes SO_RCVBUF; 0 = the system's own
   */
  public Connection connect(
      InetSocketAddress address,
      Upgrade upgrade,
      Tls tls,
      int receiveBufferBytes,
      long seed,
      Connection.Listener listener) {
    Connection connection = new Connection(this, upgrade, seed, listener);
    connection.connect(null, address, tls, receiveBufferBytes);
    return connection;
  }

  /** Opens a connection from one of this machine's addresses. On the loop's thread. */
  public Connection connectFrom(
      InetAddress from,
      InetSocketAddress address,
      Upgrade upgrade,
      long seed,
      Connection.Listener listener) {
    Connection connection = new Connection(this, upgrade, seed, listener);
    connection.connect(new InetSocketAddress(from, 0), address, null, 0);
    return connection;
  }

  private void run() {
    long wakeNs = System.nanoTime();
    try {
      while (running) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        turn.onTurn();
        int ready = selector.selectNow(onReady);
        long nowNs = System.nanoTime();
        busyNs.lazySet(busyNs.get() + nowNs - wakeNs);
        long nextNs = wakeNs + TURN_NS;
        if (ready < MANY_READY && nextNs - nowNs > 0) {
          LockSupport.parkNanos(nextNs - nowNs);
          wakeNs = System.nanoTime();
        } else {
          wakeNs = nowNs;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a selector of the generator failed", e);
    } finally {
      closeAll();
    }
  }

  private static void onReady(SelectionKey key) {
    ((Connection) key.attachment()).onReady(key);
  }

  private void closeAll() {
    for (SelectionKey key : selector.keys()) {
      ((Connection) key.attachment()).abort();
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Selector selector() {
    return selector;
  }

  /** Where every connection reads to; empty between two calls. */
  ByteBuffer readBuffer() {
    return readBuffer;
  }

  /** Where every connection builds what it writes. */
  ByteBuffer writeBuffer() {
    return writeBuffer;
  }

  /** The array in which frames are looked for. */
  byte[] scratch() {
    return scratch;
  }
}
