// A program of somebody else: it has the npm package of the SDK, protobufjs and ws, and knows no game.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { VERSION, connect } from 'backbeat';

const url = process.env.BACKBEAT_URL;
const { version } = JSON.parse(readFileSync('node_modules/backbeat/package.json', 'utf8'));
assert.equal(VERSION, version);

const log = [];
const ann = await connect({ url, name: 'Ann', on: { log: (m) => log.push(m) } });
const bob = await connect({ url, name: 'Bob', room: ann.welcome.room });
assert.equal(ann.welcome.serverVersion, VERSION, 'the server says which version it is');
assert.deepEqual(log, [], 'and it is the same');

const { schema } = ann.room;
assert.ok(schema.kinds.length > 0 && schema.axes.length > 0);
const into = new Float64Array(32);
const exact = new Int32Array(32);

// The rule is compiled from Java and served; what a page imports, a program fetches.
const rules = new URL(`rules/${ann.welcome.game}.js`, url.replace(/^ws/, 'http'));
const source = await (await fetch(rules)).text();
const rule = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
await frames(ann, 2);
const body = ann.predict(ann.world.own.kind.name, rule);

let pictures = 0;
for (let turn = 0; turn < 6; turn++) {
  const axis = schema.axes[turn % 2];
  ann.setAxis(axis.name, turn % 4 < 2 ? axis.max : axis.min);
  ann.press(schema.actions[0]);
  for (let i = 0; i < 10; i++) {
    await frames(ann, 1);
    const nowMs = performance.now();
    assert.ok(body.draw(nowMs));
    assert.ok(Number.isFinite(body.x + body.y));
    const view = bob.renderTick(nowMs);
    const seen = bob.world.entities.get(ann.world.ownEntityId);
    if (seen && bob.interpolator.sample(seen, view, into)) {
      assert.ok(Number.isFinite(into[seen.kind.x]));
      assert.ok(bob.interpolator.sampleExact(seen, Math.floor(view * 256), exact));
      assert.ok(Math.abs(exact[seen.kind.x] - into[seen.kind.x]) < 400, 'both mean the same place');
      pictures++;
    }
  }
  ann.setAxis(axis.name, 0);
}
assert.ok(pictures > 20, `${pictures} pictures`);
assert.ok(body.tick >= ann.world.tick);
const { corrections, lateInputs, rttMs, samples, interpolationDelayTicks } = { ...ann.stats, ...pick(bob.stats) };
assert.ok(corrections <= lateInputs, `${corrections} corrections, ${lateInputs} late inputs`);
assert.ok(rttMs >= 0 && samples > 20 && interpolationDelayTicks > 1);
console.log(`played in ${ann.welcome.room}: ${pictures} pictures, ${corrections} corrections, SDK ${VERSION}`);

const over = Promise.all([ann, bob].map((c) => new Promise((resolve) => c.on('closed', resolve))));
ann.leave();
bob.leave();
assert.deepEqual((await over).map((c) => c.closeCode), [1000, 1000]);

function pick({ samples, interpolationDelayTicks }) {
  return { samples, interpolationDelayTicks };
}

/** Waits for so many frames. */
function frames(client, count) {
  return new Promise((resolve) => {
    const stop = client.on('frame', () => {
      if (--count <= 0) {
        stop();
        resolve();
      }
    });
  });
}
