// The page's copy of the movement rule against steps of the server's own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { gameModule } from './support.mjs';

const { RuleMap, step } = await gameModule('rule.js');
const file = process.env.BACKBEAT_RULE_VECTORS;

test('moves exactly as the server does', { skip: !file && 'BACKBEAT_RULE_VECTORS is not set' }, () => {
  const { seed, walks } = JSON.parse(readFileSync(file, 'utf8'));
  let blocked = 0;
  walks.forEach((walk, w) => {
    const map = new RuleMap({
      minX: walk.min, minY: walk.min, maxX: walk.max, maxY: walk.max, walls: walk.walls,
    });
    const constants = {
      max_speed: walk.maxSpeed, accel_step: walk.accelStep, player_radius: walk.radius,
    };
    const [x, y, vx, vy] = walk.start;
    const state = { x, y, vx, vy };
    walk.steps.forEach((row, i) => {
      step(state, row[4], row[5], map, constants);
      assert.deepEqual([state.x, state.y, state.vx, state.vy], row.slice(0, 4), `seed ${seed}, ${w}:${i}`);
      blocked += (state.vx === 0 && row[4] !== 0) || (state.vy === 0 && row[5] !== 0) ? 1 : 0;
    });
  });
  assert.ok(blocked > 100, 'walls were met');
});
