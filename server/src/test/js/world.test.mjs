import assert from 'node:assert/strict';
import test from 'node:test';
import { keyframe, newWorld, overTheWire, reset, sdk } from './support.mjs';

const values = (world, id) => [...world.entities.get(id).values];
const delta = (cell, kinds, spanLog2 = 0) => ({ cell, spanLog2, kinds });

test('a keyframe brings entities in full', () => {
  const world = newWorld();
  world.apply(reset(5, [keyframe(0, [[3, 10, 1, 2, 0], [7, -20, 0, 255, 1]])], { ownEntity: 7 }));
  assert.deepEqual(values(world, 3), [10, 1, 2, 0]);
  assert.deepEqual(values(world, 7), [-20, 0, 255, 1]);
  assert.equal(world.own.id, 7);
  assert.equal(world.own.get('x'), -2.5);
});

test('new velocity first, then the prediction with it, then the residual', () => {
  const world = newWorld();
  world.apply(reset(4, [keyframe(0, [[1, 100, 10, 0, 0]], 1)]));
  // span 2: mask x | vx; x residual 1, vx residual +5.
  world.apply(overTheWire({
    tick: 6,
    cells: [delta(0, [{ kind: 0, changed: [0 << 1, 0b11], residuals: [1, 5] }], 1)],
  }));
  assert.deepEqual(values(world, 1), [100 + 15 * 2 + 1, 15, 0, 0]);
});

test('silence: an unmentioned cell goes on as predicted, and a later delta starts from there', () => {
  const world = newWorld();
  world.apply(reset(1, [keyframe(0, [[1, 0, 3, 0, 0]]), keyframe(9, [])]));
  world.apply(overTheWire({ tick: 4 }));
  assert.equal(values(world, 1)[0], 9);
  // Base is 9: the cell advances to it by the old velocity, then one tick by the new one.
  world.apply(overTheWire({
    tick: 10,
    cells: [delta(0, [{ kind: 0, changed: [0, 0b10], residuals: [-3] }])],
  }));
  assert.deepEqual(values(world, 1).slice(0, 2), [24, 0]);
});

test('what was moved on in silence is taken back for a slice of a longer span', () => {
  const world = newWorld();
  world.apply(reset(8, [keyframe(0, [[1, 100, 3, 0, 0]]), keyframe(9, [])]));
  world.apply(overTheWire({ tick: 13 }));
  assert.equal(values(world, 1)[0], 100 + 5 * 3);
  world.apply(overTheWire({
    tick: 16,
    cells: [delta(0, [{ kind: 0, changed: [0, 0b11], residuals: [1, 10] }], 3)],
  }));
  assert.deepEqual(values(world, 1).slice(0, 2), [100 + 8 * 13 + 1, 13]);
  assert.throws(
    () => world.apply(overTheWire({ tick: 20, cells: [delta(0, [], 3)] })),
    Error,
  );
});

test('who left a slow cell and came back is entered anew, and moved once in between', () => {
  const world = newWorld();
  world.apply(reset(8, [keyframe(0, [[4, 100, 3, 0, 0]]), keyframe(1, [])]));
  const before = world.entities.get(4);
  world.apply(overTheWire({
    tick: 9,
    cells: [delta(1, [{ kind: 0, entered: [4], values: [103, 3, 0, 0] }])],
  }));
  world.apply(overTheWire({ tick: 10, cells: [delta(1, [{ kind: 0, left: [0, 0] }])] }));
  world.apply(overTheWire({ tick: 12 }));
  assert.equal(before.values[0], 100 + 4 * 3);
  world.apply(overTheWire({
    tick: 16,
    cells: [delta(0, [{ kind: 0, left: [0, 0], entered: [4], values: [500, 0, 0, 0] }], 3)],
  }));
  assert.equal(world.entities.get(4), before);
  assert.equal(before.values[0], 500);
});

test('wrapping fields stay within their bits, positions wrap as 32-bit integers', () => {
  const world = newWorld();
  world.apply(reset(1, [keyframe(0, [[1, 2147483647, 1, 250, 0]])]));
  world.apply(overTheWire({
    tick: 2,
    cells: [delta(0, [{ kind: 0, changed: [0, 0b100], residuals: [10] }])],
  }));
  assert.deepEqual(values(world, 1), [-2147483648, 1, 4, 0]);
});

test('runs: gaps, a run over several, ranks without removed and left', () => {
  const world = newWorld();
  const five = [1, 2, 3, 4, 5].map((id) => [id, id * 10, 0, 0, 0]);
  world.apply(reset(1, [keyframe(0, five)]));
  world.apply(overTheWire({
    tick: 2,
    // 2 (rank 1) is removed; among 1 3 4 5 skip one, then a run of two with x.
    cells: [delta(0, [{ kind: 0, removed: [1], changed: [(1 << 1) | 1, 0, 1], residuals: [7, 8] }])],
  }));
  assert.deepEqual([...world.entities.keys()], [1, 3, 4, 5]);
  assert.deepEqual([1, 3, 4, 5].map((id) => values(world, id)[0]), [10, 37, 48, 50]);
});

test('crossing into a cell of the same frame keeps the record', () => {
  for (const order of [0, 1]) {
    const world = newWorld();
    world.apply(reset(1, [keyframe(0, [[4, 50, 2, 0, 0]]), keyframe(1, [])]));
    const before = world.entities.get(4);
    const cells = [
      delta(0, [{ kind: 0, left: [0, 1] }]),
      delta(1, [{ kind: 0, entered: [4], values: [52, 2, 0, 0] }]),
    ];
    world.apply(overTheWire({ tick: 2, cells: order ? cells.reverse() : cells }));
    assert.equal(world.entities.get(4), before);
    assert.equal(before.cell, 1);
    assert.equal(before.values[0], 52);
  }
});

test('an entity that leaves for a cell that is not held, or dropped in that frame, is gone', () => {
  const removed = [];
  const world = newWorld({ onRemoved: (e) => removed.push(e.id) });
  world.apply(reset(1, [keyframe(0, [[4, 0, 0, 0, 0], [5, 0, 0, 0, 0]]), keyframe(1, [])]));
  world.apply(overTheWire({
    tick: 2,
    cells: [delta(0, [{ kind: 0, left: [0, 77, 0, 1] }])],
    droppedCells: [1],
  }));
  assert.deepEqual(removed, [4, 5]);
  assert.equal(world.entities.size, 0);
});

test('dropping a cell spares an entity that has moved on', () => {
  const world = newWorld();
  world.apply(reset(1, [keyframe(0, [[4, 0, 0, 0, 0]])]));
  world.apply(overTheWire({ tick: 2, cells: [keyframe(2, [[4, 1, 0, 0, 0]])], droppedCells: [0] }));
  assert.equal(world.entities.get(4).cell, 2);
});

test('a keyframe replaces its cell; a reset replaces everything', () => {
  const world = newWorld();
  world.apply(reset(1, [keyframe(0, [[1, 0, 0, 0, 0], [2, 0, 0, 0, 0]]), keyframe(1, [[9, 0, 0, 0, 0]])]));
  world.apply(overTheWire({ tick: 2, cells: [keyframe(0, [[2, 5, 0, 0, 0]])] }));
  assert.deepEqual([...world.entities.keys()].sort(), [2, 9]);
  world.apply(reset(3, [keyframe(4, [[6, 0, 0, 0, 0]])]));
  assert.deepEqual([...world.entities.keys()], [6]);
  assert.deepEqual([...world.cells.keys()], [4]);
});

test('private fields are absolute; a reset begins them anew', () => {
  const world = newWorld();
  world.apply(reset(1, [], { privateMask: 3, privateValues: [4, 9] }));
  assert.equal(world.privateField('heat'), 4.5);
  world.apply(overTheWire({ tick: 2, privateMask: 1, privateValues: [2] }));
  assert.deepEqual([...world.privateValues], [2, 9]);
  world.apply(reset(3, [], { privateMask: 1, privateValues: [5] }));
  assert.deepEqual([...world.privateValues], [5, 0]);
});

test('own_entity 0 is an entity, absence changes nothing', () => {
  const world = newWorld();
  world.apply(reset(1, [], { ownEntity: 0 }));
  assert.equal(world.ownEntityId, 0);
  world.apply(overTheWire({ tick: 2 }));
  assert.equal(world.ownEntityId, 0);
  world.apply(overTheWire({ tick: 3, ownEntity: -1 }));
  assert.equal(world.ownEntityId, -1);
});

test('events come with their names, after the state', () => {
  const seen = [];
  const world = newWorld({ onEvent: (name, e) => seen.push([name, e.tick, e.args[0], world.tick]) });
  world.apply(reset(3, [], { events: [{ tick: 2, type: 0, args: [41] }] }));
  assert.deepEqual(seen, [['bang', 2, 41, 3]]);
});

const impossible = {
  'a tick that goes back': { tick: 1 },
  'a delta of a cell that is not held': { tick: 3, cells: [delta(8, [])] },
  'a delta whose base is past': { tick: 3, cells: [delta(0, [], 2)] },
  'two slices of one cell': { tick: 3, cells: [delta(0, []), keyframe(0, [])] },
  'a rank that is not there': { tick: 3, cells: [delta(0, [{ kind: 0, removed: [5] }])] },
  'a run past the end': { tick: 3, cells: [delta(0, [{ kind: 0, changed: [3, 9, 1], residuals: [1] }])] },
  'an unknown field': { tick: 3, cells: [delta(0, [{ kind: 0, changed: [0, 16], residuals: [1] }])] },
  'too few residuals': { tick: 3, cells: [delta(0, [{ kind: 0, changed: [0, 3], residuals: [1] }])] },
  'too many residuals': { tick: 3, cells: [delta(0, [{ kind: 0, changed: [0, 1], residuals: [1, 2] }])] },
  'an unknown kind': { tick: 3, cells: [delta(0, [{ kind: 6 }])] },
  'an entity entered twice': { tick: 3, cells: [delta(0, [{ kind: 0, entered: [1], values: [0, 0, 0, 0] }])] },
  'a value beyond its bits': { tick: 3, cells: [keyframe(5, [[8, 0, 0, 256, 0]])] },
  'an unknown event': { tick: 3, events: [{ tick: 3, type: 9 }] },
  'an unknown private field': { tick: 3, privateMask: 4, privateValues: [1] },
};
for (const [what, frame] of Object.entries(impossible)) {
  test(`refuses ${what}`, () => {
    const world = newWorld();
    world.apply(reset(2, [keyframe(0, [[1, 0, 0, 0, 0]])]));
    assert.throws(() => world.apply(overTheWire(frame)), sdk.InvariantViolation);
  });
}
