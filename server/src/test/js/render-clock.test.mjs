// How far behind others are drawn: enough for the jitter, no more, and never back in time.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Way, random } from './network.mjs';
import { sdkModule } from './support.mjs';

const { RenderClock } = await sdkModule('render-clock.js');

const SEED = Number(process.env.BACKBEAT_SEED ?? Date.now() % 2 ** 31);
const PICTURE_MS = 1000 / 60;

/** Frames over a network, pictures at 60 Hz; a picture wants a frame at or after its render tick. */
function watch({ hz, spanTicks = 1, jitterMs, seconds, stall, slip }) {
  const way = new Way({ baseMs: 40, jitterMs, next: random(SEED), ...stall });
  const clock = new RenderClock(hz, spanTicks);
  const serverTick = (ms) => 1000 + (ms * hz) / 1000 - (slip && ms > slip.ms ? slip.ticks : 0);
  const frames = [];
  let last = 0;
  for (let ms = 0; ms < seconds * 1000; ms += 1000 / hz) {
    const tick = Math.round(serverTick(ms));
    if (tick % spanTicks === 0 && tick > last) {
      frames.push({ tick, atMs: way.arrivalMs(ms) });
      last = tick;
    }
  }
  const seen = { pictures: [], beyond: 0 };
  let newest = 0;
  for (let ms = 200; ms < seconds * 1000; ms += PICTURE_MS) {
    while (frames.length > 0 && frames[0].atMs <= ms) {
      const { tick, atMs } = frames.shift();
      clock.arrived(tick, serverTick(atMs));
      newest = Math.max(newest, tick);
    }
    const tick = clock.tickAt(ms, serverTick(ms));
    seen.pictures.push({ ms, tick, delay: clock.delayTicks });
    seen.beyond += ms > 2000 && tick > newest ? 1 : 0;
  }
  return { ...seen, clock };
}

/** Pictures go on, at nine to eleven tenths of their pace. */
function assertSteady({ pictures }, hz, slowest = 0.9) {
  for (let i = 1; i < pictures.length; i++) {
    const pace = ((pictures[i].tick - pictures[i - 1].tick) * 1000) / hz / PICTURE_MS;
    assert.ok(pace > slowest - 1e-6 && pace < 1.1 + 1e-6, `seed ${SEED}: ${pace} at ${pictures[i].ms} ms`);
  }
}

for (const hz of [20, 30, 60, 128]) {
  for (const jitterMs of [0, 10, 25]) {
    test(`${hz} Hz, jitter ${jitterMs} ms: fewer than one picture in a hundred is beyond the newest frame`, () => {
      const run = watch({ hz, jitterMs, seconds: 120 });
      const part = run.beyond / run.pictures.length;
      const ticksOf = (ms) => (ms * hz) / 1000;
      const delay = run.clock.wantedDelayTicks;
      assert.ok(part < 0.01, `seed ${SEED}: ${part}`);
      assert.ok(delay < ticksOf(40) + 2 + ticksOf(5.5 * jitterMs + 3), `seed ${SEED}: ${delay} ticks`);
      assertSteady(run, hz);
    });
  }
}

test('without jitter it is the way and two send intervals, also when they change', () => {
  assert.ok(Math.abs(watch({ hz: 20, jitterMs: 0, seconds: 20 }).clock.delayTicks - 2.8) < 0.05);
  const run = watch({ hz: 32, spanTicks: 4, jitterMs: 0, seconds: 20 });
  assert.ok(Math.abs(run.clock.delayTicks - (8 + 1.28)) < 0.05, `${run.clock.delayTicks}`);
  run.clock.setSpan(1);
  assert.ok(Math.abs(run.clock.wantedDelayTicks - (2 + 1.28)) < 0.3);
});

test('a stall costs no delay afterwards, and no step back', () => {
  const stall = { stallFromMs: 60000, stallToMs: 62000 };
  const run = watch({ hz: 30, jitterMs: 5, seconds: 120, stall });
  assertSteady(run, 30);
  const delayAt = (ms) => run.pictures.find((p) => p.ms > ms).delay;
  assert.ok(Math.abs(delayAt(70000) - delayAt(59000)) < 0.7, `${delayAt(59000)}, ${delayAt(70000)}`);
});

test('a server that slips back is waited for', () => {
  const run = watch({ hz: 30, jitterMs: 5, seconds: 60, slip: { ms: 30000, ticks: 20 } });
  assertSteady(run, 30, 0);
  assert.ok(Math.abs(run.pictures.at(-1).delay - run.clock.wantedDelayTicks) < 0.5);
});

test('after a hidden page it is at once where it should be', () => {
  const run = watch({ hz: 30, jitterMs: 5, seconds: 10 });
  const before = run.clock.tick;
  const tick = run.clock.tickAt(30000, 1000 + 900);
  assert.ok(tick > before && Math.abs(1900 - tick - run.clock.wantedDelayTicks) < 0.01);
});
