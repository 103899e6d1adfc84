// The rule that the build compiled, in Node, against steps of the same rule in Java.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import './rule-checks.js';

const { BACKBEAT_RULE: module, BACKBEAT_RULE_VECTORS: file } = process.env;
const vectors = JSON.parse(readFileSync(file, 'utf8'));
const before = performance.now();
const rule = await import(module);
const importMs = performance.now() - before;

test('costs little', () => {
  const { walls, mapMs, coldUs, tickUs } = globalThis.ruleChecks.measure(rule, vectors);
  console.log(
    `rule cost in Node: import ${importMs.toFixed(1)} ms, map of ${walls} walls ${mapMs.toFixed(2)} ms, `
      + `tick ${coldUs.toFixed(2)} us cold, ${tickUs.toFixed(2)} us warm`,
  );
  assert.ok(tickUs > 0);
});

test('computes what Java computes', () => {
  const steps = globalThis.ruleChecks.check(rule, vectors);
  assert.deepEqual(Object.keys(steps), ['FREE', 'FLUSH', 'INSIDE', 'DEAD', 'EXTREME']);
});

test('shoots as Java shoots', () => {
  const { hits, misses } = globalThis.ruleChecks.checkRails(rule, vectors);
  assert.ok(hits > 5000 && misses > 5000, `${hits} hits, ${misses} misses`);
  const wrong = { ...vectors, rails: [...vectors.rails] };
  wrong.rails[7] = [...wrong.rails[7].slice(0, -1), 99];
  assert.throws(() => globalThis.ruleChecks.checkRails(rule, wrong), /shot 7: meets .* in Java 99/);
});

test('a difference is found', () => {
  const wrong = structuredClone(vectors);
  wrong.walks[3].rows[wrong.inputLength + 1] ^= 1;
  assert.throws(() => globalThis.ruleChecks.check(rule, wrong), /walk 3 .* step 0: y is/);
});

test('what Java refuses, JavaScript refuses', () => {
  const map = rule.newMap(0, 0, 100, 100, new Int32Array(0));
  assert.throws(() => rule.newMap(0, 0, 0, 0, new Int32Array(0)), /empty bounds/);
  assert.throws(() => rule.step(new Int32Array(3), new Int32Array(5), map));
});
