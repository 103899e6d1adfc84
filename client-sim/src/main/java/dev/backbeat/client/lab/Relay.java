package dev.backbeat.client.lab;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One direction of one connection: reads a socket, waits as its path says, writes the other. */
final class Relay {
  private final EventLoop loop;
  private final LabPath path;
  private final PathMeter meter;
  private final Runnable onEnd;
  private final Runnable onReset;
  private Channel from;
  private Channel to;
  private long notBeforeNs = Long.MIN_VALUE;
  private boolean ended;
  private ScheduledFuture<?> timer;
  private long timerNs = LabPath.NEVER;

  /**
   * Idle until it has its sockets.
   *
   * @param onEnd the stream's end was passed on
   * @param onReset the sender's reset arrives now
   */
  Relay(EventLoop loop, LabPath path, PathMeter meter, Runnable onEnd, Runnable onReset) {
    this.loop = loop;
    this.path = path;
    this.meter = meter;
    this.onEnd = onEnd;
    this.onReset = onReset;
  }

  LabPath path() {
    return path;
  }

  /** Reads this socket from now on. What it says counts as said at {@code notBeforeNs} or later. */
  void readFrom(Channel channel, long notBeforeNs) {
    this.from = channel;
    this.notBeforeNs = notBeforeNs;
    channel.read();
  }

  /** Writes to this socket from now on. */
  void writeTo(Channel channel) {
    this.to = channel;
    pump();
  }

  void onBytes(ByteBuf bytes, long nowNs) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    path.offer(copy, Math.max(nowNs, notBeforeNs));
    meter.held(path.heldBytes());
    pump();
  }

  /** The socket has given what it had: asks for more, unless the network is full. */
  void readMore() {
    if (from != null && !ended && !path.full()) {
      from.read();
    }
  }

  void onEnd(long nowNs) {
    if (!ended) {
      ended = true;
      path.offerEnd(Math.max(nowNs, notBeforeNs));
      pump();
    }
  }

  void onReset(long nowNs) {
    ended = true;
    path.offerReset(Math.max(nowNs, notBeforeNs));
    pump();
  }

  /** Delivers what is due and waits for the next piece. */
  void pump() {
    long nowNs = System.nanoTime();
    boolean writes = to != null && to.isActive();
    boolean wrote = false;
    boolean wasFull = path.full();
    while (writes && to.isWritable()) {
      LabPath.Delivery piece = path.poll(nowNs);
      if (piece == null) {
        break;
      }
      wrote = true;
      deliver(piece, nowNs);
    }
    if (wrote) {
      to.flush();
    }
    if (path.resetNs() <= nowNs) {
      onReset.run();
      return;
    }
    if (wasFull) {
      readMore();
    }
    awaken(writes && to.isWritable() ? Math.min(path.nextNs(), path.resetNs()) : path.resetNs());
  }

  private void deliver(LabPath.Delivery piece, long nowNs) {
    if (piece.end()) {
      // Behind what still waits in the socket's own buffer: shutting down would discard that.
      Channel target = to;
      target
          .write(Unpooled.EMPTY_BUFFER)
          .addListener(
              (ChannelFutureListener)
                  written -> {
                    if (written.isSuccess()) {
                      ((DuplexChannel) target).shutdownOutput();
                    }
                    onEnd.run();
                  });
    } else {
      meter.delivered(piece, nowNs);
      to.write(
          Unpooled.wrappedBuffer(piece.array(), piece.offset(), piece.length()), to.voidPromise());
    }
  }

  private void awaken(long atNs) {
    if (atNs == timerNs) {
      return;
    }
    stop();
    if (atNs != LabPath.NEVER) {
      timerNs = atNs;
      long delayNs = atNs - System.nanoTime();
      timer = loop.schedule(this::onTimer, Math.max(0, delayNs), TimeUnit.NANOSECONDS);
    }
  }

  private void onTimer() {
    timer = null;
    timerNs = LabPath.NEVER;
    pump();
  }

  /** Delivers nothing any more. */
  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = null;
    timerNs = LabPath.NEVER;
  }
}
