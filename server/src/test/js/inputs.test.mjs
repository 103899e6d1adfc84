// Which inputs are sent: runs, keepalives, batches; and that prediction has all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overTheWire, SCHEMA, sdk, sdkModule } from './support.mjs';

const { Inputs } = await sdkModule('inputs.js');
const { Room } = await sdkModule('room.js');

const HZ = 20;
const KEEPALIVE_TICKS = 8;
const ENOUGH = 0.5;

const newInputs = () => new Inputs(new sdk.SchemaInfo(SCHEMA), HZ);

/** An input with a settled lead whose newest tick is 199. */
function settled() {
  const inputs = newInputs();
  for (let tick = 100; tick < 200; tick++) {
    inputs.take(tick);
    inputs.measured(tick, ENOUGH);
  }
  assert.ok(inputs.lead.settled);
  return inputs;
}

/** Takes ticks one by one; returns the messages. */
function run(inputs, from, to, before = () => {}) {
  const sent = [];
  for (let tick = from; tick <= to; tick++) {
    before(tick);
    const batch = inputs.take(tick + 0.01);
    if (batch) {
      sent.push(batch);
    }
  }
  return sent;
}

test('until the lead has settled every input is sent', () => {
  const inputs = newInputs();
  let sent = 0;
  for (let tick = 100; tick < 120; tick++) {
    sent += inputs.take(tick) ? 1 : 0;
    inputs.measured(tick, ENOUGH);
  }
  assert.equal(sent, 20);
  assert.ok(inputs.lead.settled);
  const seldom = run(inputs, 120, 199);
  assert.ok(seldom.length >= 9 && seldom.length <= 11, `${seldom.length} keepalives`);
  inputs.measured(199, -0.2);
  assert.ok(!inputs.lead.settled);
  assert.equal(run(inputs, 200, 210).length, 11, 'a late one: every tick again');
});

test('a run is sent once and kept alive, a change at once for its tick', () => {
  const inputs = settled();
  const ticks = run(inputs, 200, 240).map((b) => b.firstTick);
  for (let i = 1; i < ticks.length; i++) {
    assert.equal(ticks[i] - ticks[i - 1], KEEPALIVE_TICKS);
  }
  const sent = run(inputs, 241, 262, (tick) => {
    if (tick === 250) {
      inputs.setAxis(0, 9);
    } else if (tick === 252) {
      inputs.press(0);
    }
  }).filter((b) => b.firstTick >= 250);
  assert.deepEqual(sent, [
    { firstTick: 250, values: [9], presses: [0] },
    { firstTick: 252, values: [9], presses: [1] },
    { firstTick: 252 + KEEPALIVE_TICKS, values: [9], presses: [1] },
  ]);
});

test('two or four inputs in a message, each tick once, a press once', () => {
  const inputs = settled();
  let next = 200;
  for (const n of [2, 4, 1, 4, 2]) {
    const ahead = inputs.aheadTicks;
    const before = inputs.batchTicks;
    inputs.setBatchTicks(n);
    assert.equal(inputs.aheadTicks - ahead, n - before, 'sent earlier by as much');
    const sent = run(inputs, next, next + 39, (tick) => {
      inputs.setAxis(0, tick % 100);
      if (tick === next + 21) {
        inputs.press(0);
      }
    });
    let tick = sent[0].firstTick;
    let jumps = 0;
    let presses = sent[0].presses[0];
    for (const batch of sent) {
      assert.equal(batch.firstTick, tick);
      batch.values.forEach((v, i) => assert.equal(v, (tick + i) % 100));
      for (const p of batch.presses) {
        jumps += p - presses;
        presses = p;
      }
      tick += batch.values.length;
    }
    assert.equal(jumps, 1);
    assert.equal(sent.at(-1).values.length, n);
    next += 40;
  }
});

test('a batch of what the server holds is left out', () => {
  const inputs = settled();
  inputs.setBatchTicks(4);
  for (let tick = 200; tick < 300; tick++) {
    inputs.take(tick);
    inputs.measured(tick, ENOUGH + 3);
  }
  assert.ok(inputs.lead.settled, 'the lead is that of the first input of a batch');
  assert.equal(run(inputs, 300, 379).length, 10);
});

test('a room asks for batches; slow rooms get smaller ones', () => {
  const welcome = { schema: SCHEMA, tickHz: HZ, spanTicks: 1, serverTickQ8: 25600, constants: {} };
  const emitter = { emit() {} };
  const stats = { frame() {} };
  const room = new Room(welcome, 0, null, emitter);
  room.receive(overTheWire({ tick: 100, reset: true, inputBatchTicks: 4 }), 0, stats, emitter);
  assert.equal(room.inputs.batchTicks, 4);
  room.receive(overTheWire({ tick: 101 }), 0, stats, emitter);
  assert.equal(room.inputs.batchTicks, 4, 'absent: unchanged');
  const slow = new Room({ ...welcome, tickHz: 10 }, 0, null, emitter);
  slow.receive(overTheWire({ tick: 100, reset: true, inputBatchTicks: 4 }), 0, stats, emitter);
  assert.equal(slow.inputs.batchTicks, 2);
});

test('what prediction replays is what the server uses, tick by tick', () => {
  const seed = Date.now() % 2 ** 31;
  let state = seed || 1;
  const random = (n) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
  const inputs = settled();
  const received = new Map();
  let held = null;
  let checked = 0;
  let lastReceived = 0;
  for (let tick = 200; tick < 3000; tick++) {
    if (random(12) === 0) {
      inputs.setAxis(0, random(255) - 127);
    }
    if (random(40) === 0) {
      inputs.setBatchTicks(1 << random(3));
    }
    if (random(3) === 0) {
      inputs.measured(tick, ENOUGH + inputs.batchTicks - 1);
    }
    const batch = random(15) === 0 ? null : inputs.take(tick); // A late timer now and then.
    batch?.values.forEach((v, i) => received.set(batch.firstTick + i, v));
    lastReceived = batch ? batch.firstTick + batch.values.length - 1 : lastReceived;
    // The server uses a tick's input, or the newest before it, up to what has come for sure.
    for (let t = tick - 60; t < tick - 50; t++) {
      const into = new Int32Array(1);
      if (t <= lastReceived && inputs.sentAxes(t, into)) {
        for (held = t; !received.has(held) && held > 190; held--);
        if (held > 190) {
          assert.equal(into[0], received.get(held), `seed ${seed}, tick ${t}`);
          assert.ok(t - held <= HZ, `seed ${seed}: held for ${t - held} ticks`);
          checked++;
        }
      }
    }
  }
  assert.ok(checked > 10000, `${checked} checked`);
});
