// Evaluated in the game page: 220 ships and bolts of no server around the own ship, in motion.
(() => {
  const { client, match, scene } = backbeat;
  const { world } = client;
  const ENTITIES = 220;
  const FIRST_ID = 1e6;
  const EntityType = world.own.constructor;
  const fakes = Array.from({ length: ENTITIES }, (_, i) => {
    const kind = i % 4 === 3 ? scene.bolt : scene.player;
    const e = new EntityType(FIRST_ID + i, kind, new Int32Array(kind.fields.length), world.tick);
    e.phase = i * 2.4;
    e.cell = -2;
    return e;
  });
  const place = () => {
    for (const e of fakes) {
      const { kind, values } = e;
      const turn = world.tick / 40 + e.phase;
      const radius = (60 + ((e.id * 37) % 250)) / scene.quantum;
      values[kind.x] = match.own.x + Math.cos(turn) * radius * 1.5;
      values[kind.y] = match.own.y + Math.sin(turn) * radius;
      values[kind.field('vx')] = -Math.sin(turn) * 60;
      values[kind.field('vy')] = Math.cos(turn) * 60;
      if (kind === scene.player) {
        values[kind.field('aim')] = (turn * 40) & 255;
        values[kind.field('hp')] = 20 + (e.id % 80);
        values[kind.field('look')] = e.id % 12;
      }
      world.entities.set(e.id, e);
      client.interpolator.note(e, world.tick, 1);
    }
  };
  const record = client.interpolator.record.bind(client.interpolator);
  client.interpolator.record = (serverTick) => {
    record(serverTick);
    place();
  };
})();
