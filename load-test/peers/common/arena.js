// The game of the plain JavaScript peers, without anything about networks.
'use strict';

const WORLD_SIZE = 1000; // units; both axes wrap
const SPEED = 120; // units per second
const TICK_HZ = 20;
const TICK_SECONDS = 1 / TICK_HZ;
const HIT_CHANCE = 1 / 200; // per moving player and tick: now and then score and hp change

function wrap(value) {
  if (value < 0) return value + WORLD_SIZE;
  return value >= WORLD_SIZE ? value - WORLD_SIZE : value;
}

class Player {
  constructor(id) {
    this.id = id;
    this.x = Math.random() * WORLD_SIZE;
    this.y = Math.random() * WORLD_SIZE;
    this.vx = 0;
    this.vy = 0;
    this.angle = 0;
    this.hp = 100;
    this.score = 0;
    this.lastSeq = 0; // of the newest input that a tick has used
    this.directionX = 0;
    this.directionY = 0;
    this.receivedSeq = 0;
    this.changed = false; // by the last tick
    this.wasHit = false; // by the last tick
  }

  // Held until the next one. The direction's length does not matter.
  onInput(dx, dy, seq) {
    const length = Math.sqrt(dx * dx + dy * dy);
    this.directionX = length > 0 ? dx / length : 0;
    this.directionY = length > 0 ? dy / length : 0;
    this.receivedSeq = seq;
  }

  tick() {
    const moving = this.directionX !== 0 || this.directionY !== 0;
    const velocityChanged =
      this.vx !== this.directionX * SPEED || this.vy !== this.directionY * SPEED;
    this.vx = this.directionX * SPEED;
    this.vy = this.directionY * SPEED;
    this.wasHit = moving && Math.random() < HIT_CHANCE;
    if (moving) {
      this.x = wrap(this.x + this.vx * TICK_SECONDS);
      this.y = wrap(this.y + this.vy * TICK_SECONDS);
      this.angle = Math.atan2(this.vy, this.vx);
    }
    if (this.wasHit) {
      this.score++;
      this.hp = 50 + ((this.hp + 7) % 50);
    }
    this.changed = moving || velocityChanged || this.lastSeq !== this.receivedSeq;
    this.lastSeq = this.receivedSeq;
  }
}

// Calls back at a fixed rate that does not drift; after a long stall it does not try to catch up.
// Returns what ends it.
function everyTick(callback) {
  const periodMs = 1000 / TICK_HZ;
  let dueMs = performance.now() + periodMs;
  let timer = setTimeout(run, periodMs);
  function run() {
    callback();
    const nowMs = performance.now();
    dueMs += periodMs;
    if (dueMs < nowMs - 5 * periodMs) dueMs = nowMs;
    timer = setTimeout(run, Math.max(0, dueMs - nowMs));
  }
  return () => clearTimeout(timer);
}

module.exports = { Player, everyTick };
