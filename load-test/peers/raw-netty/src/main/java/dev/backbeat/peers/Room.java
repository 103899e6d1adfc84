package dev.backbeat.peers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A room: ticks at a fixed rate, encodes the state of all its players once, WebSocket header
 * included, and writes the same bytes to every connection. On one event loop.
 */
final class Room {
  static final int TICK_HZ = 20;

  private static final int MESSAGE_STATE = 2;
  private static final int STATE_HEADER_BYTES = 7;

  private final List<Player> players = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom();
  private final Future<?> ticker;
  private int tick;
  private int nextId;

  Room(EventLoop loop) {
    long periodNs = TimeUnit.SECONDS.toNanos(1) / TICK_HZ;
    ticker = loop.scheduleAtFixedRate(this::tick, periodNs, periodNs, TimeUnit.NANOSECONDS);
  }

  Player join(Channel channel) {
    Player player = new Player(nextId++, channel, random);
    players.add(player);
    return player;
  }

  /** Returns whether nobody is left; the room has ended then. */
  boolean leave(Player player) {
    players.remove(player);
    if (players.isEmpty()) {
      ticker.cancel(false);
    }
    return players.isEmpty();
  }

  private void tick() {
    int length = STATE_HEADER_BYTES + Player.STATE_BYTES * players.size();
    ByteBuf frame =
        PooledByteBufAllocator.DEFAULT.directBuffer(length + WebSocketFrames.MAX_HEADER_BYTES);
    try {
      WebSocketFrames.writeBinaryHeader(frame, length);
      frame.writeByte(MESSAGE_STATE);
      frame.writeIntLE(++tick);
      frame.writeShortLE(players.size());
      for (int i = 0; i < players.size(); i++) {
        Player player = players.get(i);
        player.tick(random);
        player.write(frame);
      }
      for (int i = 0; i < players.size(); i++) {
        Channel channel = players.get(i).channel();
        channel.writeAndFlush(frame.retainedDuplicate(), channel.voidPromise());
      }
    } finally {
      frame.release();
    }
  }
}
