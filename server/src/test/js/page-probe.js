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

  function rule() {
    return backbeat.match.own.prediction.rule;
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
        const [code] = freeKeys(90);
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

    /** Flies about for some ticks without a late input; windows with one begin anew. */
    async flyAlone(ticks) {
      const { client, match } = backbeat;
      const { stats } = client;
      for (let attempt = 0; attempt < 8; attempt++) {
        const from = client.world.tick;
        const late = stats.lateInputs;
        const { corrections } = stats;
        let px = 0;
        let held = [];
        let last = [match.own.x, match.own.y];
        for (let i = 0; client.world.tick < from + ticks && stats.lateInputs === late; i++) {
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
        if (stats.lateInputs === late) {
          return { attempt, ticks: client.world.tick - from, px, corrections: stats.corrections - corrections };
        }
      }
      throw new Error('an input was late in every window');
    },

    /** One shot, to where there is room: how soon it is seen, and how it becomes the server's bolt. */
    async shootAndLook() {
      const { match, client, happenings, scene, controls } = backbeat;
      const { shots } = match;
      await until(() => match.own.alive && match.own.vx === 0 && match.own.vy === 0);
      const [code] = freeKeys(300);
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

    /** A rail's event, as the server would send it, for a victim beside the own ship. */
    pretendHit() {
      const { x, y } = backbeat.match.own;
      const args = [1, 0, 0, backbeat.client.world.ownEntityId + 1, Math.round(x) + 500, Math.round(y), 1280];
      backbeat.debugView.event({ name: 'rail', tick: backbeat.client.world.tick, x: Math.round(x) + 1500, y: Math.round(y), args });
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
