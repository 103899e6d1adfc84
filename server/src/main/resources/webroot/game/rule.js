/**
 * The arena's movement rule, as dev.backbeat.rule.arena.ArenaRule computes it on the server: the
 * velocity approaches what the input asks for by bounded steps, then the body, a square, moves and
 * slides along walls. Integers only: position quanta and ticks.
 */
const FULL_STICK = 127;

/** Walls and bounds of the room, indexed so that a step reads only what is near. */
export class RuleMap {
  /** @param {object} map a decoded StaticMap */
  constructor(map) {
    this.minX = map.minX;
    this.minY = map.minY;
    this.maxX = map.maxX;
    this.maxY = map.maxY;
    this.cell = 2048;
    this.cols = Math.floor((map.maxX - map.minX) / this.cell) + 1;
    this.rows = Math.floor((map.maxY - map.minY) / this.cell) + 1;
    this.walls = Int32Array.from(map.walls);
    this.grid = Array.from({ length: this.cols * this.rows }, () => []);
    for (let w = 0; w + 3 < this.walls.length; w += 4) {
      const c1 = this.col(this.walls[w + 2]);
      const r1 = this.row(this.walls[w + 3]);
      for (let r = this.row(this.walls[w + 1]); r <= r1; r++) {
        for (let c = this.col(this.walls[w]); c <= c1; c++) {
          this.grid[r * this.cols + c].push(w);
        }
      }
    }
  }

  col(x) {
    return Math.max(0, Math.min(this.cols - 1, Math.floor((x - this.minX) / this.cell)));
  }

  row(y) {
    return Math.max(0, Math.min(this.rows - 1, Math.floor((y - this.minY) / this.cell)));
  }
}

/** Moves `state` ({x, y, vx, vy}) by one tick. `constants` are the Welcome's. */
export function step(state, moveX, moveY, map, constants) {
  const { max_speed: max, accel_step: accel, player_radius: radius } = constants;
  const squared = moveX * moveX + moveY * moveY;
  const length = squared > FULL_STICK * FULL_STICK ? Math.trunc(Math.sqrt(squared)) : FULL_STICK;
  const vx = approach(state.vx, Math.trunc((moveX * max) / length), accel);
  const vy = approach(state.vy, Math.trunc((moveY * max) / length), accel);
  state.vx = free(map, state.x, state.y, radius, vx, 0);
  state.x += state.vx;
  state.vy = free(map, state.y, state.x, radius, vy, 1);
  state.y += state.vy;
}

function approach(v, target, by) {
  const d = target - v;
  return d > by ? v + by : d < -by ? v - by : target;
}

/** How far of `d` a body can go along one axis (0 = x, 1 = y); `a` is its place on it, `b` across. */
function free(map, a, b, radius, d, axis) {
  if (d === 0) {
    return 0;
  }
  const least = axis === 0 ? map.minX : map.minY;
  const most = axis === 0 ? map.maxX : map.maxY;
  let way =
    d > 0 ? Math.min(d, Math.max(0, most - radius - a)) : Math.max(d, Math.min(0, least + radius - a));
  const from = a - radius + Math.min(d, 0);
  const to = a + radius + Math.max(d, 0);
  const c0 = map.col(axis === 0 ? from : b - radius);
  const c1 = map.col(axis === 0 ? to : b + radius);
  const r0 = map.row(axis === 0 ? b - radius : from);
  const r1 = map.row(axis === 0 ? b + radius : to);
  const w = map.walls;
  for (let r = r0; r <= r1; r++) {
    for (let c = c0; c <= c1; c++) {
      for (const i of map.grid[r * map.cols + c]) {
        if (b - radius < w[i + 3 - axis] && b + radius > w[i + 1 - axis]) {
          way = limit(way, a - radius, a + radius, w[i + axis], w[i + 2 + axis]);
        }
      }
    }
  }
  return way;
}

function limit(way, lo, hi, wallLo, wallHi) {
  if (way > 0 && wallLo >= hi) {
    return Math.min(way, wallLo - hi);
  }
  if (way < 0 && wallHi <= lo) {
    return Math.max(way, wallHi - lo);
  }
  return way;
}
