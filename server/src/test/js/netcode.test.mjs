// Prediction and interpolation against a real server (BACKBEAT_URL), 100 ms and some jitter away.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import net from 'node:net';
import test from 'node:test';
import { normal, random } from './network.mjs';
import { protobuf, sdk, until } from './support.mjs';

const require = createRequire(process.env.BACKBEAT_WS ?? import.meta.url);
const WebSocket = globalThis.WebSocket ?? require('ws');
const url = process.env.BACKBEAT_URL;
const SEED = Number(process.env.BACKBEAT_SEED ?? Date.now() % 2 ** 31);
const CALM_MS = 2500;
/** so late, this program itself did not run: its inputs and the relay's bytes were as late */
const HICCUP_MS = 100;

/** Relays to the server; every piece takes 50 ms and some jitter each way, and none overtakes another. */
async function slowRelay(next) {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  const later = (to) => {
    let lastMs = 0;
    return (bytes) => {
      const nowMs = performance.now();
      lastMs = Math.max(lastMs, nowMs + 50 + 10 * Math.max(-2, Math.min(2, normal(next))));
      setTimeout(() => to.destroyed || to.write(bytes), lastMs - nowMs);
    };
  };
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    for (const s of [client, upstream]) {
      s.setNoDelay(true);
      sockets.add(s);
      s.on('error', () => {});
    }
    client.on('data', later(upstream));
    upstream.on('data', later(client));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}/play`,
    close: () => {
      server.close();
      sockets.forEach((s) => s.destroy());
    },
  };
}

test('100 ms away: what is predicted is right, what is drawn is steady', async (t) => {
  console.log(`netcode: seed ${SEED}`);
  const next = random(SEED);
  const relay = await slowRelay(next);
  t.after(() => relay.close());
  const source = await (await fetch(new URL('/rules/arena.js', url.replace(/^ws/, 'http')))).text();
  const rule = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  const join = (name, room) =>
    sdk.connect({ url: relay.url, name, room, protobuf, WebSocket, fetch: (u, o) => fetch(u, o) });
  const ann = await join('Ann', 'any');
  t.after(() => ann.detach());
  const bob = await join('Bob', ann.welcome.room);
  t.after(() => bob.detach());
  await until(() => ann.world.own && bob.world.entities.has(ann.world.ownEntityId), 'both see Ann');
  const body = ann.predict('player', rule);
  const corrections = [];
  const disturbances = [];
  let counted = 0;
  let late = 0;
  ann.on('frame', () => {
    const nowMs = performance.now();
    if (ann.stats.corrections !== counted) {
      counted = ann.stats.corrections;
      corrections.push(nowMs);
    }
    if (ann.stats.lateInputs !== late) {
      late = ann.stats.lateInputs;
      disturbances.push(nowMs);
    }
  });
  // Somebody's shot or a bump is no fault of the prediction.
  ann.on('event', () => disturbances.push(performance.now()));
  const into = new Float64Array(32);
  const exact = new Int32Array(32);
  const startMs = performance.now();
  let view = 0;
  let pictures = 0;
  let beatMs = startMs;
  while (performance.now() - startMs < 9000) {
    await new Promise((resolve) => {
      setTimeout(resolve, 15);
    });
    const nowMs = performance.now();
    if (nowMs - beatMs > HICCUP_MS) {
      disturbances.push(nowMs);
    }
    beatMs = nowMs;
    if (next() < 0.05) {
      ann.setAxis('move_x', Math.floor(next() * 255) - 127);
      ann.setAxis('move_y', Math.floor(next() * 255) - 127);
    }
    assert.ok(body.draw(nowMs));
    ann.renderTick(nowMs);
    const renderTick = bob.renderTick(nowMs);
    assert.ok(renderTick >= view, 'never back in time');
    view = renderTick;
    const seen = bob.world.entities.get(ann.world.ownEntityId);
    if (nowMs - startMs > 2000 && seen && bob.interpolator.sample(seen, renderTick, into)) {
      assert.ok(bob.interpolator.sampleExact(seen, Math.floor(renderTick * 256), exact));
      pictures++;
    }
  }
  const undisturbed = corrections.filter((ms) => disturbances.every((d) => Math.abs(d - ms) > CALM_MS));
  const { samples, extrapolatedSamples, interpolationDelayTicks } = bob.stats;
  console.log(`netcode: ${corrections.length} corrections, ${late} late inputs, margin`
    + ` ${ann.stats.marginTicks.toFixed(2)} ticks, delay ${interpolationDelayTicks.toFixed(2)} ticks,`
    + ` ${extrapolatedSamples} of ${samples} extrapolated, RTT ${ann.clock.minRttMs.toFixed(0)} ms`);
  assert.deepEqual(undisturbed, []);
  assert.ok(pictures > 100, `${pictures} pictures`);
  assert.ok(ann.clock.minRttMs > 60, 'through the relay');
  assert.ok(body.tick - ann.world.tick > 2, 'ahead of the server');
  assert.ok(extrapolatedSamples < 0.2 * samples, 'also on a busy machine');
  ann.leave();
  bob.leave();
});
