// The SDK against a real server (BACKBEAT_URL), cut off at BACKBEAT_RELAY's wish.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import net from 'node:net';
import test from 'node:test';
import { protobuf, sdk, until } from './support.mjs';

const require = createRequire(process.env.BACKBEAT_WS ?? import.meta.url);
const WebSocket = globalThis.WebSocket ?? require('ws');
const url = process.env.BACKBEAT_URL;

const join = (options) => sdk.connect({ url, protobuf, WebSocket, ...options });

/** Relays to the server, and cuts all connections without a close frame. */
async function relay() {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    for (const s of [client, upstream]) {
      sockets.add(s);
      s.on('error', () => {});
      s.on('close', () => sockets.delete(s));
    }
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}/play`,
    cut: () => sockets.forEach((s) => s.resetAndDestroy()),
    close: () => {
      server.close();
      sockets.forEach((s) => s.destroy());
    },
  };
}

/** Walks until `seen` is so many px from where it was, whichever way is free of walls. */
async function walk(client, seen, distancePx) {
  const from = { x: seen().get('x'), y: seen().get('y') };
  const far = () => Math.hypot(seen().get('x') - from.x, seen().get('y') - from.y) > distancePx;
  for (let turn = 0; !far(); turn++) {
    assert.ok(turn < 40, 'walled in');
    const [axis, value] = [['move_x', 127], ['move_y', 127], ['move_x', -127], ['move_y', -127]][turn % 4];
    const giveUpTick = client.world.tick + 20;
    client.setAxis(axis, value);
    await until(() => far() || client.world.tick > giveUpTick, 'a few steps');
    client.setAxis(axis, 0);
  }
}

test('two clients see each other move and talk', async (t) => {
  const heard = [];
  const a = await join({ name: 'Ann' });
  t.after(() => a.detach());
  const b = await join({ name: 'Bob', room: a.welcome.room, on: { chat: (c) => heard.push(c) } });
  t.after(() => b.detach());
  const seen = () => b.world.entities.get(a.world.ownEntityId);
  await until(() => a.world.own && seen(), "Ann's ship");
  await walk(a, seen, 50);
  const speed = (ship) => Math.abs(ship.get('vx')) + Math.abs(ship.get('vy'));
  await until(() => speed(a.world.own) === 0 && speed(seen()) === 0, 'Ann stops');
  const same = (i) => seen().values[i] === a.world.own.values[i];
  await until(() => same(0) && same(1), 'both know the same');
  a.chat('hello');
  await until(() => heard.some((c) => c.name === 'Ann' && c.text === 'hello'), 'the chat line');
  await until(() => a.clock.synced && a.stats.leadTicks !== 0, 'clock and lead');
  await until(() => Math.abs(a.serverTick() - b.serverTick()) < 3, 'both clocks agree');
  a.leave();
  b.leave();
  await until(() => a.state === 'closed' && b.state === 'closed', 'both left');
});

test('inputs arrive a little early, tick after tick', async (t) => {
  const client = await join({ name: 'Lead' });
  t.after(() => client.detach());
  let frames = 0;
  client.on('frame', () => {
    frames++;
    client.setAxis('move_x', frames % 100); // A new input makes a frame due.
  });
  await until(() => frames > 90, '90 frames');
  // An input that stays the same is sent again after 0.4 s only: 12 ticks at 30 Hz.
  client.setAxis('move_x', 0);
  const inTime = () => {
    const lead = client.stats.leadTicks;
    return lead > -1 && lead < 8 && client.room.inputTick > client.world.tick - 25;
  };
  const enough = frames + 10;
  await until(() => frames > enough && inTime(), () => `in time, lead ${client.stats.leadTicks}`);
  client.leave();
});

test('a cut connection is resumed ten times: same entity, same player', async (t) => {
  const through = await relay();
  t.after(() => through.close());
  let resumed = 0;
  const violations = [];
  const log = [];
  const client = await join({
    url: through.url,
    name: 'Lazarus',
    on: { resumed: () => resumed++, violation: (e) => violations.push(e), log: (m) => log.push(m) },
  });
  t.after(() => client.detach());
  await until(() => client.world.own, 'a ship');
  const id = client.world.ownEntityId;
  const { player } = client.welcome;
  for (let i = 1; i <= 10; i++) {
    client.press('fire');
    through.cut();
    await until(
      () => resumed >= i && client.state === 'playing' && client.world.own,
      () => `resume ${i}: ${resumed}, ${client.state}, ${log}`,
    );
    assert.equal(client.world.ownEntityId, id);
    assert.equal(client.welcome.player, player);
    assert.equal(client.welcome.resumed, true);
  }
  assert.deepEqual(violations, []);
  client.leave();
  await until(() => client.state === 'closed', 'left');
});

test('an unknown room is refused with a sentence', async () => {
  await assert.rejects(
    join({ room: 'no-such-room', name: 'Lost' }),
    (e) => e.code === 'ERROR_UNKNOWN_ROOM' && e.message.length > 10,
  );
});

test('a watcher sees without being there', async (t) => {
  const player = await join({ name: 'Star' });
  t.after(() => player.detach());
  const watcher = await join({ name: 'Eyes', watcher: true, room: player.welcome.room });
  t.after(() => watcher.detach());
  watcher.watch(player.welcome.player);
  await until(() => watcher.world.entities.has(player.world.ownEntityId), "the star's ship");
  assert.equal(watcher.world.ownEntityId, -1);
  watcher.leave();
  player.leave();
});
