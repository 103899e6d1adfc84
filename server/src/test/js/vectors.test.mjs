// Frames of random rooms, written by the server's own replication tests together with what is true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { protocol, sdk, types } from './support.mjs';

const file = process.env.BACKBEAT_VECTORS;

test('decodes what the server writes exactly', { skip: !file && 'BACKBEAT_VECTORS is not set' }, () => {
  const vectors = JSON.parse(readFileSync(file, 'utf8'));
  const schema = new sdk.SchemaInfo(types.schema.decode(Buffer.from(vectors.schema, 'base64')));
  let frames = 0;
  vectors.clients.forEach((steps, client) => {
    const world = new sdk.World(schema);
    for (const step of steps) {
      world.apply(protocol.decode(Buffer.from(step.frame, 'base64')));
      const where = `seed ${vectors.seed}, client ${client}, tick ${step.tick}`;
      assert.equal(world.tick, step.tick, where);
      assert.equal(world.ownEntityId, step.own, where);
      assert.deepEqual([...world.privateValues], step.private, where);
      assert.equal(world.eventsLost, step.lost, where);
      assert.deepEqual([...world.cells.keys()].sort((a, b) => a - b), step.cells, where);
      const known = [...world.entities.values()]
        .sort((a, b) => a.id - b.id)
        .map((e) => [e.id, e.kind.index, e.cell < 0 ? world.limbo.get(e.id) : e.cell, ...e.values]);
      assert.deepEqual(known, step.entities, where);
      frames++;
    }
  });
  console.log(`${frames} frames of ${vectors.clients.length} clients decoded`);
  assert.ok(frames > 1000);
});
