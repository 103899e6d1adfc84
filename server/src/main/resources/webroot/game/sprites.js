/** Pictures that are drawn once and then copied: ships, glows, names, the floor. */
import { COLORS, LOOKS, lookColor, shade } from './palette.js';

const SHIP_PX = 128;
const NAME_LIMIT = 300;

function canvas(width, height) {
  const c = document.createElement('canvas');
  c.width = width;
  c.height = height;
  return c;
}

/** Sprites by name. World sizes are in the comments; pictures have twice the pixels. */
export class Sprites {
  constructor() {
    this.ships = LOOKS.map((color) => drawShip(color));
    this.shipShadow = drawShip('#000000', true);
    this.glows = new Map();
    this.names = new Map();
    this.health = drawPickup(COLORS.health, 0);
    this.charge = drawPickup(COLORS.charge, 1);
    this.floor = drawFloor();
    this.stars = drawStars();
  }

  /** A hull, 64 world px wide, pointing to +x. */
  ship(look) {
    return this.ships[((look % LOOKS.length) + LOOKS.length) % LOOKS.length];
  }

  /** A soft round light, 64 px, for additive drawing. */
  glow(color) {
    let c = this.glows.get(color);
    if (!c) {
      c = canvas(64, 64);
      const g = c.getContext('2d');
      const gradient = g.createRadialGradient(32, 32, 0, 32, 32, 32);
      gradient.addColorStop(0, '#ffffff');
      gradient.addColorStop(0.18, color);
      gradient.addColorStop(0.45, `${color}66`);
      gradient.addColorStop(1, `${color}00`);
      g.fillStyle = gradient;
      g.fillRect(0, 0, 64, 64);
      this.glows.set(color, c);
    }
    return c;
  }

  /** Text, drawn at twice the size: a player's name or a number that rises. */
  text(string, color) {
    const key = `${color}|${string}`;
    let c = this.names.get(key);
    if (!c) {
      if (this.names.size >= NAME_LIMIT) {
        this.names.delete(this.names.keys().next().value);
      }
      const font = '600 26px system-ui, "Segoe UI", Roboto, Arial, sans-serif';
      const probe = this.floor.getContext('2d');
      probe.font = font;
      c = canvas(Math.ceil(probe.measureText(string).width) + 16, 38);
      const g = c.getContext('2d');
      g.font = font;
      g.textBaseline = 'middle';
      g.lineWidth = 6;
      g.lineJoin = 'round';
      g.strokeStyle = 'rgba(4, 8, 18, 0.85)';
      g.strokeText(string, 8, 19);
      g.fillStyle = color;
      g.fillText(string, 8, 19);
      this.names.set(key, c);
    }
    return c;
  }
}

function drawShip(color, shadow = false) {
  const c = canvas(SHIP_PX, SHIP_PX);
  const g = c.getContext('2d');
  g.translate(SHIP_PX / 2, SHIP_PX / 2);
  g.scale(2, 2);
  const fill = (style) => {
    g.fillStyle = shadow ? '#000' : style;
    g.fill();
  };
  if (!shadow) {
    g.shadowColor = color;
    g.shadowBlur = 14;
  }
  // Wings.
  const wings = g.createLinearGradient(-14, 0, 12, 0);
  wings.addColorStop(0, shade(toHex(color), -0.62));
  wings.addColorStop(1, shade(toHex(color), -0.3));
  for (const side of [-1, 1]) {
    g.beginPath();
    g.moveTo(7, 6 * side);
    g.lineTo(-6, 17 * side);
    g.lineTo(-16, 15 * side);
    g.lineTo(-11, 4 * side);
    g.closePath();
    fill(wings);
  }
  g.shadowBlur = 0;
  // Barrel.
  g.beginPath();
  g.roundRect(6, -2.6, 17, 5.2, 1.6);
  fill('#c8d6f2');
  g.beginPath();
  g.roundRect(19, -3.4, 4.5, 6.8, 1.4);
  fill('#6d7fa8');
  // Hull.
  const hull = g.createRadialGradient(-3, -5, 2, 0, 0, 15);
  hull.addColorStop(0, shade(toHex(color), 0.55));
  hull.addColorStop(0.55, color);
  hull.addColorStop(1, shade(toHex(color), -0.5));
  g.beginPath();
  g.moveTo(14, 0);
  g.bezierCurveTo(12, 9, 3, 13, -6, 11.5);
  g.bezierCurveTo(-14, 10, -14, -10, -6, -11.5);
  g.bezierCurveTo(3, -13, 12, -9, 14, 0);
  fill(hull);
  if (!shadow) {
    g.lineWidth = 1.2;
    g.strokeStyle = shade(toHex(color), 0.7);
    g.stroke();
    // Cockpit and exhausts.
    const glass = g.createLinearGradient(-2, -5, 8, 5);
    glass.addColorStop(0, '#ffffff');
    glass.addColorStop(0.4, '#20345f');
    glass.addColorStop(1, '#0a1226');
    g.beginPath();
    g.ellipse(3.5, 0, 5.6, 4.3, 0, 0, 7);
    fill(glass);
    g.fillStyle = '#0a1226';
    for (const side of [-1, 1]) {
      g.beginPath();
      g.roundRect(-14.5, 6 * side - 2.5, 4, 5, 1);
      g.fill();
    }
    g.strokeStyle = 'rgba(255,255,255,0.35)';
    g.lineWidth = 0.8;
    g.beginPath();
    g.moveTo(-9, -7);
    g.lineTo(-9, 7);
    g.stroke();
  }
  return c;
}

function toHex(color) {
  return color.length === 7 ? color : '#000000';
}

function drawPickup(color, type) {
  const c = canvas(96, 96);
  const g = c.getContext('2d');
  g.translate(48, 48);
  g.shadowColor = color;
  g.shadowBlur = 22;
  g.fillStyle = '#0d1730';
  g.strokeStyle = color;
  g.lineWidth = 4;
  g.beginPath();
  for (let i = 0; i < 6; i++) {
    const a = (i * Math.PI) / 3 + Math.PI / 6;
    g.lineTo(Math.cos(a) * 27, Math.sin(a) * 27);
  }
  g.closePath();
  g.fill();
  g.stroke();
  g.fillStyle = color;
  if (type === 0) {
    g.fillRect(-5, -15, 10, 30);
    g.fillRect(-15, -5, 30, 10);
  } else {
    g.beginPath();
    g.moveTo(4, -19);
    g.lineTo(-11, 3);
    g.lineTo(-1, 3);
    g.lineTo(-4, 19);
    g.lineTo(11, -4);
    g.lineTo(1, -4);
    g.closePath();
    g.fill();
  }
  return c;
}

/** A tile of 200 world px. */
function drawFloor() {
  const size = 400;
  const c = canvas(size, size);
  const g = c.getContext('2d');
  g.fillStyle = COLORS.floor;
  g.fillRect(0, 0, size, size);
  for (let y = 0; y < 2; y++) {
    for (let x = 0; x < 2; x++) {
      const light = g.createLinearGradient(x * 200, y * 200, x * 200 + 200, y * 200 + 200);
      light.addColorStop(0, (x + y) % 2 ? '#1a2748' : '#172340');
      light.addColorStop(1, '#111b34');
      g.fillStyle = light;
      g.fillRect(x * 200 + 2, y * 200 + 2, 196, 196);
      g.fillStyle = 'rgba(120, 160, 255, 0.10)';
      for (const [cx, cy] of [[14, 14], [186, 14], [14, 186], [186, 186]]) {
        g.beginPath();
        g.arc(x * 200 + cx, y * 200 + cy, 3, 0, 7);
        g.fill();
      }
    }
  }
  g.strokeStyle = 'rgba(98, 140, 230, 0.26)';
  g.lineWidth = 2;
  g.strokeRect(1, 1, size, size);
  g.strokeStyle = 'rgba(98, 140, 230, 0.09)';
  g.beginPath();
  g.moveTo(size / 2, 0);
  g.lineTo(size / 2, size);
  g.moveTo(0, size / 2);
  g.lineTo(size, size / 2);
  g.stroke();
  g.strokeStyle = 'rgba(69, 214, 255, 0.16)';
  g.lineWidth = 3;
  for (const [x, y] of [[0, 0], [size, 0], [0, size], [size, size]]) {
    g.beginPath();
    g.moveTo(x - 12, y);
    g.lineTo(x + 12, y);
    g.moveTo(x, y - 12);
    g.lineTo(x, y + 12);
    g.stroke();
  }
  return c;
}

/** What lies below the arena: a tile of far lights that moves slower than the floor. */
function drawStars() {
  const size = 512;
  const c = canvas(size, size);
  const g = c.getContext('2d');
  g.fillStyle = COLORS.outside;
  g.fillRect(0, 0, size, size);
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  for (let i = 0; i < 130; i++) {
    g.globalAlpha = 0.15 + random() * 0.6;
    g.fillStyle = random() < 0.2 ? lookColor(0) : '#9fb4e8';
    const r = 0.6 + random() * 1.3;
    g.beginPath();
    g.arc(random() * size, random() * size, r, 0, 7);
    g.fill();
  }
  return c;
}
