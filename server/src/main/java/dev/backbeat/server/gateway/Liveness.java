package dev.backbeat.server.gateway;

import dev.backbeat.server.session.RttEstimator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * What one connection's silence, pongs and send queue say about it. Time is an argument. On its
 * loop.
 */
final class Liveness {
  private final long openedNs;
  private final RttEstimator rtt = new RttEstimator();
  private long receivedNs;
  private long pingSentNs;
  private boolean pingOutstanding;
  private long lastRttNs;
  private long progressNs;
  private long seenProgress;
  private long seenPendingBytes;

  Liveness(long nowNs) {
    openedNs = nowNs;
    receivedNs = nowNs;
    progressNs = nowNs;
  }

  /** Something came in, whatever it was. */
  void received(long nowNs) {
    receivedNs = nowNs;
  }

  /** The payload of a ping that is sent now. */
  long ping(long nowNs) {
    pingSentNs = nowNs;
    pingOutstanding = true;
    return nowNs;
  }

  /**
   * Whether the newest ping is unanswered. The next one waits for that: a client a second behind
   * would never answer the newest, and its round trips would never be known.
   */
  boolean awaitsPong() {
    return pingOutstanding;
  }

  /** Whether a pong answers the newest ping; then its round trip is a sample. */
  boolean pong(ByteBuf payload, long nowNs) {
    if (!pingOutstanding
        || payload.readableBytes() != Long.BYTES
        || payload.getLong(payload.readerIndex()) != pingSentNs) {
      return false;
    }
    pingOutstanding = false;
    lastRttNs = nowNs - pingSentNs;
    rtt.sample(lastRttNs);
    return true;
  }

  RttEstimator rtt() {
    return rtt;
  }

  long lastRttNs() {
    return lastRttNs;
  }

  long ageNs(long nowNs) {
    return nowNs - openedNs;
  }

  long silentNs(long nowNs) {
    return nowNs - receivedNs;
  }

  /** For how long the socket has taken no byte although there were some for it. */
  long stalledNs(Channel channel, long nowNs) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : stalledNs(out.totalPendingWriteBytes(), out.currentProgress(), nowNs);
  }

  /**
   * The same from plain numbers. Pending bytes fall when a message is written as a whole, progress
   * counts within the first one.
   */
  long stalledNs(long pendingBytes, long progress, long nowNs) {
    boolean moved = pendingBytes < seenPendingBytes || progress != seenProgress;
    if (pendingBytes == 0 || moved || seenPendingBytes == 0) {
      progressNs = nowNs;
    }
    seenPendingBytes = pendingBytes;
    seenProgress = progress;
    return nowNs - progressNs;
  }
}
