package dev.backbeat.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.SplittableRandom;

/** One player of the arena and its connection; on the room's event loop. */
final class Player {
  /** Bytes of a player in a state message. */
  static final int STATE_BYTES = 32;

  private static final float WORLD_SIZE = 1000;
  private static final float SPEED = 120;
  private static final float TICK_SECONDS = 1f / Room.TICK_HZ;
  private static final int HIT_CHANCE_ONE_IN = 200;

  private final int id;
  private final Channel channel;
  private float x;
  private float y;
  private float vx;
  private float vy;
  private float angle;
  private int hp = 100;
  private int score;
  private int lastSequence;
  private float directionX;
  private float directionY;
  private int receivedSequence;

  Player(int id, Channel channel, SplittableRandom random) {
    this.id = id;
    this.channel = channel;
    this.x = (float) random.nextDouble() * WORLD_SIZE;
    this.y = (float) random.nextDouble() * WORLD_SIZE;
  }

  int id() {
    return id;
  }

  Channel channel() {
    return channel;
  }

  /** Held until the next one. The direction's length does not matter. */
  void onInput(int sequence, float dx, float dy) {
    float length = (float) Math.sqrt(dx * dx + dy * dy);
    directionX = length > 0 ? dx / length : 0;
    directionY = length > 0 ? dy / length : 0;
    receivedSequence = sequence;
  }

  void tick(SplittableRandom random) {
    vx = directionX * SPEED;
    vy = directionY * SPEED;
    if (vx != 0 || vy != 0) {
      x = wrap(x + vx * TICK_SECONDS);
      y = wrap(y + vy * TICK_SECONDS);
      angle = (float) Math.atan2(vy, vx);
      if (random.nextInt(HIT_CHANCE_ONE_IN) == 0) {
        score++;
        hp = 50 + (hp + 7) % 50;
      }
    }
    lastSequence = receivedSequence;
  }

  private static float wrap(float value) {
    if (value < 0) {
      return value + WORLD_SIZE;
    }
    return value >= WORLD_SIZE ? value - WORLD_SIZE : value;
  }

  void write(ByteBuf out) {
    out.writeShortLE(id);
    out.writeFloatLE(x);
    out.writeFloatLE(y);
    out.writeFloatLE(vx);
    out.writeFloatLE(vy);
    out.writeFloatLE(angle);
    out.writeShortLE(hp);
    out.writeIntLE(score);
    out.writeIntLE(lastSequence);
  }
}
