package dev.backbeat.load;

import dev.backbeat.load.wire.Connection;
import dev.backbeat.load.wire.IoLoop;
import dev.backbeat.load.wire.Tls;
import dev.backbeat.load.wire.Upgrade;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Join;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that join a room of the server's choice, answer pings and say nothing else. One thread
 * carries them all; the methods are for any other thread.
 */
final class IdleClients {
  /** Handshakes under way at once. */
  private static final int RAMP_CONCURRENCY = 32;

  private static final long JOIN_TIMEOUT_SECONDS = 15;

  private final InetSocketAddress address;
  private final Upgrade upgrade;
  private final Tls tls;
  private final IoLoop loop = new IoLoop("idle", () -> {});
  private final Semaphore handshakes = new Semaphore(RAMP_CONCURRENCY);
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicLong frames = new AtomicLong();
  private final ErrorCounts errors = new ErrorCounts();
  private int opened;

  /**
   * @param tls null for ws://
   */
  IdleClients(URI url, int port, Tls tls, String ticket) {
    this.address = new InetSocketAddress(url.getHost(), port);
    this.tls = tls;
    this.upgrade =
        new Upgrade(
            url.getHost() + ':' + port,
            url.getRawPath(),
            Protocol.SUBPROTOCOL_BINARY,
            ticket.isEmpty()
                ? Map.of()
                : Map.of("Authorization", Protocol.TICKET_SCHEME + ' ' + ticket));
    loop.start();
  }

  /** Connects until there are so many, and waits until they have joined or failed. */
  void growTo(int clients) throws InterruptedException {
    while (opened < clients) {
      acquire(1);
      int index = opened++;
      loop.execute(() -> new Idler(index).connect());
    }
    acquire(RAMP_CONCURRENCY);
    handshakes.release(RAMP_CONCURRENCY);
  }

  private void acquire(int permits) throws InterruptedException {
    if (!handshakes.tryAcquire(permits, JOIN_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "the server did not answer a Join within " + JOIN_TIMEOUT_SECONDS + " s");
    }
  }

  /** Clients that are in a room now. */
  int joined() {
    return joined.get();
  }

  /** Frames received by all of them so far. */
  long frames() {
    return frames.get();
  }

  /** What went wrong. */
  ErrorCounts errors() {
    return errors;
  }

  /** Closes all connections. */
  void stop() throws InterruptedException {
    loop.stop();
  }

  /** One of them. On the loop's thread. */
  private final class Idler implements Connection.Listener {
    private final int index;
    private Connection connection;
    private boolean settled;
    private boolean in;

    Idler(int index) {
      this.index = index;
    }

    void connect() {
      connection = loop.connect(address, upgrade, tls, index + 1L, this);
    }

    @Override
    public void onOpen() {
      Join.Builder join = Join.newBuilder().setProtocolVersion(Protocol.VERSION);
      byte[] message =
          ClientFrame.newBuilder().setJoin(join.setName("idle-" + index)).build().toByteArray();
      connection.write(false, message, message.length);
    }

    @Override
    public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
      frames.lazySet(frames.get() + 1);
      if (!settled) {
        in = true;
        joined.incrementAndGet();
        settle();
      }
    }

    @Override
    public void onClosed(String kind, String detail) {
      if (in) {
        joined.decrementAndGet();
      }
      if (!kind.equals("aborted")) {
        errors.add(kind, detail);
      }
      settle();
    }

    private void settle() {
      if (!settled) {
        settled = true;
        handshakes.release();
      }
    }
  }
}
