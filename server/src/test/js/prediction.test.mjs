// The own body: never wrong when undisturbed, right again after a disturbance, drawn in the same picture.
import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from './network.mjs';
import { SCHEMA, keyframe, overTheWire, reset, sdk, sdkModule } from './support.mjs';

const { Room } = await sdkModule('room.js');

const SEED = Number(process.env.BACKBEAT_SEED ?? Date.now() % 2 ** 31);
const HZ = 20;
const TICK_MS = 1000 / HZ;
const START = 100;
const AHEAD = 4;

/** State: x, vx, aim, ammo, accel, tick. Ammo counts presses, aim turns with the tick: all are predicted. */
const RULE = {
  calls: 0,
  stateNames: () => 'x vx aim ammo accel tick',
  newMap: (minX, minY, maxX, maxY, walls) => ({ maxX, walls }),
  step(s, input, map) {
    RULE.calls++;
    const d = input[0] - s[1];
    s[1] += Math.max(-s[4], Math.min(s[4], d));
    if (s[0] + s[1] > map.maxX) {
      s[1] = 0;
    }
    s[0] += s[1];
    s[2] = (s[5] * 3) & 255;
    s[3] -= input[1];
  },
};

/** A room, a server beside it, and a prediction. The clock is one that knows. */
class Scene {
  constructor({ spanTicks = 1 } = {}) {
    this.emitter = { emit() {} };
    const welcome = {
      schema: SCHEMA, tickHz: HZ, spanTicks, serverTickQ8: 256 * START, constants: { accel: 7 },
      map: { minX: -9999, minY: 0, maxX: 5000, maxY: 0, walls: [] }, room: 'r',
    };
    this.stats = new sdk.Statistics();
    this.room = new Room(welcome, 0, this.emitter, this.stats);
    this.room.clock.sample(0, 0.001, START);
    this.room.lead.tickAt = (ms) => START + AHEAD + ms / TICK_MS;
    this.prediction = new sdk.Prediction('body', RULE);
    this.prediction.attach(this.room);
    this.room.prediction = this.prediction;
    this.map = RULE.newMap(0, 0, 5000, 0, []);
    this.tick = START;
    this.state = Int32Array.of(0, 0, (START * 3) & 255, 1000, 7, START);
    this.teleport = 0;
    this.held = null;
    this.frameAt(START, { reset: true, ownEntity: 1, cells: [keyframe(0, [[1, ...this.fields()]])] });
  }

  get nowMs() {
    return (this.tick - START) * TICK_MS;
  }

  fields() {
    return [this.state[0], this.state[1], this.state[2], this.teleport];
  }

  /** The client takes the input for the tick that is due. */
  sample(axis, presses = 0) {
    this.room.inputs.setAxis(0, axis);
    this.room.inputs.press(0, presses);
    this.room.inputs.take(this.tick + AHEAD);
  }

  /** The server simulates its next tick with what the client took for it. */
  simulate() {
    this.tick++;
    const input = new Int32Array(2);
    if (!this.room.inputs.read(this.tick, input)) {
      input.fill(0);
    }
    this.state[5] = this.tick;
    RULE.step(this.state, input, this.map);
  }

  frameAt(tick, more) {
    this.room.receive(overTheWire({ tick, privateMask: 1, privateValues: [this.state[3]], ...more }), this.nowMs);
  }

  /** Some ticks, each with an input, a frame and a picture; `disturb` changes the last one's state. */
  play(ticks, axis = 60, disturb = () => {}) {
    for (let i = 1; i <= ticks; i++) {
      this.sample(axis);
      this.simulate();
      if (i === ticks) {
        disturb();
      }
      this.frame();
      this.draw();
    }
  }

  /** A frame with the whole state. */
  frame(more = {}) {
    this.frameAt(this.tick, { cells: [keyframe(0, [[1, ...this.fields()]])], ...more });
  }

  draw(part = 0) {
    this.prediction.draw(this.nowMs + part * TICK_MS);
    return this.prediction.x;
  }
}

for (const span of [1, 2, 4, 8]) {
  test(`undisturbed: nothing to correct in 10,000 ticks, a frame every ${span}`, () => {
    const next = random(SEED);
    const s = new Scene({ spanTicks: span });
    let axis = 0;
    const drawn = [];
    for (let i = 0; i < 10000; i++) {
      if (next() < 0.1) {
        axis = Math.floor(next() * 255) - 127;
      }
      s.sample(axis, next() < 0.1 ? Math.floor(next() * 4) : 0);
      s.simulate();
      if (s.tick % span === 0 && next() < 0.9) {
        s.frame();
      }
      drawn.push(s.draw(next()));
    }
    assert.equal(s.stats.corrections, 0, `seed ${SEED}`);
    assert.equal(s.stats.replayedTicks, 0);
    assert.ok(new Set(drawn.map(Math.round)).size > 1000, 'it moved');
  });
}

test('a disturbance is corrected to the bit, and its drawing fades with a time constant of 100 ms', () => {
  const s = new Scene();
  s.play(40);
  s.sample(60);
  s.simulate();
  const before = s.draw(0.5);
  s.state[0] += 400;
  s.frame();
  assert.equal(s.stats.corrections, 1);
  assert.equal(s.stats.correctionSize, 400);
  assert.equal(s.stats.largestCorrection, 400);
  assert.equal(s.stats.replayedTicks, AHEAD - 1);
  assert.ok(Math.abs(s.draw(0.5) - before) < 1e-6, 'this picture shows it where it was');
  let last = before;
  for (let ms = 2; ms < 24; ms += 2) {
    const x = s.draw(0.5 + ms / TICK_MS);
    assert.ok(x - last < 40, 'no jump');
    last = x;
  }
  s.play(2);
  s.draw(0.5);
  assert.ok(Math.abs(s.prediction.offset / 400 - Math.exp(-1)) < 0.01, `100 ms: ${s.prediction.offset}`);
  s.play(100);
  assert.equal(s.stats.corrections, 1, 'and right from then on');
  assert.equal(s.prediction.offset, 0);
  assert.deepEqual([...s.prediction.stateAt(s.tick)], [...s.state]);
  assert.deepEqual([...s.prediction.serverState], [...s.state]);
});

test('what changes in a private field alone is replayed, too', () => {
  const s = new Scene();
  s.play(20, 60, () => {
    s.state[3] -= 5;
  });
  assert.equal(s.stats.corrections, 1);
  assert.equal(s.stats.correctionSize, 0);
  assert.equal(s.prediction.value('ammo'), s.state[3]);
});

test('a key that goes down moves the body in this very picture, and the tick then agrees', () => {
  const s = new Scene();
  for (let i = 0; i < 10; i++) {
    s.sample(0);
    s.simulate();
    s.frame();
  }
  s.sample(0);
  assert.equal(s.draw(0.2), 0);
  s.room.inputs.setAxis(0, 100);
  assert.ok(s.draw(0.4) > 0, 'live');
  const justBefore = s.draw(0.9999);
  s.simulate();
  s.sample(100);
  const at = s.draw(0);
  assert.ok(Math.abs(at - justBefore) < 0.01, 'the tick is where the picture was going');
  assert.equal(at, 7);
});

test('a key shows in a picture whose time lies before the newest input that was taken', () => {
  const s = new Scene();
  for (let i = 0; i < 10; i++) {
    s.sample(0);
    s.simulate();
    s.frame();
  }
  assert.equal(s.draw(-0.2), 0);
  s.room.inputs.setAxis(0, 100);
  assert.ok(s.draw(-0.2) > 0);
});

test('a picture takes the input that is due before a late timer does', () => {
  const s = new Scene();
  s.sample(0);
  s.room.pump = (ms) => s.room.inputs.take(s.room.lead.tickAt(ms));
  s.simulate();
  s.room.inputs.setAxis(0, 50);
  s.draw(0.5);
  assert.equal(s.room.inputs.lastTick, s.tick + AHEAD);
  assert.equal(s.prediction.state[1], 7);
});

test('three seconds without a frame, then the body stands; and it is right again with the next one', () => {
  const s = new Scene();
  for (let i = 0; i < 20; i++) {
    s.sample(60);
    s.simulate();
    s.frame();
    s.draw();
  }
  const xs = [];
  for (let i = 0; i < 5 * HZ; i++) {
    s.sample(60);
    s.simulate();
    xs.push(s.draw());
  }
  assert.ok(s.prediction.tick <= START + 20 + 3 * HZ + 10);
  assert.ok(s.prediction.tick >= START + 20 + 3 * HZ);
  assert.equal(xs.at(-1), xs[4 * HZ], 'it stands');
  assert.ok(xs[10] > xs[5]);
  s.frame();
  assert.equal(s.stats.corrections, 0, 'what was not predicted is no wrong prediction');
  assert.deepEqual([...s.prediction.serverState], [...s.state]);
  for (let i = 0; i < 10; i++) {
    s.sample(60);
    s.simulate();
    s.frame();
    s.draw();
  }
  assert.deepEqual([...s.prediction.stateAt(s.tick)], [...s.state]);
});

test('no own entity, another one, a teleport, a reset: it begins anew and nothing fades', () => {
  const s = new Scene();
  s.play(10);
  s.tick++;
  s.frameAt(s.tick, { reset: true, ownEntity: -1, cells: [keyframe(0, [])] });
  assert.equal(s.prediction.active, false);
  assert.equal(s.prediction.draw(s.nowMs), false);
  s.sample(60);
  s.simulate();
  s.frame({ ownEntity: 1 });
  assert.ok(s.prediction.active);
  s.play(5);
  s.play(1, 60, () => {
    s.state[0] = -4000;
    s.teleport = 1;
  });
  assert.equal(s.prediction.offset, 0);
  assert.ok(s.draw() < -3000);
  assert.equal(s.stats.corrections, 0);
  s.play(5);
  s.sample(60);
  s.simulate();
  s.state[0] += 500;
  s.frame({ reset: true, ownEntity: 1 });
  s.draw();
  assert.equal(s.stats.corrections, 1);
  assert.equal(s.prediction.offset, 0, 'after a reset');
  s.sample(60);
  s.simulate();
  s.frameAt(s.tick, { ownEntity: 2, cells: [keyframe(0, [[2, 77, 0, 0, 0]])] });
  assert.equal(s.prediction.offset, 0);
  assert.equal(s.prediction.serverState[0], 77);
});

test('a rule that wants what the room does not have is an error that says so', () => {
  const s = new Scene();
  const p = new sdk.Prediction('body', { ...RULE, stateNames: () => 'x mass' });
  assert.throws(() => p.attach(s.room), /mass/);
  assert.throws(() => new sdk.Prediction('ghost', RULE).attach(s.room), /ghost/);
});

test('neither a picture nor a replayed tick allocates', { skip: !globalThis.gc && 'no --expose-gc' }, () => {
  const s = new Scene();
  s.play(50);
  const used = (work) => {
    // The least of some runs: at first it is the compiler that allocates.
    let least = Infinity;
    for (let i = 0; i < 8; i++) {
      globalThis.gc();
      const before = process.memoryUsage().heapUsed;
      work();
      least = Math.min(least, process.memoryUsage().heapUsed - before);
    }
    return least;
  };
  const pictures = () => {
    for (let i = 0; i < 20000; i++) {
      s.prediction.draw(s.nowMs + (i % 10));
    }
  };
  assert.ok(used(pictures) < 20000 * 8, `${used(pictures)} bytes for 20,000 pictures`);
  const w = s.room.interpolator;
  const own = s.room.world.own;
  const into = new Float64Array(4);
  const samples = () => {
    for (let i = 0; i < 20000; i++) {
      w.sample(own, s.tick - 2 + (i % 10) / 10, into);
    }
  };
  // A number with fraction is boxed on its way into a call; an object would be 32 bytes and more.
  assert.ok(used(samples) < 20000 * 24, `${used(samples)} bytes for 20,000 samples`);
  const replays = () => {
    for (let i = 0; i < 200; i++) {
      s.prediction.serverState[0]++;
      s.room.world.own.values[0]++;
      s.prediction.onFrame();
    }
  };
  const before = s.stats.replayedTicks;
  used(replays);
  // Its size is a number with fraction; nothing per tick.
  assert.ok(used(replays) < 200 * 128, `${used(replays)} bytes for 200 corrections`);
  assert.ok(s.stats.replayedTicks - before >= 200 * 3);
});
