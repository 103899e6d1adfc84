// Where others are drawn: between frames, beyond them, over silence, corrections, resets, and exactly as the
// server rewinds.
import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from './network.mjs';
import { keyframe, newWorld, overTheWire, reset, sdk } from './support.mjs';

const SEED = Number(process.env.BACKBEAT_SEED ?? Date.now() % 2 ** 31);
const HZ = 20;

/** A world with an interpolator on it, as a room has them. */
function watched(options = {}) {
  const stats = new sdk.Statistics();
  const world = newWorld({
    onRemoved: (e) => interpolator.removed(e),
    onReset: () => interpolator.reset(),
  });
  const interpolator = new sdk.Interpolator(world, { tickHz: HZ, stats, ...options });
  const into = new Float64Array(4);
  const exact = new Int32Array(4);
  return {
    world,
    stats,
    interpolator,
    entity: (id = 1) => world.entities.get(id) ?? interpolator.leaving.get(id),
    apply(...frames) {
      for (const frame of frames) {
        world.apply(frame);
        interpolator.record();
      }
    },
    at(tick, id = 1) {
      const there = interpolator.sample(this.entity(id), tick, into);
      return [there, ...into];
    },
    x(tick, id = 1) {
      return this.at(tick, id)[1];
    },
    exactX(tick, id = 1) {
      const there = interpolator.sampleExact(this.entity(id), Math.floor(tick * 256), exact);
      return there ? exact[0] : null;
    },
  };
}

const move = (tick, changed, residuals, spanLog2 = 0, cell = 0) =>
  overTheWire({ tick, cells: [{ cell, spanLog2, kinds: [{ kind: 0, changed, residuals }] }] });
const silent = (tick) => overTheWire({ tick });

test('between two frames positions are linear and angles go the short way round', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 100, 8, 250, 0]])]), move(11, [0, 0b100], [12]));
  assert.deepEqual(w.at(10.5).slice(0, 4), [true, 104, 8, 256]);
  assert.deepEqual(w.at(10).slice(0, 2), [true, 100]);
  assert.equal(w.at(9.9)[0], false, 'not there yet');
});

test('after the newest frame the predictor goes on for a bounded time, then the body stands', () => {
  const w = watched({ maxExtrapolationTicks: 3 });
  w.apply(reset(10, [keyframe(0, [[1, 100, 8, 0, 0]])]));
  assert.equal(w.x(11.5), 112);
  assert.equal(w.stats.frozenSamples, 0);
  assert.equal(w.x(30), 124);
  assert.equal(w.stats.frozenSamples, 1);
});

test('a teleport snaps', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 100, 0, 0, 0]])]), move(11, [0, 0b1001], [5000, 1]));
  assert.equal(w.x(10.9), 100);
  assert.equal(w.x(11), 5100);
  assert.equal(w.exactX(10.9), 100);
});

test('a teleport is not blended, also when it was drawn beyond', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 100, 8, 0, 0]])]));
  w.x(12);
  w.apply(move(11, [0, 0b1001], [5000, 1]));
  assert.equal(w.x(12), 5116);
});

test('what happened in silence was straight: a turn is not smeared over it', () => {
  const w = watched();
  // Ticks 11..13 were silent; at 14 the velocity changed from 10 to -10.
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0]])]), move(14, [0, 0b10], [-20]));
  assert.equal(w.x(12), 20);
  assert.equal(w.x(13), 30);
  assert.equal(w.x(13.5), 25);
});

test('silence that a frame proves is not extrapolation, however long', () => {
  const w = watched({ maxExtrapolationTicks: 3 });
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0]])]), silent(14), silent(18));
  assert.equal(w.x(17.5), 75);
  assert.equal(w.x(20.5), 105);
  assert.equal(w.stats.frozenSamples, 0);
  assert.equal(w.x(30), 110, 'three ticks beyond the silence');
  assert.equal(w.stats.frozenSamples, 1);
});

test('a picture beyond the newest frame counts only if the next frame says otherwise', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0]])]));
  w.x(10.5);
  w.apply(silent(11));
  w.x(11.5);
  w.apply(move(12, [0, 0b100], [3]));
  assert.equal(w.stats.extrapolatedSamples, 1, 'the aim turned');
  w.x(11.5);
  w.x(12.2);
  w.x(12.7);
  w.apply(move(13, [0, 0b1], [0]));
  assert.equal(w.stats.extrapolatedSamples, 1, 'a change of nothing');
  w.x(13.5);
  w.x(13.9);
  w.apply(move(14, [0, 0b1], [2]));
  assert.equal(w.stats.extrapolatedSamples, 3);
  assert.equal(w.stats.samples, 7);
});

/** Draws in steps, and says how far the body moved from one picture to the next. */
function steps(w, from, to, step, between = () => {}) {
  const moved = [];
  let last = w.x(from);
  for (let tick = from + step; tick <= to; tick += step) {
    between(tick);
    const x = w.x(tick);
    moved.push(x - last);
    last = x;
  }
  return moved;
}

test('after an extrapolation that was wrong nothing jumps, and 100 ms later it is true', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 0, 100, 0, 0]])]));
  const before = w.x(13);
  // It had stopped at tick 11: three ticks were drawn that never were.
  w.apply(move(11, [0, 0b11], [0, -100]));
  assert.equal(w.x(13), before, 'this picture still shows it there');
  const moved = steps(w, 13, 16, 0.05);
  assert.ok(Math.max(...moved.map(Math.abs)) < 25, `${moved}`);
  assert.ok(Math.abs(w.x(14.98)) > 1 && w.x(15) === 0, `100 ms later: ${w.x(15)}`);
  assert.equal(w.x(18), 0);
  assert.equal(w.exactX(13), 0, 'aiming knows no blending');
});

test('after a freeze it catches up without a step back, also when silence proves the way', () => {
  for (const frames of [[move(40, [0, 0b100], [1])], [silent(40)], [silent(36), silent(40)]]) {
    const w = watched();
    w.apply(reset(10, [keyframe(0, [[1, 0, 100, 0, 0]])]));
    const frozen = w.x(38);
    assert.equal(frozen, 500, '250 ms are five ticks');
    assert.equal(w.x(38.5), 500);
    w.apply(...frames);
    assert.ok(w.x(38.5) - frozen < 1, 'no jump');
    const moved = steps(w, 38.5, 40, 0.02);
    assert.ok(moved.every((d) => d >= 0), `${moved}`);
    assert.ok(Math.max(...moved) < 200, `${moved}`);
    assert.ok(Math.abs(w.x(45) - 3500) < 1);
  }
});

test('a reset keeps the history of those who come again', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0], [2, 0, 0, 0, 0]])]), move(11, [0, 0b10], [5]));
  const entity = w.entity();
  w.apply(reset(12, [keyframe(3, [[1, 30, 15, 0, 0]])]));
  assert.notEqual(w.entity(), entity, 'another record');
  assert.deepEqual(w.at(10.5).slice(0, 2), [true, 7.5]);
  assert.equal(w.x(11.5), 22.5);
  assert.deepEqual(w.at(11.5, 2)[0], true, 'gone, but not before the picture is there');
  w.interpolator.prune(12);
  assert.equal(w.entity(2), undefined);
});

test('who comes into view again begins anew', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0]])]));
  w.apply(overTheWire({ tick: 11, droppedCells: [0] }));
  w.apply(overTheWire({ tick: 14, cells: [keyframe(0, [[1, 900, 0, 0, 0]])] }));
  assert.equal(w.at(13)[0], false);
  assert.equal(w.x(14), 900);
});

test('who was removed stands in its last interval, and is gone at that tick', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0], [2, 0, 0, 0, 0]])]));
  w.apply(overTheWire({ tick: 14, cells: [{ cell: 0, kinds: [{ kind: 0, removed: [0] }] }] }));
  assert.equal(w.x(12), 20);
  assert.deepEqual(w.at(13.7).slice(0, 2), [true, 30], 'as in the frame before');
  assert.equal(w.exactX(13.7), 30);
  assert.equal(w.at(14)[0], false);
  assert.equal(w.exactX(14), null);
});

test('crossing into another cell keeps the history', () => {
  const w = watched();
  w.apply(
    reset(10, [keyframe(0, [[1, 0, 10, 0, 0]]), keyframe(1, [])]),
    overTheWire({
      tick: 11,
      cells: [
        { cell: 0, kinds: [{ kind: 0, left: [0, 1] }] },
        { cell: 1, kinds: [{ kind: 0, entered: [1], values: [20, 30, 0, 0] }] },
      ],
    }),
  );
  assert.equal(w.x(10.5), 10);
});

test('a cell that comes every eighth tick is corrected without a jump', () => {
  const seed = SEED;
  const next = random(seed);
  const w = watched({ maxExtrapolationTicks: 5 });
  w.apply(reset(8, [keyframe(0, [[1, 0, 40, 0, 0]], 3), keyframe(1, [[9, 0, 0, 0, 0]])]));
  let worst = 0;
  let last = w.x(8);
  for (let tick = 9; tick < 400; tick++) {
    if (tick % 8 === 0) {
      const v = Math.floor(next() * 80) - 40 - w.entity().values[1];
      w.apply(move(tick, [0, 0b10], [v], 3));
    } else {
      w.apply(overTheWire({ tick, cells: [{ cell: 1, kinds: [{ kind: 0, changed: [0, 1], residuals: [1] }] }] }));
    }
    for (let part = 0; part < 1; part += 0.1) {
      const x = w.x(tick - 2 + part);
      worst = Math.max(worst, Math.abs(x - last));
      last = x;
    }
  }
  // Wrong by up to 8 ticks of 80; drawn at once that would be a step of 640.
  assert.ok(worst < 100, `seed ${seed}: a step of ${worst}`);
  assert.equal(w.stats.frozenSamples, 0);
});

test('states of a slow cell are kept at its own slices only', () => {
  const w = watched();
  w.apply(reset(8, [keyframe(0, [[1, 0, 10, 0, 0]], 2), keyframe(1, [[9, 0, 0, 0, 0]])]));
  for (let tick = 9; tick < 12; tick++) {
    w.apply(overTheWire({ tick, cells: [{ cell: 1, kinds: [{ kind: 0, changed: [0, 1], residuals: [1] }] }] }));
  }
  assert.equal(w.interpolator.histories.get(1).count, 1);
  assert.equal(w.interpolator.histories.get(9).count, 4);
  w.apply(move(12, [0, 0b10], [10], 2));
  assert.equal(w.interpolator.histories.get(1).count, 2);
  assert.equal(w.x(10), 40, 'straight from 0 at tick 8 to 80 at tick 12');
});

/** `FieldSchema.between` and `ahead` of the server, once more, in 64-bit integers. */
const SPEC = {
  wrap: (v, bits) => (bits ? BigInt.asUintN(bits, v) : BigInt.asIntN(32, v)),
  difference: (from, to, bits) => BigInt.asIntN(bits || 32, to - from),
  between(from, to, part, whole, bits) {
    return this.wrap(from + (this.difference(from, to, bits) * part) / whole, bits);
  },
};

test('aiming is exactly what the server rewinds to', () => {
  const next = random(SEED);
  const int = (n) => Math.floor(next() * n);
  for (const spanLog2 of [0, 1, 3]) {
    const span = 2 ** spanLog2;
    const w = watched();
    // What the server knows: the state at every send.
    const sent = new Map();
    let state = [int(1e6) - 5e5, int(4000) - 2000, int(256), int(256)];
    let tick = 16;
    w.apply(reset(tick, [keyframe(0, [[1, ...state]], spanLog2)]));
    sent.set(tick, state);
    let compared = 0;
    for (let i = 0; i < 3000; i++) {
      tick += span;
      const velocity = int(3) ? state[1] : int(4000) - 2000;
      const turn = int(3) ? 0 : int(255) - 127;
      const jump = int(30) ? 0 : 1;
      const push = int(10) ? 0 : int(99) - 50;
      const residuals = [];
      let mask = 0;
      for (const [f, r] of [[0, jump ? int(9e5) : push], [1, velocity - state[1]], [2, turn], [3, jump]]) {
        if (r !== 0) {
          mask |= 1 << f;
          residuals.push(r);
        }
      }
      const r0 = mask & 1 ? residuals[0] : 0;
      state = [
        (state[0] + velocity * span + r0) | 0, velocity, (state[2] + turn) & 255, (state[3] + jump) & 255,
      ];
      sent.set(tick, state);
      if (mask !== 0) {
        w.apply(move(tick, [0, mask], residuals, spanLog2));
      } else if (int(2)) {
        w.apply(silent(tick));
      } else {
        continue; // Nothing was sent at all.
      }
      assert.deepEqual([...w.entity().values], state);
      const into = new Int32Array(4);
      for (let k = 0; k < 4; k++) {
        const v = 256 * (tick - 3 * span) + int(3 * 256 * span);
        const a = Math.floor(v / (256 * span)) * span;
        if (a < 16) {
          continue;
        }
        const from = sent.get(a);
        const to = sent.get(a + span);
        const snaps = from[3] !== to[3];
        const spec = (f, bits) => snaps ? from[f] : Number(SPEC.between(
          BigInt(from[f]), BigInt(to[f]), BigInt(v - 256 * a), BigInt(256 * span), bits));
        assert.ok(w.interpolator.sampleExact(w.entity(), v, into));
        const where = `seed ${SEED}, span ${span}, view ${v}, tick ${tick}`;
        assert.deepEqual([...into], [spec(0, 0), from[1], spec(2, 8), from[3]], where);
        compared++;
      }
    }
    assert.ok(compared > 5000);
  }
});

for (const [spanLog2, span] of [[0, 1], [2, 4]]) {
  test(`a frame is late if the newest picture was of after the send before it, span ${span}`, () => {
    const w = watched({ spanTicks: span });
    w.world.apply(reset(40, [keyframe(0, [[1, 0, 10, 0, 0]], spanLog2)]));
    w.interpolator.record(41);
    const { renderClock, spanTicks } = w.interpolator;
    assert.equal(spanTicks, span);
    const frame = (tick, renderTick, nowMs) => {
      renderClock.tickAt(nowMs, renderTick + renderClock.wantedDelayTicks);
      assert.equal(renderClock.tick, renderTick);
      w.world.apply(silent(tick));
      w.interpolator.record(tick + 1);
      return w.stats.lateFrames;
    };
    assert.equal(frame(40 + span, 40, 0), 0, 'in time');
    assert.equal(frame(40 + 2 * span, 40 + span, 50 * span), 0, 'just in time');
    assert.equal(frame(40 + 3 * span, 40.5 + 2 * span, 50 * (2 * span + 0.5)), 1, 'half a tick too late');
    assert.equal(frame(40 + 4 * span, 40 + 3 * span, 50 * 3 * span), 1);
  });
}

test('no history is kept of who is gone', () => {
  const w = watched();
  w.apply(reset(10, [keyframe(0, [[1, 0, 10, 0, 0], [2, 0, 0, 0, 0]])]));
  const gone = w.entity(2);
  w.apply(overTheWire({ tick: 11, cells: [{ cell: 0, kinds: [{ kind: 0, removed: [1] }] }] }));
  assert.ok(w.interpolator.histories.has(2));
  w.interpolator.prune(11);
  assert.deepEqual([...w.interpolator.histories.keys()], [1]);
  assert.equal(w.interpolator.sample(gone, 11, new Float64Array(4)), false);
});
