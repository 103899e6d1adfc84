import assert from 'node:assert/strict';
import test from 'node:test';
import { sdk, sdkModule } from './support.mjs';

const { Inputs } = await sdkModule('inputs.js');
const { Backoff } = await sdkModule('backoff.js');
const { Statistics } = await sdkModule('statistics.js');

test('the clock believes the sample with the least round trip', () => {
  const clock = new sdk.ServerClock(20);
  // True server tick at local ms t: t / 50 + 1000. Slow samples are lopsided by their whole delay.
  const truth = (ms) => ms / 50 + 1000;
  clock.sample(0, 300, truth(290));
  clock.sample(400, 410, truth(405));
  for (let t = 1000; t < 15000; t += 1000) {
    clock.sample(t, t + 200, truth(t + 195));
  }
  assert.ok(Math.abs(clock.serverTickAt(15000) - truth(15000)) < 0.05);
});

test('a server that dropped ticks is believed at once, not when the old samples are gone', () => {
  const clock = new sdk.ServerClock(30);
  const truth = (ms, dropped) => (ms * 30) / 1000 + 500 - dropped;
  for (let t = 0; t < 5000; t += 1000) {
    clock.sample(t, t + 100, truth(t + 50, 0));
  }
  clock.sample(5000, 5130, truth(5065, 4));
  for (let t = 5130; t < 8500; t += 10) {
    clock.serverTickAt(t);
  }
  assert.ok(Math.abs(clock.serverTickAt(8500) - truth(8500, 4)) < 0.05);
});

test('corrections are slewed: time never goes back', () => {
  const clock = new sdk.ServerClock(60);
  clock.sample(0, 20, 500);
  clock.sample(100, 101, 503);
  let last = -Infinity;
  for (let ms = 101; ms < 3000; ms += 5) {
    const tick = clock.serverTickAt(ms);
    assert.ok(tick >= last, `at ${ms}`);
    last = tick;
  }
});

test('while playing time never jumps, however wrong the first samples were', () => {
  const clock = new sdk.ServerClock(30);
  const truth = (ms) => (ms * 30) / 1000 + 500;
  clock.sample(0, 2000, truth(1990));
  let last = clock.serverTickAt(2000);
  for (let ms = 2010; ms < 60000; ms += 10) {
    if (ms % 1000 === 0) {
      clock.sample(ms - 40, ms, truth(ms - 20));
    }
    const tick = clock.serverTickAt(ms);
    const pace = (tick - last) / 0.3;
    assert.ok(pace > 0.949 && pace < 1.051, `pace ${pace} at ${ms}`);
    last = tick;
  }
  assert.ok(Math.abs(last - truth(59990)) < 0.05);
});

test('after a resume the next sample is believed at once', () => {
  const clock = new sdk.ServerClock(30);
  clock.sample(0, 300, 500);
  clock.restart();
  clock.seed(900, 1000);
  assert.ok(clock.serverTickAt(1000) < 600, 'the estimate is better than a Welcome');
  clock.sample(1000, 1010, 530);
  assert.ok(Math.abs(clock.serverTickAt(1005) - 530) < 0.2);
});

test('an older moment does not take time back', () => {
  const clock = new sdk.ServerClock(30);
  clock.sample(0, 20, 500);
  clock.sample(100, 110, 506);
  const tick = clock.serverTickAt(200);
  clock.serverTickAt(150);
  assert.ok(Math.abs(clock.serverTickAt(200) - tick) < 1e-9);
});

test('a far-off estimate is corrected at once', () => {
  const clock = new sdk.ServerClock(30);
  clock.seed(10, 0);
  clock.sample(0, 10, 900);
  assert.ok(Math.abs(clock.serverTickAt(5) - 900) < 0.01);
});

test('one input per tick, a short batch after a hiccup, never an old tick', () => {
  const inputs = new Inputs(new sdk.SchemaInfo(schemaMessage()), 20);
  inputs.setAxis(0, 500);
  assert.deepEqual(inputs.take(100.4), { firstTick: 100, values: [127], presses: [0] });
  assert.equal(inputs.take(100.9), null);
  inputs.press(0);
  inputs.press(0);
  const batch = inputs.take(103.2);
  assert.equal(batch.firstTick, 101);
  assert.deepEqual(batch.values, [127, 127, 127]);
  assert.deepEqual(batch.presses, [0, 0, 2], 'presses belong to the newest input');
  assert.equal(inputs.take(140).firstTick, 136, 'what is too late is not sent');
  const into = new Int32Array(inputs.length);
  assert.ok(inputs.read(138, into) && into[0] === 127);
  assert.ok(!inputs.read(1, into));
});

test('the back-off grows, is capped and jittered in full', () => {
  const most = new Backoff({ baseMs: 100, capMs: 1000, random: () => 1 });
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => most.nextDelayMs()), [100, 200, 400, 800, 1000, 1000]);
  assert.equal(new Backoff({ random: () => 0 }).nextDelayMs(), 0);
});

test('jitter counts unevenness, not silence', () => {
  const stats = new Statistics();
  let ms = 0;
  for (let tick = 1; tick < 400; tick += tick % 3 === 0 ? 4 : 1) {
    ms = tick * 50;
    stats.frame(tick, ms, 20);
  }
  assert.equal(stats.jitterMs, 0);
  stats.frame(stats.lastTick + 1, ms + 50 + 16, 20);
  assert.equal(stats.jitterMs, 1);
});

function schemaMessage() {
  return {
    kinds: [],
    events: [],
    privateFields: [],
    input: { axes: [{ name: 'move', min: -127, max: 127 }], actions: ['fire'] },
  };
}
