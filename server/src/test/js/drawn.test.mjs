// What is aimed at, in integers, against what the server's own tests say that a client draws.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { protocol, sdk, types } from './support.mjs';

const file = process.env.BACKBEAT_DRAWN_VECTORS;

test('aims at what the server rewinds to', { skip: !file && 'BACKBEAT_DRAWN_VECTORS is not set' }, () => {
  const { seed, rooms } = JSON.parse(readFileSync(file, 'utf8'));
  let compared = 0;
  rooms.forEach(({ schema, tickHz, spanTicks, steps }, r) => {
    const info = new sdk.SchemaInfo(types.schema.decode(Buffer.from(schema, 'base64')));
    const world = new sdk.World(info, {
      onRemoved: (e) => interpolator.removed(e),
      onReset: () => interpolator.reset(),
    });
    const interpolator = new sdk.Interpolator(world, { tickHz, spanTicks });
    const into = new Int32Array(32);
    for (const { frame, views } of steps) {
      world.apply(protocol.decode(Buffer.from(frame, 'base64')));
      interpolator.record();
      for (const { tickQ8, entities } of views) {
        const there = new Map();
        interpolator.forEach(tickQ8, (e) => there.set(e.id, e));
        for (const [id, kind, ...fields] of entities) {
          const where = `seed ${seed}, room ${r}, tick ${world.tick}, view ${tickQ8 / 256}, entity ${id}`;
          const e = there.get(id);
          assert.ok(e, where);
          assert.equal(e.kind.index, kind, where);
          assert.ok(interpolator.sampleExact(e, tickQ8, into), where);
          assert.deepEqual([...into.subarray(0, fields.length)], fields, where);
          compared++;
        }
        assert.equal(there.size, entities.length, `seed ${seed}, room ${r}, tick ${world.tick}`);
      }
    }
  });
  console.log(`${compared} aims compared`);
  assert.ok(compared > 20000);
});
