package dev.backbeat.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;

/**
 * Counts one connection's frames that the kernel has not taken yet. It is the promise of each of
 * them at once, so that a write costs no object: whoever holds it completes it once per frame, and
 * it never becomes done itself. The transport and TLS need no more of a promise. On the
 * connection's loop.
 */
final class FramesInFlight extends DefaultChannelPromise {
  private int count;

  FramesInFlight(Channel channel) {
    super(channel);
  }

  /** Frames of which the kernel has not taken the last byte. */
  int count() {
    return count;
  }

  /** The promise of one more frame. */
  ChannelPromise add() {
    count++;
    return this;
  }

  @Override
  public boolean trySuccess(Void result) {
    count--;
    return true;
  }

  @Override
  public boolean trySuccess() {
    return trySuccess(null);
  }

  @Override
  public ChannelPromise setSuccess(Void result) {
    trySuccess(null);
    return this;
  }

  @Override
  public ChannelPromise setSuccess() {
    return setSuccess(null);
  }

  @Override
  public boolean tryFailure(Throwable cause) {
    count--;
    return true;
  }

  @Override
  public ChannelPromise setFailure(Throwable cause) {
    tryFailure(cause);
    return this;
  }

  @Override
  public boolean setUncancellable() {
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return false;
  }

  /** Would never be told. */
  @Override
  public ChannelPromise addListener(
      GenericFutureListener<? extends Future<? super Void>> listener) {
    throw new UnsupportedOperationException("this promise stands for many frames");
  }
}
