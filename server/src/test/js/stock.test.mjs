// A client without the SDK, written from docs/protocol.md alone, with the npm package ws: once in
// binary protobuf, once in JSON.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import { protobuf, protoSource, until } from './support.mjs';

const require = createRequire(process.env.BACKBEAT_WS);
const WebSocket = require('ws');
const url = process.env.BACKBEAT_URL;

const root = new protobuf.Root();
for (const name of ['schema', 'client', 'server']) {
  protobuf.parse(protoSource(name), root);
}
const ClientFrame = root.lookupType('backbeat.v1.ClientFrame');
const ServerFrame = root.lookupType('backbeat.v1.ServerFrame');

async function play(socket, encode, decode) {
  const frames = [];
  socket.on('message', (data, binary) => frames.push(decode(data, binary)));
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  const send = (frame) => socket.send(encode(frame));
  send({ join: { protocolVersion: 1, room: 'any', name: 'stock' } });
  await until(() => frames[0]?.welcome, 'the Welcome');
  const { welcome } = frames[0];
  assert.equal(welcome.protocolVersion, 1);
  assert.ok(frames.some((f) => f.reset), 'the first tick frame is a reset');
  const kinds = welcome.schema.kinds.map((k) => k.name);
  assert.ok(kinds.includes('player'));
  await until(() => frames.some((f) => f.ownEntity >= 0), 'an entity of its own');
  // No clock: an input for the next tick (first_tick 0), repeated; then the player moves.
  const timer = setInterval(() => send({ inputs: { values: [127, 0, 0], presses: [1, 0] } }), 30);
  await until(() => frames.some((f) => f.inputTick > 0), 'an input was received');
  await until(() => frames.some((f) => f.cells?.some((c) => !c.keyframe)), 'a delta');
  await until(() => frames.some((f) => f.events?.length), 'the shot');
  clearInterval(timer);
  send({ ping: { clientTimeUs: 12345 } });
  await until(() => frames.some((f) => f.pong), 'the Pong');
  assert.equal(Number(frames.find((f) => f.pong).pong.clientTimeUs), 12345);
  send({ chat: { text: 'hello from a stock client' } });
  await until(() => frames.some((f) => f.chats?.some((c) => c.name === 'stock')), 'the chat line');
  const closed = new Promise((resolve) => {
    socket.on('close', resolve);
  });
  send({ leave: {} });
  assert.equal(await closed, 1000);
  assert.ok(frames.some((f) => f.goodbye));
}

test('binary', async () => {
  await play(
    new WebSocket(url, 'backbeat.v1'),
    (frame) => ClientFrame.encode(ClientFrame.fromObject(frame)).finish(),
    (data, binary) => {
      assert.ok(binary);
      return ServerFrame.decode(data);
    },
  );
});

test('JSON', async () => {
  await play(
    new WebSocket(url, 'backbeat.v1.json'),
    (frame) => JSON.stringify(frame),
    (data, binary) => {
      assert.ok(!binary);
      return JSON.parse(data.toString());
    },
  );
});
