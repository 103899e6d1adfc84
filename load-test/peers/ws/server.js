// The arena on `ws`: hand-written binary messages (../README.md), encoded once per room and tick.
'use strict';

const { WebSocketServer } = require('ws');
const { Player, everyTick } = require('../common/arena.js');

const MESSAGE_WELCOME = 0;
const MESSAGE_INPUT = 1;
const MESSAGE_STATE = 2;
const INPUT_BYTES = 13;
const STATE_HEADER_BYTES = 7;
const PLAYER_BYTES = 32;

class Room {
  constructor(path) {
    this.path = path;
    this.members = new Map(); // socket -> player
    this.nextId = 0;
    this.tickNumber = 0;
    this.stop = everyTick(() => this.tick());
  }

  join(socket) {
    const player = new Player(this.nextId++);
    this.members.set(socket, player);
    const welcome = Buffer.alloc(3);
    welcome.writeUInt8(MESSAGE_WELCOME, 0);
    welcome.writeUInt16LE(player.id, 1);
    socket.send(welcome);
    socket.on('message', (data) => {
      if (data.length === INPUT_BYTES && data[0] === MESSAGE_INPUT) {
        player.onInput(data.readFloatLE(5), data.readFloatLE(9), data.readUInt32LE(1));
      }
    });
    socket.on('close', () => this.leave(socket));
    socket.on('error', () => socket.terminate());
  }

  leave(socket) {
    this.members.delete(socket);
    if (this.members.size === 0) {
      this.stop();
      rooms.delete(this.path);
    }
  }

  tick() {
    const state = this.encodeTick();
    for (const socket of this.members.keys()) socket.send(state);
  }

  encodeTick() {
    const bytes = Buffer.allocUnsafe(STATE_HEADER_BYTES + PLAYER_BYTES * this.members.size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    view.setUint8(0, MESSAGE_STATE);
    view.setUint32(1, ++this.tickNumber, true);
    view.setUint16(5, this.members.size, true);
    let at = STATE_HEADER_BYTES;
    for (const player of this.members.values()) {
      player.tick();
      view.setUint16(at, player.id, true);
      view.setFloat32(at + 2, player.x, true);
      view.setFloat32(at + 6, player.y, true);
      view.setFloat32(at + 10, player.vx, true);
      view.setFloat32(at + 14, player.vy, true);
      view.setFloat32(at + 18, player.angle, true);
      view.setInt16(at + 22, player.hp, true);
      view.setInt32(at + 24, player.score, true);
      view.setUint32(at + 28, player.lastSeq, true);
      at += PLAYER_BYTES;
    }
    return bytes;
  }
}

const rooms = new Map();
const port = Number(process.env.PORT ?? 2567);
const server = new WebSocketServer({
  host: '127.0.0.1',
  port,
  backlog: 4096,
  perMessageDeflate: false,
  maxPayload: 1024,
});
server.on('connection', (socket, request) => {
  let room = rooms.get(request.url);
  if (!room) {
    room = new Room(request.url);
    rooms.set(request.url, room);
  }
  room.join(socket);
});
server.on('listening', () => console.log(`READY ${server.address().port}`));
