import assert from 'node:assert/strict';
import test from 'node:test';
import { keyframe, newWorld, overTheWire, reset, sdk, sdkModule } from './support.mjs';

const { Inputs, LeadControl } = await sdkModule('inputs.js');
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
  assert.equal(inputs.take(140).firstTick, 137, 'what is too late is not sent');
  const into = new Int32Array(1);
  assert.ok(inputs.sentAxes(138, into) && into[0] === 127);
  assert.ok(!inputs.sentAxes(1, into));
});

test('the lead control keeps the worst input of a window early, but not too early', () => {
  const control = new LeadControl();
  // 1.2 ticks of the margin are lost on the way, jitter 0.4.
  let n = 0;
  const lead = () => control.marginTicks - 1.2 - ((n++ * 7) % 5) / 10;
  for (let i = 0; i < 400; i++) {
    control.measured(lead());
  }
  const worst = control.marginTicks - 1.6;
  assert.ok(worst >= 0.3 && worst <= 1.1, `worst lead ${worst}`);
  control.marginTicks = 15;
  for (let i = 0; i < 800; i++) {
    control.measured(lead());
  }
  assert.ok(control.marginTicks - 1.6 <= 1.5);
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

function interpolated(frames, options) {
  const world = newWorld();
  const interpolator = new sdk.Interpolator(world, options);
  for (const frame of frames) {
    world.apply(frame);
    interpolator.record();
  }
  const into = new Float64Array(4);
  return (tick, id = 1) => {
    const there = interpolator.sample(world.entities.get(id), tick, into);
    return [there, ...into];
  };
}

const move = (tick, changed, residuals) =>
  overTheWire({ tick, cells: [{ cell: 0, kinds: [{ kind: 0, changed, residuals }] }] });

test('between two frames positions are linear and angles go the short way round', () => {
  const at = interpolated([
    reset(10, [keyframe(0, [[1, 100, 8, 250, 0]])]),
    move(11, [0, 0b100], [12]),
  ]);
  assert.deepEqual(at(10.5).slice(0, 4), [true, 104, 8, 256]);
  assert.deepEqual(at(10).slice(0, 2), [true, 100]);
  assert.equal(at(9.9)[0], false, 'not there yet');
});

test('after the newest frame the predictor goes on for a bounded time', () => {
  const at = interpolated([reset(10, [keyframe(0, [[1, 100, 8, 0, 0]])])], { maxExtrapolationTicks: 3 });
  assert.equal(at(11.5)[1], 112);
  assert.equal(at(30)[1], 124);
});

test('a teleport snaps', () => {
  const at = interpolated([
    reset(10, [keyframe(0, [[1, 100, 0, 0, 0]])]),
    move(11, [0, 0b1001], [5000, 1]),
  ]);
  assert.equal(at(10.9)[1], 100);
  assert.equal(at(11)[1], 5100);
});

test('what happened in silence was straight: a turn is not smeared over it', () => {
  const at = interpolated([
    reset(10, [keyframe(0, [[1, 0, 10, 0, 0]])]),
    // Ticks 11..13 were silent; at 14 the velocity changed from 10 to -10.
    move(14, [0, 0b10], [-20]),
  ]);
  assert.equal(at(12)[1], 20);
  assert.equal(at(13)[1], 30);
  assert.equal(at(13.5)[1], 25);
});

function schemaMessage() {
  return {
    kinds: [],
    events: [],
    privateFields: [],
    input: { axes: [{ name: 'move', min: -127, max: 127 }], actions: ['fire'] },
  };
}
