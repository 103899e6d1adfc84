// The page's switch between networks, without a page.
import assert from 'node:assert/strict';
import test from 'node:test';
import { gameModule } from './support.mjs';

const { LabSwitch } = await gameModule('lab.js');

/** A switch on a page with that query, whose server does not answer. */
function cutOff(t, search) {
  const before = { location: globalThis.location, fetch: globalThis.fetch };
  t.after(() => Object.assign(globalThis, before));
  globalThis.location = { search, href: `http://game.example/${search}` };
  globalThis.fetch = async () => {
    throw new TypeError('Failed to fetch');
  };
  return new LabSwitch();
}

test('who asked for no network plays on where the list of them cannot be had', async (t) => {
  const warned = t.mock.method(console, 'warn', () => {});
  await cutOff(t, '').begin();
  assert.equal(warned.mock.callCount(), 1);
});

test('who asked for one is told', async (t) => {
  await assert.rejects(cutOff(t, '?lab=lte').begin(), TypeError);
});
