// What the tests share: the SDK, protobufjs, the .proto files, hand-made frames, a fake WebSocket.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = new URL('.', import.meta.url);

/** Set by JsSdkIT: where protobufjs of the WebJar was unpacked. */
const protobufPath = process.env.BACKBEAT_PROTOBUFJS;
if (!protobufPath) {
  throw new Error('BACKBEAT_PROTOBUFJS must name dist/protobuf.js; JsSdkIT sets it');
}
export const protobuf = require(protobufPath);

export const sdk = await import(new URL('../../main/resources/webroot/sdk/backbeat.js', here));

export function sdkModule(name) {
  return import(new URL(`../../main/resources/webroot/sdk/${name}`, here));
}

export function gameModule(name) {
  return import(new URL(`../../main/resources/webroot/game/${name}`, here));
}

export function protoSource(name) {
  const url = new URL(`../../../../proto/src/main/proto/backbeat/v1/${name}.proto`, here);
  return readFileSync(fileURLToPath(url), 'utf8');
}

export const protocol = new sdk.Protocol(
  protobuf,
  ['schema', 'client', 'server'].map(protoSource),
);

const root = new protobuf.Root();
for (const name of ['schema', 'client', 'server']) {
  protobuf.parse(protoSource(name), root);
}
root.resolveAll();
export const types = {
  serverFrame: root.lookupType('backbeat.v1.ServerFrame'),
  clientFrame: root.lookupType('backbeat.v1.ClientFrame'),
  schema: root.lookupType('backbeat.v1.Schema'),
};

/** A ServerFrame as it comes out of the wire. */
export function overTheWire(fields) {
  return protocol.decode(types.serverFrame.encode(types.serverFrame.create(fields)).finish());
}

/** Bytes of a ServerFrame. */
export function bytesOf(fields) {
  return types.serverFrame.encode(types.serverFrame.create(fields)).finish();
}

/** A schema: body {x by vx, vx, aim (wraps at 8 bits), teleport}, thing {n}. */
export const SCHEMA = types.schema.decode(
  types.schema
    .encode(
      types.schema.create({
        kinds: [
          {
            name: 'body',
            fields: [
              { name: 'x', quantum: 0.125, predictedBy: 2, interpolation: 1, role: 1 },
              { name: 'vx', quantum: 1 },
              { name: 'aim', quantum: 1 / 256, wrapBits: 8, interpolation: 1 },
              { name: 'teleport', quantum: 1, wrapBits: 8, role: 3 },
            ],
          },
          { name: 'thing', fields: [{ name: 'n', quantum: 1 }] },
        ],
        input: { axes: [{ name: 'move', min: -127, max: 127 }], actions: ['fire'] },
        events: [{ name: 'bang', args: ['who'] }],
        privateFields: [{ name: 'ammo', quantum: 1 }, { name: 'heat', quantum: 0.5 }],
      }),
    )
    .finish(),
);

export function newWorld(observer) {
  return new sdk.World(new sdk.SchemaInfo(SCHEMA), observer);
}

/** A keyframe slice of bodies: [id, x, vx, aim, teleport]. */
export function keyframe(cell, bodies, spanLog2 = 0) {
  let previous = -1;
  const entered = bodies.map(([id]) => {
    const gap = id - previous - 1;
    previous = id;
    return gap;
  });
  const values = bodies.flatMap((b) => b.slice(1));
  return { cell, spanLog2, keyframe: true, kinds: bodies.length ? [{ kind: 0, entered, values }] : [] };
}

/** The first frame of a connection. */
export function reset(tick, cells, more = {}) {
  return overTheWire({ tick, reset: true, ownEntity: -1, cells, ...more });
}

/** Sends nothing; the test plays the server. */
export class FakeWebSocket {
  static all = [];
  static refuse = false;
  /** called right behind `onopen`, as when a first message comes in one segment with the upgrade */
  static afterOpen = null;
  /** what a Pong says; 0 = pings are not answered */
  static serverTickQ8 = 256 * 100;

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
    this.readyState = 0;
    this.sent = [];
    this.bufferedAmount = 0;
    FakeWebSocket.all.push(this);
    const { refuse } = FakeWebSocket;
    queueMicrotask(() => {
      if (refuse) {
        this.serverCloses(1006);
      } else {
        this.readyState = 1;
        this.onopen?.({});
        FakeWebSocket.afterOpen?.(this);
      }
    });
  }

  send(bytes) {
    const frame = types.clientFrame.decode(bytes);
    this.sent.push(frame);
    if (frame.ping && FakeWebSocket.serverTickQ8 > 0) {
      const { clientTimeUs } = frame.ping;
      queueMicrotask(() =>
        this.serverSends({ pong: { clientTimeUs, serverTickQ8: FakeWebSocket.serverTickQ8 } }),
      );
    }
  }

  close(code = 1005) {
    this.serverCloses(code);
  }

  serverSends(fields) {
    const bytes = bytesOf(fields);
    this.onmessage?.({ data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) });
  }

  serverCloses(code) {
    if (this.readyState !== 3) {
      this.readyState = 3;
      this.onclose?.({ code });
    }
  }
}

/** Waits until a condition holds, for a generous while. */
export async function until(condition, what, ms = 20000) {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`never: ${typeof what === 'function' ? what() : what}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
