// The arena on Colyseus: a room with a schema, a fixed simulation interval and a patch rate.
//
// PATCH=interval    patches by the room's own timer, as its documentation has it (default)
// PATCH=tick        a patch at the end of each tick
// FIELDS=float32    32-bit floats (default)
// FIELDS=quantized  16-bit quantized fields
import { Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';

const WORLD_SIZE = 1000; // units; both axes wrap
const SPEED = 120; // units per second
const TICK_MS = 50;
const HIT_CHANCE = 1 / 200; // per moving player and tick: now and then score and hp change
const PATCH_AT_TICK = process.env.PATCH === 'tick';
const QUANTIZED = process.env.FIELDS === 'quantized';

function real(min, max, mode) {
  return QUANTIZED ? t.quantized({ min, max, bits: 16, mode }) : t.float32();
}

const Player = schema(
  {
    x: real(0, WORLD_SIZE),
    y: real(0, WORLD_SIZE),
    vx: real(-SPEED, SPEED),
    vy: real(-SPEED, SPEED),
    angle: real(-Math.PI, Math.PI, 'wrap'),
    hp: t.int16(),
    score: t.int32(),
    lastSeq: t.uint32(),
  },
  'Player',
);

const ArenaState = schema({ players: t.map(Player) }, 'ArenaState');

function wrap(value) {
  if (value < 0) return value + WORLD_SIZE;
  return value >= WORLD_SIZE ? value - WORLD_SIZE : value;
}

class ArenaRoom extends Room {
  maxClients = 1000;
  maxMessagesPerSecond = Infinity;
  patchRate = PATCH_AT_TICK ? null : TICK_MS;
  state = new ArenaState();
  inputs = new Map(); // session id -> what the player wants; no part of the state

  messages = {
    input: (client, message) => {
      const input = this.inputs.get(client.sessionId);
      if (!input) return;
      const length = Math.sqrt(message.dx * message.dx + message.dy * message.dy);
      input.directionX = length > 0 ? message.dx / length : 0;
      input.directionY = length > 0 ? message.dy / length : 0;
      input.seq = message.seq;
    },
  };

  onCreate() {
    this.setSimulationInterval(() => this.tick(), TICK_MS);
  }

  onJoin(client) {
    const player = new Player();
    player.x = Math.random() * WORLD_SIZE;
    player.y = Math.random() * WORLD_SIZE;
    player.vx = 0;
    player.vy = 0;
    player.angle = 0;
    player.hp = 100;
    player.score = 0;
    player.lastSeq = 0;
    this.state.players.set(client.sessionId, player);
    this.inputs.set(client.sessionId, { player, directionX: 0, directionY: 0, seq: 0 });
  }

  onLeave(client) {
    this.inputs.delete(client.sessionId);
    this.state.players.delete(client.sessionId);
  }

  tick() {
    for (const input of this.inputs.values()) this.move(input.player, input);
    if (PATCH_AT_TICK) this.broadcastPatch();
  }

  move(player, input) {
    const vx = input.directionX * SPEED;
    const vy = input.directionY * SPEED;
    player.vx = vx;
    player.vy = vy;
    if (vx !== 0 || vy !== 0) {
      player.x = wrap(player.x + (vx * TICK_MS) / 1000);
      player.y = wrap(player.y + (vy * TICK_MS) / 1000);
      player.angle = Math.atan2(vy, vx);
      if (Math.random() < HIT_CHANCE) {
        player.score++;
        player.hp = 50 + ((player.hp + 7) % 50);
      }
    }
    player.lastSeq = input.seq;
  }
}

const server = new Server({
  greet: false,
  transport: new WebSocketTransport({ perMessageDeflate: false }),
});
server.define('arena', ArenaRoom).filterBy(['k']);
const port = Number(process.env.PORT ?? 2567);
await server.listen(port, '127.0.0.1');
console.log(`READY ${port}`);
