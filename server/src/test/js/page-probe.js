// Evaluated in the game page: looks at it picture by picture, behind the page's own picture loop.
globalThis.pageProbe = (() => {
  const KEYS = { KeyD: [1, 0], KeyA: [-1, 0], KeyS: [0, 1], KeyW: [0, -1] };
  const picture = () => new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
  const key = (type, code) => dispatchEvent(new KeyboardEvent(type, { code, cancelable: true }));

  async function until(condition, pictures = 600) {
    for (let i = 0; i < pictures; i++) {
      if (condition()) {
        return;
      }
      await picture();
    }
    throw new Error(`never: ${condition}`);
  }

  /** Keys for directions in which there is room of some px. */
  function freeKeys(px) {
    const { own, scene, match } = { own: backbeat.client.world.own, ...backbeat };
    const q = scene.quantum;
    const free = rule().freeWay;
    const { x, y } = match.own;
    return Object.keys(KEYS).filter((code) => {
      const [dx, dy] = KEYS[code].map((d) => Math.round((d * px) / q));
      const side = (k) => [Math.round(x) + (dy ? k * own.kind.radius : 0), Math.round(y) + (dx ? k * own.kind.radius : 0)];
      own.kind.radius = backbeat.client.room.constants.player_radius;
      return [-1, 0, 1].every((k) => free(...side(k), dx, dy, match.shots.map) === 1);
    });
  }

  /** The key for a direction with so much room, or with as much as there is. */
  function freestKey(px) {
    for (let enough = px; enough > 20; enough *= 0.8) {
      const [code] = freeKeys(enough);
      if (code) {
        return code;
      }
    }
    throw new Error('the ship is shut in');
  }

  function rule() {
    return backbeat.match.own.prediction.rule;
  }

  /** Whom an own rail meets among the others as they are drawn at a view: id + 1, or 0. */
  function railAt(event, viewTickQ8, aim) {
    const { client, scene, match } = backbeat;
    const values = new Int32Array(scene.player.fields.length);
    const targets = [];
    for (const e of client.world.entities.values()) {
      if (e.kind === scene.player && e.id !== client.world.ownEntityId
          && client.interpolator.sampleExact(e, viewTickQ8, values)) {
        targets.push({ id: e.id, number: values[e.kind.owner], x: values[e.kind.x], y: values[e.kind.y] });
      }
    }
    targets.sort((a, b) => a.number - b.number);
    const xs = Int32Array.from(targets, (t) => t.x);
    const ys = Int32Array.from(targets, (t) => t.y);
    const hit = rule().railHit(event.x, event.y, aim, match.shots.map, xs, ys, targets.length);
    return hit < 0 ? 0 : targets[hit].id + 1;
  }

  return {
    /**
     * From standstill: how far the first picture after a press has moved, in quanta. Where a correction or a
     * late input fell into it, it is tried again.
     */
    async pressAndLook() {
      const { own } = backbeat.match;
      const { stats } = backbeat.client;
      for (let attempt = 0; attempt < 20; attempt++) {
        await until(() => own.vx === 0 && own.vy === 0 && backbeat.client.world.own.get('hp') > 0
          && own.prediction.offset === 0);
        const code = freestKey(90);
        const axis = KEYS[code][0] ? 'x' : 'y';
        const { corrections, lateInputs } = stats;
        await picture();
        const a = own[axis];
        await picture();
        const b = own[axis];
        key('keydown', code);
        await picture(); // The page's own loop comes first in each frame: this is the first picture.
        const c = own[axis];
        for (let i = 0; i < 6; i++) {
          await picture();
        }
        key('keyup', code);
        if (stats.corrections === corrections && stats.lateInputs === lateInputs) {
          return { attempt, code, before: b - a, first: c - b, direction: KEYS[code][0] + KEYS[code][1] };
        }
      }
      throw new Error('every attempt was disturbed');
    },

    /**
     * Flies about, in stretches of some ticks, until so many of them went by with motion and without a correction.
     * What holds up the page or the server, so that an input is late, spoils a stretch; a prediction that is wrong
     * spoils them all.
     */
    async flyAlone(wantedTicks) {
      const { client, match } = backbeat;
      const { stats } = client;
      const STRETCH_TICKS = 100;
      const MOST_STRETCHES = 16;
      const flight = { stretches: 0, ticks: 0, px: 0, corrections: 0, late: 0 };
      for (; flight.ticks < wantedTicks && flight.stretches < MOST_STRETCHES; flight.stretches++) {
        const from = client.world.tick;
        const { corrections, lateInputs } = stats;
        let px = 0;
        let held = [];
        let last = [match.own.x, match.own.y];
        for (let i = 0; client.world.tick < from + STRETCH_TICKS; i++) {
          if (i % 11 === 0) {
            held.forEach((code) => key('keyup', code));
            held = Object.keys(KEYS).filter(() => Math.random() < 0.4);
            held.forEach((code) => key('keydown', code));
          }
          await picture();
          px += Math.hypot(match.own.x - last[0], match.own.y - last[1]) * backbeat.scene.quantum;
          last = [match.own.x, match.own.y];
        }
        held.forEach((code) => key('keyup', code));
        flight.late += stats.lateInputs - lateInputs;
        flight.corrections += stats.corrections - corrections;
        if (stats.corrections === corrections && px > 60) {
          flight.ticks += client.world.tick - from;
          flight.px += px;
        }
      }
      return flight;
    },

    /** One shot, to where there is room: how soon it is seen, and how it becomes the server's bolt. */
    async shootAndLook() {
      const { match, client, happenings, scene, controls } = backbeat;
      const { shots } = match;
      await until(() => match.own.alive && match.own.vx === 0 && match.own.vy === 0);
      const code = freestKey(300);
      const [dx, dy] = KEYS[code];
      controls.mouseUsed = true;
      controls.mouse.x = innerWidth / 2 + 300 * dx;
      controls.mouse.y = innerHeight / 2 + 300 * dy;
      await until(() => Math.abs(Math.cos(match.aim) - dx) < 0.2 && Math.abs(Math.sin(match.aim) - dy) < 0.2);
      let flashes = 0;
      const { flash } = happenings;
      happenings.flash = (...args) => {
        flashes++;
        flash.apply(happenings, args);
      };
      key('keydown', 'KeyF');
      let pictures = 0;
      while (shots.ghosts.length === 0 && pictures < 60) {
        await picture();
        pictures++;
      }
      key('keyup', 'KeyF');
      const [ghost] = shots.ghosts;
      const values = new Float64Array(32);
      let before = null;
      let jumpPx = Infinity;
      for (let i = 0; i < 120 && ghost; i++) {
        const id = [...shots.shotTicks].find(([, tick]) => tick === ghost.tick)?.[0];
        const e = client.world.entities.get(id);
        if (e) {
          shots.sample(e, values);
          const at = [values[e.kind.x], values[e.kind.y]];
          const kind = e.kind;
          shots.sampleGhost(ghost, values);
          before = [values[kind.x], values[kind.y]];
          jumpPx = Math.hypot(at[0] - before[0], at[1] - before[1]) * scene.quantum;
          break;
        }
        await picture();
      }
      for (let i = 0; i < 20; i++) {
        await picture();
      }
      happenings.flash = flash;
      return { pictures, adopted: before !== null, jumpPx, flashes };
    },

    /**
     * Fires rails at those who are near, until so many have met somebody. Adds to `decided` each own rail that the
     * server decided: whom it met (`met`), whom the page had shown it to meet (`shown`), whether the server bounded
     * the view that the page had stated (`bounded`), and whom the page finds at the view that the server then took
     * (`found`).
     */
    async railsAtOthers(wanted, decided) {
      const { client, match, scene, controls } = backbeat;
      const stop = client.on('event', (e) => {
        const shot = match.shots.shown.get(`rail ${e.tick}`);
        if (e.name === 'rail' && e.args[0] === client.world.ownEntityId && shot) {
          const viewTickQ8 = 256 * e.tick - e.args[6];
          const bounded = viewTickQ8 !== shot.viewTickQ8;
          const found = railAt(e, viewTickQ8, shot.aim);
          decided.push({ tick: e.tick, shown: shot.victim, met: e.args[3], found, bounded, rewound: e.args[6] / 256 });
        }
      });
      controls.mouseUsed = true;
      const { cooldowns } = match.shots;
      let lastTick = 0;
      for (let i = 0; i < 6000 && decided.filter((d) => d.met > 0).length < wanted; i++) {
        const seen = [];
        for (const e of client.world.entities.values()) {
          const h = client.interpolator.histories.get(e.id);
          if (e.kind === scene.player && e.id !== client.world.ownEntityId && h?.drawnTick > 0) {
            const dx = h.drawn[e.kind.x] - match.own.x;
            const dy = h.drawn[e.kind.y] - match.own.y;
            const { x, y } = match.own;
            const way = [Math.round(x), Math.round(y), Math.round(dx), Math.round(dy)];
            if (rule().freeWay(...way, match.shots.map) === 1) {
              seen.push({ far: Math.hypot(dx, dy), x: h.drawn[e.kind.x], y: h.drawn[e.kind.y] });
            }
          }
        }
        const target = seen.sort((a, b) => a.far - b.far)[0];
        if (target) {
          const { camera, quantum } = scene;
          controls.mouse.x = (target.x * quantum - camera.x) * camera.scale + camera.width / 2;
          controls.mouse.y = (target.y * quantum - camera.y) * camera.scale + camera.height / 2;
          if (client.inputs.lastTick > lastTick + cooldowns.rail + 4) {
            lastTick = client.inputs.lastTick;
            controls.railPresses++;
          }
        }
        await picture();
      }
      stop();
    },

    /** Other players in this room, out of this very page: they come near and wander about. */
    async others(count) {
      const { connect } = await import('/sdk/backbeat.js');
      for (let i = 0; i < count; i++) {
        const other = await connect({ url: location.href, room: backbeat.client.welcome.room, name: `other ${i}` });
        setInterval(() => {
          const me = other.world.own;
          const prey = other.world.entities.get(backbeat.client.world.ownEntityId);
          const towards = (name) => {
            const d = me && prey ? prey.get(name) - me.get(name) : 0;
            const wanders = Math.abs(d) < 150 || Math.random() < 0.4;
            return wanders ? Math.round(Math.random() * 254 - 127) : 127 * Math.sign(d);
          };
          other.setAxis('move_x', towards('x'));
          other.setAxis('move_y', towards('y'));
        }, 400);
      }
    },

    /** A rail's event, as the server would send it, for a victim beside the own ship. */
    pretendHit() {
      const { x, y } = backbeat.match.own;
      const args = [1, 0, 0, backbeat.client.world.ownEntityId + 1, Math.round(x) + 500, Math.round(y), 1280];
      backbeat.debugView.event({ name: 'rail', tick: backbeat.client.world.tick, x: Math.round(x) + 1500, y: Math.round(y), args });
    },

    /** An own rail that met somebody here and nobody on the server, as the event would say it. */
    pretendRefuted() {
      const { client, match, debugView } = backbeat;
      const { x, y } = { x: Math.round(match.own.x), y: Math.round(match.own.y) };
      const { tick } = client.world;
      match.shots.shown.set(`rail ${tick}`, { tick, victim: 8, met: { id: 7, x: x + 500, y }, decided: true });
      const args = [client.world.ownEntityId, x + 900, y, 0, 0, 0, 1280];
      debugView.event({ name: 'rail', tick, x, y, args });
    },

    /** Whether one can get at a button of the network panel, scrolling it with a finger if need be. */
    reachable(selector) {
      const panel = document.getElementById('net');
      const style = getComputedStyle(panel);
      if (panel.scrollHeight > panel.clientHeight && style.overflowY === 'auto' && style.pointerEvents === 'auto') {
        panel.scrollTop = panel.scrollHeight;
      }
      const button = document.querySelector(selector);
      const { left, top, right, bottom } = button.getBoundingClientRect();
      return bottom <= innerHeight && document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === button;
    },

    /** How many pixels of a canvas have exactly a colour. */
    pixels(id, [r, g, b]) {
      const canvas = document.getElementById(id);
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        count += data[i] === r && data[i + 1] === g && data[i + 2] === b ? 1 : 0;
      }
      return count;
    },
  };
})();
