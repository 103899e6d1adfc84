package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands first in the pipeline of a socket for as long as that is no WebSocket, and gives it
 * absolute deadlines: bytes that trickle in do not move them. Leaves with the upgrade. On the
 * socket's loop, but for its making.
 */
final class SocketGuard extends ChannelInboundHandlerAdapter {
  /** Its name in the pipeline. */
  static final String NAME = "backbeat-guard";

  private static final AttributeKey<SocketGuard> GUARD =
      AttributeKey.valueOf(SocketGuard.class, "");

  private final OpenSockets sockets;
  private final LimitObserver limits;
  private final ServerConfig.Http settings;
  private ChannelHandlerContext ctx;
  private ScheduledFuture<?> timer;
  private long deadlineNs;
  private Limit bound = Limit.HANDSHAKE_TIME;
  private String addressKey;
  private boolean released;

  /** Of a socket that {@code sockets} has counted. */
  SocketGuard(OpenSockets sockets, LimitObserver limits, ServerConfig.Http settings) {
    this.sockets = sockets;
    this.limits = limits;
    this.settings = settings;
  }

  /** The guard of a socket, or null: it is a WebSocket. */
  static SocketGuard of(Channel channel) {
    return channel.attr(GUARD).get();
  }

  /** Puts itself in front of the socket's pipeline, and gives back what is counted at its end. */
  void guard(Channel channel) {
    channel.attr(GUARD).set(this);
    channel.pipeline().addFirst(NAME, this);
    channel.closeFuture().addListener(closed -> release());
  }

  /**
   * The socket's address is known.
   *
   * @return whether it may have one more; if not, the socket is to be closed
   */
  boolean countFor(String key) {
    Limit refused = sockets.openOf(key);
    if (refused == null) {
      addressKey = key;
      return true;
    }
    limits.onLimit(refused);
    return false;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    deadline(Limit.HANDSHAKE_TIME, settings.handshakeTimeoutSeconds());
    schedule(deadlineNs - nowNs());
  }

  /** A request has come, but for its body. */
  void requestBegins() {
    deadline(Limit.REQUEST_TIME, settings.requestTimeoutSeconds());
  }

  /** Its answer is written. */
  void requestEnds() {
    deadline(Limit.HTTP_IDLE_TIME, settings.idleTimeoutSeconds());
  }

  /** The socket is a WebSocket now, of which others take care. */
  void upgraded() {
    ctx.channel().attr(GUARD).set(null);
    if (!ctx.isRemoved()) {
      ctx.pipeline().remove(this);
    }
    release();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    timer.cancel(false);
  }

  private long nowNs() {
    return ctx.executor().ticker().nanoTime();
  }

  /** A timer that runs already finds the new deadline when it fires; it is never much shorter. */
  private void deadline(Limit of, int seconds) {
    if (ctx.isRemoved()) {
      return; // The request that became a WebSocket ends, too.
    }
    bound = of;
    deadlineNs = nowNs() + TimeUnit.SECONDS.toNanos(seconds);
    if (timer != null && timer.getDelay(TimeUnit.NANOSECONDS) > deadlineNs - nowNs()) {
      timer.cancel(false);
      schedule(deadlineNs - nowNs());
    }
  }

  private void schedule(long delayNs) {
    timer = ctx.executor().schedule(this::check, delayNs, TimeUnit.NANOSECONDS);
  }

  private void check() {
    long leftNs = deadlineNs - nowNs();
    if (leftNs > 0) {
      schedule(leftNs);
      return;
    }
    limits.onLimit(bound);
    ctx.close();
  }

  /** Gives back what was counted, once. */
  void release() {
    if (!released) {
      released = true;
      sockets.close();
      sockets.closeOf(addressKey);
    }
  }
}
