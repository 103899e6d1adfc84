// The way back, with time stepped by hand.
import assert from 'node:assert/strict';
import test from 'node:test';
import { sdkModule } from './support.mjs';

const { Comeback } = await sdkModule('comeback.js');
const { spread } = await sdkModule('backoff.js');
const GRACE_MS = 5000;

function lostAtZero({ hintMs = 0, random = () => 0.5, rejoinForMs } = {}) {
  const comeback = new Comeback({ random, rejoinForMs });
  comeback.playing(GRACE_MS, -60000);
  comeback.lost(hintMs, 0);
  return comeback;
}

/** Fails every attempt at its time; when each was, by step. */
function attempts(comeback, hintMs = 0) {
  const seen = { resume: [], rejoin: [] };
  let nowMs = 0;
  while (comeback.step !== 'end') {
    nowMs += comeback.waitMs;
    seen[comeback.step].push(nowMs);
    comeback.failed(hintMs, nowMs);
  }
  return seen;
}

test('resumes until the grace period is over, then joins anew for as long as it may', () => {
  const seen = attempts(lostAtZero());
  assert.ok(seen.resume.length > 4 && seen.resume.at(-1) <= GRACE_MS, `${seen.resume}`);
  assert.ok(seen.rejoin[0] > GRACE_MS && seen.rejoin[0] <= GRACE_MS + 4000, `${seen.rejoin}`);
  assert.ok(seen.rejoin.at(-1) > 290000 && seen.rejoin.at(-1) <= 300000, `${seen.rejoin.at(-1)}`);
});

test('the program says for how long, and 0 is the end of the session', () => {
  const some = attempts(lostAtZero({ rejoinForMs: 60000 })).rejoin.at(-1);
  assert.ok(some > 50000 && some <= 60000, `${some}`);
  const none = attempts(lostAtZero({ rejoinForMs: 0 }));
  assert.deepEqual(none.rejoin, []);
  assert.ok(none.resume.at(-1) <= GRACE_MS);
});

test('a hint within the grace period is waited out, then the session is resumed', () => {
  const comeback = lostAtZero({ hintMs: 2000 });
  assert.equal(comeback.step, 'resume');
  assert.equal(comeback.waitMs, 2500);
});

test('a hint beyond the grace period is waited out, whatever the patience, and does not use it up', () => {
  for (const rejoinForMs of [0, 60000]) {
    for (const hintMs of [GRACE_MS + 1, 60000, 600000]) {
      const comeback = lostAtZero({ hintMs, rejoinForMs });
      assert.equal(comeback.step, 'rejoin');
      assert.ok(comeback.waitMs >= hintMs && comeback.waitMs <= hintMs + 5000, `${comeback.waitMs}`);
      const last = attempts(comeback).rejoin.at(-1);
      const patienceMs = Math.max(rejoinForMs, 30000);
      assert.ok(last > hintMs + patienceMs - 5000 && last <= hintMs + patienceMs, `${last}`);
    }
  }
});

test('no server keeps a client waiting for ever', () => {
  assert.equal(lostAtZero({ hintMs: 3600000 }).step, 'end');
  const comeback = lostAtZero();
  comeback.failed(3600000, 100);
  assert.equal(comeback.step, 'end');
  const told = attempts(lostAtZero({ hintMs: 600000 }), 20000).rejoin;
  assert.ok(told.at(-1) <= 900000, `${told.at(-1)}`);
  assert.ok(told.length > 10);
});

test('a refusal with Retry-After is waited out, as a newcomer if the session ends meanwhile', () => {
  const comeback = lostAtZero();
  comeback.failed(3000, 100);
  assert.equal(comeback.step, 'resume');
  assert.equal(comeback.waitMs, 3750);
  comeback.failed(20000, 3850);
  assert.equal(comeback.step, 'rejoin');
  assert.equal(comeback.waitMs, 22500);
});

test('where the session is gone it joins anew at once, and for a while', () => {
  const comeback = lostAtZero({ rejoinForMs: 0 });
  comeback.gone(0, 4900);
  assert.equal(comeback.step, 'rejoin');
  assert.ok(comeback.waitMs <= 300, `${comeback.waitMs}`);
  assert.ok(attempts(comeback).rejoin.length > 5);
});

test('those who were told the same do not come back in the same second', () => {
  const seconds = new Set();
  for (let i = 0; i < 100; i++) {
    const waitMs = lostAtZero({ hintMs: 20000, random: () => i / 100 }).waitMs;
    seconds.add(Math.floor(waitMs / 1000));
  }
  assert.deepEqual([...seconds], [20, 21, 22, 23, 24]);
  assert.equal(spread(400, () => 1), 600);
  assert.equal(spread(0, () => 1), 0);
});

test('playing again begins all anew', () => {
  const comeback = lostAtZero();
  comeback.gone(0, 100);
  comeback.playing(GRACE_MS, 1000);
  comeback.lost(0, 60000);
  assert.equal(comeback.step, 'resume');
  assert.ok(comeback.waitMs <= 150);
});
