// The arena on Socket.IO: rooms of the library, events with JSON objects, changes only.
'use strict';

const { createServer } = require('node:http');
const { Server } = require('socket.io');
const { Player, everyTick } = require('../common/arena.js');

// As many digits as a picture needs; all of them would cost three times the bytes.
const round2 = (value) => Math.round(value * 100) / 100;
const round3 = (value) => Math.round(value * 1000) / 1000;

function motionOf(player) {
  return {
    id: player.id,
    x: round2(player.x),
    y: round2(player.y),
    vx: round2(player.vx),
    vy: round2(player.vy),
    a: round3(player.angle),
    seq: player.lastSeq,
  };
}

function allOf(player) {
  return { ...motionOf(player), hp: player.hp, score: player.score };
}

class Room {
  constructor(name) {
    this.name = name;
    this.players = new Map(); // socket id -> player
    this.nextId = 0;
    this.tickNumber = 0;
    this.somebodyIsNew = false;
    this.stop = everyTick(() => this.tick());
  }

  join(socket) {
    const player = new Player(this.nextId++);
    this.players.set(socket.id, player);
    this.somebodyIsNew = true;
    socket.join(this.name);
    socket.emit('welcome', player.id);
    socket.on('input', (input) => player.onInput(input.dx, input.dy, input.seq));
    socket.on('disconnect', () => this.leave(socket, player));
  }

  leave(socket, player) {
    this.players.delete(socket.id);
    io.to(this.name).emit('left', player.id);
    if (this.players.size === 0) {
      this.stop();
      rooms.delete(this.name);
    }
  }

  tick() {
    const changes = [];
    for (const player of this.players.values()) {
      player.tick();
      if (this.somebodyIsNew || player.wasHit) changes.push(allOf(player));
      else if (player.changed) changes.push(motionOf(player));
    }
    this.somebodyIsNew = false;
    this.tickNumber++;
    if (changes.length > 0) io.to(this.name).emit('state', { t: this.tickNumber, p: changes });
  }
}

const rooms = new Map();
const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
  httpCompression: false,
});
io.on('connection', (socket) => {
  const name = `room-${socket.handshake.auth.room ?? 0}`;
  let room = rooms.get(name);
  if (!room) {
    room = new Room(name);
    rooms.set(name, room);
  }
  room.join(socket);
});
http.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 2567), backlog: 4096 }, () =>
  console.log(`READY ${http.address().port}`),
);
