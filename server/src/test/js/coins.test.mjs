// The documented example's rule, compiled by the documented build, against steps of the same rule in Java.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import './rule-checks.js';

const rule = await import(process.env.BACKBEAT_RULE);
const vectors = JSON.parse(readFileSync(process.env.BACKBEAT_RULE_VECTORS, 'utf8'));

test('computes what Java computes', () => {
  const steps = globalThis.ruleChecks.check(rule, vectors);
  assert.deepEqual(steps, { EXTREME: 3400, FREE: 6600 });
});
