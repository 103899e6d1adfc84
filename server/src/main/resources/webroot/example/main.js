import { connect } from '/sdk/backbeat.js';
import * as rule from '/rules/arena.js';

const canvas = document.querySelector('canvas');
const g = canvas.getContext('2d');
const keys = new Set();
const mouse = { x: innerWidth, y: innerHeight / 2 };
addEventListener('keydown', (e) => keys.add(e.code));
addEventListener('keyup', (e) => keys.delete(e.code));
addEventListener('blur', () => keys.clear());
addEventListener('pointermove', (e) => Object.assign(mouse, { x: e.x, y: e.y }));

const url = new URL('/', location.href).href;
const client = await connect({ url, name: 'example', on: { closed: (c) => alert(c.message) } });
const body = client.predict('player', rule); // The own ship, ahead of the server.
const values = new Float64Array(32);
addEventListener('pointerdown', () => client.press('fire'));
client.inputs.onSample = () => keys.has('Space') && client.press('fire'); // Once per tick.

function readKeys() {
  const x = keys.has('KeyD') - keys.has('KeyA');
  const y = keys.has('KeyS') - keys.has('KeyW');
  const full = x && y ? 90 : 127;
  client.setAxis('move_x', x * full);
  client.setAxis('move_y', y * full);
  const turn = Math.atan2(mouse.y - innerHeight / 2, mouse.x - innerWidth / 2) / (2 * Math.PI);
  client.setAxis('aim', Math.round((turn + 1) * 4096) % 4096);
}

function dot(x, y, size, color) {
  g.fillStyle = color;
  g.fillRect((x - body.x) / 8 + innerWidth / 2 - size / 2, (y - body.y) / 8 + innerHeight / 2 - size / 2, size, size);
}

function picture(nowMs) {
  requestAnimationFrame(picture);
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  readKeys();
  body.draw(nowMs); // With the keys as they are now.
  const renderTick = client.renderTick(nowMs);
  const { walls } = client.room.map;
  g.fillStyle = '#33415f';
  for (let w = 0; w < walls.length; w += 4) {
    const [x, y] = [walls[w] - body.x, walls[w + 1] - body.y].map((d) => d / 8);
    g.fillRect(x + innerWidth / 2, y + innerHeight / 2, (walls[w + 2] - walls[w]) / 8, (walls[w + 3] - walls[w + 1]) / 8);
  }
  client.interpolator.forEach(renderTick * 256, (e) => {
    if (e.id !== client.world.ownEntityId && client.interpolator.sample(e, renderTick, values)) {
      dot(values[e.kind.x], values[e.kind.y], e.kind.name === 'player' ? 28 : 8, '#ffb454');
    }
  });
  if (body.active) {
    dot(body.x, body.y, 28, '#5ee6a8');
  }
}
requestAnimationFrame(picture);
globalThis.example = { client, body }; // For the browser's console.
