// Which inputs are sent: runs, keepalives, batches; and that prediction has all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overTheWire, SCHEMA, sdk, sdkModule } from './support.mjs';

const { Inputs } = await sdkModule('inputs.js');
const { Room } = await sdkModule('room.js');

const HZ = 20;
const KEEPALIVE_TICKS = 8;

const newInputs = () => new Inputs(new sdk.SchemaInfo(SCHEMA), HZ);

/** Inputs whose lead has settled and whose newest tick is 199. */
function settled() {
  const inputs = newInputs();
  for (let tick = 100; tick < 200; tick++) {
    inputs.take(tick);
  }
  inputs.skipsRuns = true;
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
  const clock = { synced: true, serverTickAt: (ms) => (ms * HZ) / 1000, oneWayTicks: 1, rttVarMs: 0 };
  const lead = new sdk.InputLead(HZ, clock);
  const inputs = newInputs();
  const sentAt = [];
  for (let tick = 100; tick < 400; tick++) {
    const nowMs = (tick * 1000) / HZ;
    inputs.skipsRuns = lead.settled;
    const n = Math.floor(lead.tickAt(nowMs));
    if (inputs.take(n)) {
      lead.sent(n, n, 1, nowMs);
      lead.reported(n, tick === 300 ? -0.2 : 0.4);
      sentAt.push(tick);
    }
  }
  const between = (from, to) => sentAt.filter((t) => t >= from && t < to).length;
  assert.equal(between(100, 124), 24);
  assert.ok(between(140, 280) < 20, `${between(140, 280)} keepalives`);
  assert.ok(sentAt.includes(300) || between(295, 310) >= 1);
});

test('after a late one every input is sent again', () => {
  const clock = { synced: true, serverTickAt: (ms) => (ms * HZ) / 1000, oneWayTicks: 1, rttVarMs: 0 };
  const lead = new sdk.InputLead(HZ, clock);
  const send = (tick, early) => {
    lead.tickAt((tick * 1000) / HZ);
    lead.sent(tick, tick, 1, (tick * 1000) / HZ);
    lead.reported(tick, early);
  };
  for (let tick = 100; tick < 200; tick++) {
    send(tick, 0.5);
  }
  assert.ok(lead.settled);
  send(200, -0.2);
  assert.ok(!lead.settled);
  for (let tick = 201; tick < 240; tick++) {
    send(tick, 0.5);
  }
  assert.ok(lead.settled);
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
    inputs.setBatchTicks(n);
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
  }
  assert.equal(run(inputs, 300, 379).length, 10);
});

test('a room asks for batches; slow rooms get smaller ones', () => {
  const welcome = { schema: SCHEMA, tickHz: HZ, spanTicks: 1, serverTickQ8: 25600, constants: {} };
  const emitter = { emit() {} };
  const stats = () => new sdk.Statistics();
  const room = new Room(welcome, 0, emitter, stats());
  room.receive(overTheWire({ tick: 100, reset: true, inputBatchTicks: 4 }), 0);
  assert.equal(room.inputs.batchTicks, 4);
  room.receive(overTheWire({ tick: 101 }), 0);
  assert.equal(room.inputs.batchTicks, 4, 'absent: unchanged');
  const slow = new Room({ ...welcome, tickHz: 10 }, 0, emitter, stats());
  slow.receive(overTheWire({ tick: 100, reset: true, inputBatchTicks: 4 }), 0);
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
    inputs.skipsRuns = random(30) !== 0;
    const batch = random(15) === 0 ? null : inputs.take(tick); // A late timer now and then.
    batch?.values.forEach((v, i) => received.set(batch.firstTick + i, v));
    lastReceived = batch ? batch.firstTick + batch.values.length - 1 : lastReceived;
    // The server uses a tick's input, or the newest before it, up to what has come for sure.
    for (let t = tick - 60; t < tick - 50; t++) {
      const into = new Int32Array(inputs.length);
      if (t <= lastReceived && inputs.read(t, into)) {
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

test('a batch with a new press says which picture the player looked at', () => {
  const inputs = settled();
  inputs.press(0);
  assert.equal(inputs.take(200).viewLagQ8, undefined, 'nothing was drawn yet');
  inputs.viewTickQ8 = 256 * 197 + 100;
  inputs.setAxis(0, 5);
  assert.equal(inputs.take(201).viewLagQ8, undefined, 'no new press');
  inputs.press(0);
  assert.deepEqual(inputs.take(202).viewLagQ8, [256 * 202 - (256 * 197 + 100)]);
  inputs.setBatchTicks(2);
  inputs.press(0);
  assert.equal(inputs.take(203), null);
  inputs.viewTickQ8 = 256 * 201;
  assert.deepEqual(inputs.take(204).viewLagQ8, [6 * 256 - 100, 3 * 256], 'each as of its own moment');
});

test('a rule reads axes, then presses since the tick before, eight at most', () => {
  const inputs = settled();
  const into = new Int32Array(2);
  inputs.setAxis(0, -7);
  inputs.press(0, 3);
  inputs.readLive(into);
  assert.deepEqual([...into], [-7, 3]);
  inputs.take(200);
  inputs.press(0, 20);
  inputs.take(201);
  inputs.take(203);
  const read = (tick) => (inputs.read(tick, into) ? [...into] : null);
  assert.deepEqual([199, 200, 201, 202, 203].map(read), [[0, 0], [-7, 3], [-7, 8], [-7, 0], [-7, 0]]);
  assert.equal(read(204), null);
  inputs.readLive(into);
  assert.deepEqual([...into], [-7, 0]);
});

test('inputs are kept for four seconds, and what was too late to send was held by the server', () => {
  const inputs = settled();
  inputs.setAxis(0, 3);
  run(inputs, 200, 210);
  inputs.setAxis(0, 9);
  const late = inputs.take(230);
  assert.equal(late.firstTick, 226, 'a quarter of a second may still be of use');
  const into = new Int32Array(2);
  for (let tick = 200; tick <= 230; tick++) {
    assert.ok(inputs.read(tick, into));
    assert.equal(into[0], tick < 226 ? 3 : 9);
  }
  for (const hz of [20, 30, 60, 128]) {
    const more = new Inputs(new sdk.SchemaInfo(SCHEMA), hz);
    run(more, 100, 100 + 10 * hz);
    assert.ok(more.read(100 + 6 * hz, into) && more.read(100 + 10 * hz, into), `${hz} Hz`);
  }
});

test('what a full socket did not take is sent when it can', () => {
  const inputs = settled();
  inputs.setAxis(0, 3);
  assert.ok(inputs.take(200));
  assert.equal(inputs.take(201), null);
  inputs.notSent();
  assert.deepEqual(inputs.take(202).values, [3]);
});
