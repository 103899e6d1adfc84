// A typed program: it has to compile, and every line marked as an error has to be one.
import {
  BackbeatError,
  InvariantViolation,
  Role,
  VERSION,
  connect,
  type Client,
  type Entity,
  type GameEvent,
  type Prediction,
  type Rule,
} from 'backbeat';

const rule: Rule = {
  stateNames: () => 'x vx tick',
  newMap: (minX, minY, maxX, maxY, walls) => ({ maxX, n: walls.length }),
  step(state, input, map) {
    state[1] = input[0];
    state[0] = Math.min(map.maxX, state[0] + state[1]);
  },
};

export async function play(): Promise<number> {
  const client: Client = await connect({
    url: 'ws://127.0.0.1:8080/play',
    name: 'Ann',
    resume: JSON.parse('{"token":"t","graceMs":1}'),
    on: {
      event: (e) => console.log(e.name.toUpperCase(), e.tick + 1, e.texts.length),
      closed: ({ code, closeCode, message }) => console.log(code.length, closeCode + 1, message.trim()),
      // @ts-expect-error there is no such event
      joined: () => {},
    },
  });
  const body: Prediction = client.predict('ship', rule);
  const stop = client.on('chat', (c) => console.log(c.name.trim(), c.player + 1));
  stop();
  client.on('frame', (f) => f.tick.toFixed());
  client.on('violation', (e) => console.log(e instanceof InvariantViolation, e.message));
  // @ts-expect-error there is no such event
  client.on('tick', () => {});
  // @ts-expect-error an event's name is a string
  client.on('event', (e: GameEvent) => e.name.toFixed());
  client.setAxis('move_x', 127);
  client.press('fire');
  // @ts-expect-error axes have names
  client.setAxis(0, 127);
  const nowMs = performance.now();
  const renderTick: number = client.renderTick(nowMs);
  const into = new Float64Array(31);
  const exact = new Int32Array(31);
  let seen = 0;
  client.interpolator.forEach(renderTick * 256, (e: Entity) => {
    if (client.interpolator.sample(e, renderTick, into) && e.kind.inRole(Role.X) >= 0) {
      seen += into[e.kind.x];
    }
    client.interpolator.sampleExact(e, Math.floor(renderTick * 256), exact);
  });
  // @ts-expect-error fractions do not fit into integers
  client.interpolator.sample(client.world.own!, renderTick, exact);
  if (body.draw(nowMs)) {
    seen += body.x + body.y + body.value('vx') + body.state[0] + (body.stateAt(body.tick)?.[0] ?? 0);
  }
  const { corrections, correctionSize, interpolationDelayTicks, lateInputs } = client.stats;
  seen += corrections + correctionSize + interpolationDelayTicks + lateInputs;
  seen += client.inputTick(nowMs) - client.serverTick(nowMs) + client.lead.marginTicks;
  sessionStorage.setItem('seat', JSON.stringify(client.resumeState()));
  // @ts-expect-error a client comes from connect
  new Client();
  client.leave();
  return seen + VERSION.length;
}

export function sentence(e: unknown): string {
  return e instanceof BackbeatError ? `${e.message} (${e.closeCode})` : String(e);
}
