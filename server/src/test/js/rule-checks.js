// What is asked of a rule compiled to an ES module, in Node and in a page alike (no imports, no exports).
globalThis.ruleChecks = {
  /** Steps through all vectors; throws at the first integer that differs. How many steps of each shape. */
  check(rule, vectors) {
    const { seed, names, inputLength, maps, walks } = vectors;
    if (rule.stateNames() !== names) {
      throw new Error(`state names: ${rule.stateNames()}`);
    }
    const length = names.split(' ').length;
    const made = maps.map((m) => rule.newMap(...m.slice(0, 4), Int32Array.from(m.slice(4))));
    const steps = {};
    walks.forEach((walk, w) => {
      const state = Int32Array.from(walk.start);
      const rows = Int32Array.from(walk.rows);
      const width = inputLength + length;
      for (let at = 0; at < rows.length; at += width) {
        const input = rows.slice(at, at + inputLength);
        rule.step(state, input, made[walk.map]);
        for (let i = 0; i < length; i++) {
          if (state[i] !== rows[at + inputLength + i]) {
            const name = names.split(' ')[i];
            throw new Error(
              `seed ${seed}, walk ${w} (${walk.shape}), step ${at / width}: ${name} is ${state[i]}, `
                + `in Java ${rows[at + inputLength + i]}`,
            );
          }
        }
        for (let i = 0; i < inputLength; i++) {
          if (input[i] !== rows[at + i]) {
            throw new Error(`seed ${seed}, walk ${w}: the input was written to`);
          }
        }
        steps[walk.shape] = (steps[walk.shape] ?? 0) + 1;
      }
    });
    return steps;
  },

  /** Fires all shots; throws at the first that meets another body than in Java. Hits and misses. */
  checkRails(rule, { seed, maps, rails }) {
    const made = maps.map((m) => rule.newMap(...m.slice(0, 4), Int32Array.from(m.slice(4))));
    const counts = { hits: 0, misses: 0 };
    rails.forEach((shot, s) => {
      const [map, x, y, aim] = shot;
      const count = (shot.length - 5) / 2;
      const xs = Int32Array.from(shot.slice(4, 4 + count));
      const ys = Int32Array.from(shot.slice(4 + count, 4 + 2 * count));
      const met = rule.railHit(x, y, aim, made[map], xs, ys, count);
      if (met !== shot.at(-1)) {
        throw new Error(`seed ${seed}, shot ${s}: meets ${met}, in Java ${shot.at(-1)}`);
      }
      counts[met < 0 ? 'misses' : 'hits']++;
    });
    return counts;
  },

  /** Times: of making the largest map (ms, the least), of a tick at first and (the least) when warm (us). */
  measure(rule, vectors) {
    const { inputLength, maps, walks } = vectors;
    const largest = maps.reduce((a, b) => (b.length > a.length ? b : a));
    const walls = Int32Array.from(largest.slice(4));
    const bounds = largest.slice(0, 4);
    let mapMs = Infinity;
    let map;
    for (let i = 0; i < 30; i++) {
      const from = performance.now();
      map = rule.newMap(...bounds, walls);
      mapMs = Math.min(mapMs, performance.now() - from);
    }
    const walk = walks.find((w) => w.shape === 'FREE' && maps[w.map] === largest);
    const width = inputLength + walk.start.length;
    const inputs = [];
    for (let at = 0; at < walk.rows.length; at += width) {
      inputs.push(Int32Array.from(walk.rows.slice(at, at + inputLength)));
    }
    const start = Int32Array.from(walk.start);
    const state = new Int32Array(start.length);
    // Browsers' clocks are coarse: a repetition takes some milliseconds.
    const rounds = 400;
    let tickUs = Infinity;
    let coldUs = 0;
    for (let i = 0; i < 40; i++) {
      const from = performance.now();
      for (let k = 0; k < (i === 0 ? 1 : rounds); k++) {
        state.set(start);
        for (const input of inputs) {
          rule.step(state, input, map);
        }
      }
      const us = (performance.now() - from) * 1000;
      if (i === 0) {
        coldUs = us / inputs.length;
      } else {
        tickUs = Math.min(tickUs, us / rounds / inputs.length);
      }
    }
    return { walls: walls.length / 4, mapMs, coldUs, tickUs };
  },
};
