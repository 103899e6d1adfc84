// Where a message's bytes go, against the messages' own encoder.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bytesOf, keyframe, sdk } from './support.mjs';

const { frameSizes } = sdk;

function cellsOf(bytes) {
  const cells = new Map();
  const sizes = frameSizes(bytes, (cell, size) => cells.set(cell, (cells.get(cell) ?? 0) + size));
  return { cells, sizes };
}

test('every byte is counted once, and cells by their ids', () => {
  const cells = [
    keyframe(0, [[1, 8, 0, 0, 0], [2, 8, 0, 0, 0]]),
    keyframe(300, [[5, -8, 1, 0, 0]]),
    { cell: 2 ** 31 + 5, spanLog2: 3 },
  ];
  const events = [{ type: 0, tick: 70000, x: -5, y: 9, args: [1] }];
  const own = { tick: 70000, inputTick: 70003, inputLeadQ8: -40, privateMask: 3, privateValues: [7, 9], droppedCells: [4] };
  const chats = [{ player: 3, text: 'hello' }];
  const whole = bytesOf({ ...own, cells, events, chats });
  const { cells: found, sizes } = cellsOf(whole);
  assert.deepEqual([...found.keys()], [0, 300, 2 ** 31 + 5]);
  const lengthOf = (fields) => bytesOf(fields).length;
  cells.forEach((slice) => assert.equal(found.get(slice.cell), lengthOf({ cells: [slice] })));
  assert.equal(sizes.cells, lengthOf({ cells }));
  assert.equal(sizes.events, lengthOf({ events }));
  assert.equal(sizes.own, lengthOf(own));
  assert.equal(sizes.control, lengthOf({ chats }));
  assert.equal(sizes.cells + sizes.events + sizes.own + sizes.control, whole.length);
});

test('a message without a tick frame has no cells', () => {
  const bytes = bytesOf({ pong: { clientTimeUs: 5, serverTickQ8: 1000 } });
  const { cells, sizes } = cellsOf(bytes);
  assert.equal(cells.size, 0);
  assert.deepEqual(sizes, { cells: 0, events: 0, own: 0, control: bytes.length });
  assert.throws(() => frameSizes(Uint8Array.of(0x08, 0x80), () => {}), /ends within a number/);
});
