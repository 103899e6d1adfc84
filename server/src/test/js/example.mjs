// docs/javascript-sdk.md, "A first client": JsSdkIT runs this very file.
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);

const { connect } = await import(process.env.BACKBEAT_SDK); // ".../sdk/backbeat.js"
const protobuf = require(process.env.BACKBEAT_PROTOBUFJS); // npm: "protobufjs"
const WebSocket = globalThis.WebSocket ?? require('ws'); // Node 20 has none of its own

const client = await connect({
  url: process.env.BACKBEAT_URL, // "ws://127.0.0.1:8080/play"
  name: 'wanderer',
  protobuf,
  WebSocket,
  on: {
    event: (e) => console.log(`${e.name} at tick ${e.tick}`),
    chat: (c) => console.log(`${c.name}: ${c.text}`),
    disconnected: (d) => console.log(`${d.message} Coming back ...`),
    resumed: () => console.log('back'),
    closed: (c) => console.log(`over: ${c.message}`),
  },
});
console.log(`in room ${client.welcome.room} as player ${client.welcome.player}`);

// Inputs: set axes when they change, count presses; the SDK does the rest.
client.setAxis('move_x', 127);
client.press('fire');

// State: every entity in view, in the units of the schema.
let frames = 0;
await new Promise((resolve) => {
  client.on('frame', () => {
    frames++;
    if (frames === 60) {
      resolve();
    }
  });
});
const own = client.world.own;
console.log(`at ${own.get('x')}, ${own.get('y')} after ${frames} frames,`
  + ` RTT ${client.clock.smoothedRttMs.toFixed(1)} ms`);
client.leave();
