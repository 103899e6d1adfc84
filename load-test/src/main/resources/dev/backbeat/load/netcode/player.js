/**
 * Players of the arena who note what they see: the same as dev.backbeat.load.netcode.JavaPlayer, with the
 * SDK. The page asks for its tasks, plays them all at the same time, and sends what was noted.
 */
const GAP_MS = 500;
const SETTLE_TICKS = 6;
const REST_MS = 900;
const REST_EVERY_MS = 4000;
const SHOT_TIMEOUT_TICKS = 150;
const MAX_WAIT_PICTURES = 20;
const BLEND_MS = 100;
/** quanta, 2 px */
const LEEWAY = 16;
const TURN = Math.PI * 2;
const AIM_STEPS = 4096;

/** A small seeded generator (mulberry32), so that a run can be repeated. */
function random(seed) {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Counts jumps of others as drawn: a body moves farther in a picture than it can and than blending out what was
 * drawn wrong explains, or the time at which others are drawn goes back. As MotionWatch.java.
 */
class MotionWatch {
  constructor(maxSpeedPerTick, tickHz) {
    this.maxPerMs = (maxSpeedPerTick * tickHz) / 1000;
    this.last = new Map();
    this.renderTickQ8 = 0;
    this.jumps = 0;
  }

  picture(renderTickQ8) {
    this.jumps += renderTickQ8 < this.renderTickQ8 ? 1 : 0;
    this.renderTickQ8 = renderTickQ8;
  }

  seen(id, f, drawn, exact, nowMs) {
    const x = drawn[f.x];
    const y = drawn[f.y];
    const teleport = drawn[f.teleport];
    const was = this.last.get(id);
    if (!was) {
      this.last.set(id, { x, y, teleport, nowMs, wrong: 0, wrongUntilMs: 0 });
      return;
    }
    if (was.teleport === teleport) {
      const passedMs = nowMs - was.nowMs;
      const wrong = Math.hypot(exact[f.x] - was.x, exact[f.y] - was.y);
      if (wrong > was.wrong || nowMs > was.wrongUntilMs) {
        was.wrong = wrong;
        was.wrongUntilMs = nowMs + 2 * BLEND_MS;
      }
      const far = this.maxPerMs * passedMs + was.wrong * Math.min(1, passedMs / BLEND_MS) + LEEWAY;
      this.jumps += Math.hypot(x - was.x, y - was.y) > far ? 1 : 0;
    }
    was.x = x;
    was.y = y;
    was.teleport = teleport;
    was.nowMs = nowMs;
  }
}

export class Player {
  constructor(task, index, { rule }) {
    this.task = task;
    this.rule = rule;
    this.random = random(task.seed * 1000 + index);
    this.move = { x: 0, y: 0 };
    this.turnAtTick = 0;
    this.restFromMs = REST_EVERY_MS * this.random();
    this.resting = false;
    this.restUntilMs = 0;
    this.moving = null;
    this.aim = 0;
    this.shots = [];
    this.readyTick = 0;
    this.others = new Float64Array(32);
    this.exact = new Int32Array(32);
    this.measuring = false;
    this.log = {
      ticks: 0, lateInputs: 0, samples: 0, extrapolatedSamples: 0, frozenSamples: 0,
      jumps: 0, ownMoves: 0, ownMovesSeenLater: 0, shotsSeenToHit: 0, shotsHit: 0,
      leads: [], corrections: [], lates: [], gaps: [],
    };
  }

  async join(connect, index) {
    const { task } = this;
    this.client = await connect({
      url: task.url,
      room: task.room,
      name: `js-${index}`,
      on: {
        frame: (frame) => this.onFrame(frame, performance.now()),
        event: (e) => this.onEvent(e),
        closed: (c) => {
          this.failure = c.message;
        },
      },
    });
    const { client } = this;
    const { room } = client;
    this.kind = room.schema.kind('player');
    const f = (name) => this.kind.field(name);
    this.f = { x: f('x'), y: f('y'), vx: f('vx'), vy: f('vy'), hp: f('hp'), teleport: f('teleport') };
    this.tickHz = client.clock.tickHz;
    this.cooldownTicks = room.constants.rail_cooldown_ticks ?? Math.ceil(this.tickHz * 1.2);
    this.map = this.rule.newMap(room.map.minX, room.map.minY, room.map.maxX, room.map.maxY,
      Int32Array.from(room.map.walls));
    client.predict('player', this.rule);
    this.state = new Int32Array(client.prediction.state.length);
    this.input = new Int32Array(room.schema.axes.length + room.schema.actions.length);
    this.targets = { ids: [], xs: new Int32Array(64), ys: new Int32Array(64) };
    this.watch = new MotionWatch(room.constants.max_speed, this.tickHz);
    client.inputs.onSample = (tick) => this.decide(tick);
  }

  /** From now on what is seen counts. */
  begin(nowMs) {
    const { stats } = this.client;
    this.measuring = true;
    this.startMs = nowMs;
    this.startTick = this.client.world.tick;
    this.base = { ...stats };
    this.corrections = stats.corrections;
    this.lates = stats.lateInputs;
    this.jumpsBefore = this.watch.jumps;
    this.shots.length = 0;
  }

  /** What was noted. */
  end() {
    const { log, client, base } = this;
    const { stats } = client;
    log.ticks = client.world.tick - this.startTick;
    log.lateInputs = stats.lateInputs - base.lateInputs;
    for (const name of ['samples', 'extrapolatedSamples', 'frozenSamples']) {
      log[name] = stats[name] - base[name];
    }
    log.jumps = this.watch.jumps - this.jumpsBefore;
    client.leave();
    return log;
  }

  onFrame(frame, nowMs) {
    const { client } = this;
    if (this.measuring) {
      const { stats } = client;
      const { tick } = client.world;
      const ms = nowMs - this.startMs;
      if (nowMs - this.frameMs > GAP_MS) {
        this.log.gaps.push(this.frameMs - this.startMs, ms, tick);
      }
      if (stats.corrections !== this.corrections) {
        this.corrections = stats.corrections;
        this.log.corrections.push(tick, stats.correctionSize, ms);
      }
      if (stats.lateInputs !== this.lates) {
        this.log.lates.push(tick, stats.lateInputs - this.lates, ms);
        this.lates = stats.lateInputs;
      }
      if (frame.inputTick !== 0 && frame.inputTick !== this.inputTick) {
        this.inputTick = frame.inputTick;
        this.log.leads.push(stats.marginTicks, frame.inputLeadQ8 / 256);
      }
      while (this.shots.length > 0 && tick - this.shots[0].tick > SHOT_TIMEOUT_TICKS) {
        this.shots.shift();
        this.log.shotsSeenToHit++;
      }
    }
    this.frameMs = nowMs;
  }

  /** One picture. */
  picture(nowMs) {
    const { client } = this;
    const own = client.world.own;
    if (!own || this.failure) {
      return;
    }
    this.#live(nowMs);
    const renderTick = client.renderTick(nowMs);
    this.watch.picture(client.inputs.viewTickQ8);
    client.prediction.draw(nowMs);
    this.#ownMove(client.prediction);
    for (const e of client.world.entities.values()) {
      if (e !== own && e.kind === this.kind && client.interpolator.sample(e, renderTick, this.others)
          && client.interpolator.sampleExact(e, client.inputs.viewTickQ8, this.exact)) {
        this.watch.seen(e.id, this.f, this.others, this.exact, nowMs);
      }
    }
  }

  /** The sticks, as a person would move them between two pictures. */
  #live(nowMs) {
    if (!this.resting && nowMs > this.restFromMs) {
      this.resting = true;
      this.restUntilMs = nowMs + REST_MS;
      this.move.x = 0;
      this.move.y = 0;
    } else if (this.resting && nowMs > this.restUntilMs) {
      this.resting = false;
      this.restFromMs = nowMs + REST_EVERY_MS * (0.5 + this.random());
      this.#turn();
      const { x, y } = this.client.prediction;
      this.moving = this.#blocked() ? null : { x, y, pictures: 0 };
    }
    this.client.setAxis('move_x', this.move.x);
    this.client.setAxis('move_y', this.move.y);
  }

  #turn() {
    const a = this.random() * TURN;
    this.move.x = Math.round(Math.cos(a) * 127);
    this.move.y = Math.round(Math.sin(a) * 127);
  }

  /** Whether a wall is in the way. */
  #blocked() {
    this.state.set(this.client.prediction.state);
    const [x, y] = this.state;
    this.input[0] = this.move.x;
    this.input[1] = this.move.y;
    this.rule.step(this.state, this.input, this.map);
    return this.state[0] === x && this.state[1] === y;
  }

  /** Whether the body that was set in motion is seen to move in the same picture. */
  #ownMove(prediction) {
    if (!this.moving) {
      return;
    }
    const { x, y, pictures } = this.moving;
    if (prediction.x !== x || prediction.y !== y || pictures > MAX_WAIT_PICTURES) {
      if (this.measuring) {
        this.log.ownMoves++;
        this.log.ownMovesSeenLater += pictures > 0 ? 1 : 0;
      }
      this.moving = null;
    } else {
      this.moving.pictures++;
    }
  }

  /** The input of a tick is about to be taken. */
  decide(tick) {
    const { client } = this;
    if (!this.resting && tick >= this.turnAtTick) {
      this.turnAtTick = tick + 3 + Math.floor(this.random() * 12);
      this.#turn();
    }
    client.setAxis('move_x', this.move.x);
    client.setAxis('move_y', this.move.y);
    const { prediction } = client;
    if (prediction.active && tick >= this.readyTick && prediction.tick === tick - 1) {
      this.#shoot(tick);
    } else {
      // A hand is never still: so every tick has an input of its own.
      this.aim = (this.aim + 1 + Math.floor(this.random() * 16)) % AIM_STEPS;
    }
    client.setAxis('aim', this.aim);
  }

  #shoot(tick) {
    const { client, targets, f } = this;
    const viewTickQ8 = client.inputs.viewTickQ8;
    let count = 0;
    for (const e of client.world.entities.values()) {
      if (e.kind === this.kind && e !== client.world.own && count < 64
          && client.interpolator.sampleExact(e, viewTickQ8, this.exact) && this.exact[f.hp] > 0) {
        targets.ids[count] = e.id;
        targets.xs[count] = this.exact[f.x];
        targets.ys[count] = this.exact[f.y];
        count++;
      }
    }
    if (count === 0) {
      return;
    }
    // Where the own body stands when the shot goes off: at the end of the tick.
    this.state.set(client.prediction.state);
    this.input[0] = this.move.x;
    this.input[1] = this.move.y;
    this.input[2] = this.aim;
    this.rule.step(this.state, this.input, this.map);
    const [x, y] = this.state;
    const wanted = Math.floor(this.random() * count);
    const angle = Math.atan2(targets.ys[wanted] - y, targets.xs[wanted] - x);
    const aim = ((Math.round((angle / TURN) * AIM_STEPS) % AIM_STEPS) + AIM_STEPS) % AIM_STEPS;
    const hit = this.rule.railHit(x, y, aim, this.map, targets.xs, targets.ys, count);
    if (hit < 0) {
      return;
    }
    this.aim = aim;
    this.readyTick = tick + this.cooldownTicks + SETTLE_TICKS;
    client.press('rail');
    if (this.measuring) {
      this.shots.push({ tick, victim: targets.ids[hit] });
    }
  }

  onEvent(event) {
    if (event.name !== 'rail' || event.args[0] !== this.client.world.ownEntityId || this.shots.length === 0) {
      return;
    }
    // A press that came late is a shot of a later tick; one that met the cooldown is none.
    let shot = this.shots.shift();
    while (this.shots.length > 0 && this.shots[0].tick <= event.tick) {
      this.log.shotsSeenToHit++;
      shot = this.shots.shift();
    }
    this.log.shotsSeenToHit++;
    this.log.shotsHit += event.args[3] - 1 === shot.victim ? 1 : 0;
  }
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${src} cannot be loaded`));
    document.head.append(script);
  });
}

async function play() {
  const tasks = await (await fetch('/tasks')).json();
  await loadScript(`${tasks[0].server}/webjars/protobufjs/dist/protobuf.min.js`);
  const { connect } = await import(`${tasks[0].server}/sdk/backbeat.js`);
  const rule = await import(`${tasks[0].server}/rules/arena.js`);
  const players = [];
  for (const task of tasks) {
    for (let i = 0; i < task.players; i++) {
      const player = new Player(task, i, { rule });
      await player.join(connect, i);
      players.push(player);
    }
  }
  const [{ warmupSeconds, seconds }] = tasks;
  const beginMs = performance.now() + warmupSeconds * 1000;
  const endMs = beginMs + seconds * 1000;
  await new Promise((resolve) => {
    const picture = (nowMs) => {
      if (nowMs > endMs) {
        resolve();
        return;
      }
      for (const player of players) {
        if (!player.measuring && nowMs > beginMs) {
          player.begin(nowMs);
        }
        player.picture(nowMs);
      }
      requestAnimationFrame(picture);
    };
    requestAnimationFrame(picture);
  });
  const failed = players.find((p) => p.failure);
  if (failed) {
    throw new Error(failed.failure);
  }
  return tasks.map((task) => players.filter((p) => p.task === task).map((p) => p.end()));
}

async function report() {
  let body;
  try {
    body = { logs: await play() };
  } catch (e) {
    body = { error: String(e.stack ?? e) };
  }
  await fetch('/result', { method: 'POST', body: JSON.stringify(body) });
}

report();
