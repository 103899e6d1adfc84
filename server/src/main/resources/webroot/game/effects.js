/** Short-lived light: sparks, explosions, beams, rings, rising numbers. Pools of fixed size. */
const PARTICLES = 1400;
const SHAPES = 48;

export class Effects {
  constructor(sprites) {
    this.sprites = sprites;
    this.px = new Float32Array(PARTICLES);
    this.py = new Float32Array(PARTICLES);
    this.pvx = new Float32Array(PARTICLES);
    this.pvy = new Float32Array(PARTICLES);
    this.life = new Float32Array(PARTICLES);
    this.span = new Float32Array(PARTICLES);
    this.size = new Float32Array(PARTICLES);
    this.glow = new Array(PARTICLES).fill(null);
    this.next = 0;
    this.shapes = Array.from({ length: SHAPES }, () => ({ life: 0 }));
    this.nextShape = 0;
  }

  /** Nothing glows any more. */
  clear() {
    this.life.fill(0);
    this.shapes.forEach((s) => {
      s.life = 0;
    });
  }

  /** One glowing particle. */
  spark(x, y, vx, vy, seconds, size, color) {
    const i = this.next;
    this.next = (i + 1) % PARTICLES;
    this.px[i] = x;
    this.py[i] = y;
    this.pvx[i] = vx;
    this.pvy[i] = vy;
    this.life[i] = seconds;
    this.span[i] = seconds;
    this.size[i] = size;
    this.glow[i] = this.sprites.glow(color);
  }

  /** Particles in all directions. */
  burst(x, y, count, speed, seconds, size, color) {
    for (let i = 0; i < count; i++) {
      const a = Math.random() * Math.PI * 2;
      const v = speed * (0.25 + Math.random() * 0.75);
      const t = seconds * (0.5 + Math.random() * 0.5);
      this.spark(x, y, Math.cos(a) * v, Math.sin(a) * v, t, size * (0.5 + Math.random()), color);
    }
  }

  #shape(type, x, y, seconds, color) {
    const s = this.shapes[this.nextShape];
    this.nextShape = (this.nextShape + 1) % SHAPES;
    s.type = type;
    s.x = x;
    s.y = y;
    s.life = seconds;
    s.span = seconds;
    s.color = color;
    return s;
  }

  /** A ring that grows to `radius`. */
  ring(x, y, radius, seconds, color) {
    this.#shape('ring', x, y, seconds, color).radius = radius;
  }

  /** A rail gun's beam. */
  beam(x, y, x1, y1, color) {
    const s = this.#shape('beam', x, y, 0.55, color);
    s.x1 = x1;
    s.y1 = y1;
    const length = Math.hypot(x1 - x, y1 - y);
    const steps = Math.min(46, Math.ceil(length / 22));
    for (let i = 0; i < steps; i++) {
      const t = (i + Math.random()) / steps;
      const a = i * 0.9;
      this.spark(
        x + (x1 - x) * t, y + (y1 - y) * t, Math.cos(a) * 26, Math.sin(a) * 26,
        0.35 + Math.random() * 0.35, 7, color,
      );
    }
    this.burst(x1, y1, 16, 240, 0.4, 12, color);
  }

  /** A number or word that rises. */
  rise(x, y, text, color) {
    this.#shape('text', x, y, 0.8, color).picture = this.sprites.text(text, color);
  }

  /** A ship's end. */
  explosion(x, y, color) {
    this.burst(x, y, 46, 380, 0.8, 17, color);
    this.burst(x, y, 26, 200, 0.55, 26, '#ffb454');
    this.burst(x, y, 10, 90, 0.9, 42, '#ff6b6b');
    this.ring(x, y, 120, 0.5, '#ffffff');
    this.ring(x, y, 80, 0.7, color);
  }

  /** Moves everything on. */
  update(dt) {
    const drag = Math.exp(-dt * 3.2);
    for (let i = 0; i < PARTICLES; i++) {
      if (this.life[i] > 0) {
        this.life[i] -= dt;
        this.px[i] += this.pvx[i] * dt;
        this.py[i] += this.pvy[i] * dt;
        this.pvx[i] *= drag;
        this.pvy[i] *= drag;
      }
    }
    for (const s of this.shapes) {
      s.life -= dt;
    }
  }

  /** Draws in world coordinates; leaves the context's blending as it was. */
  draw(g, camera) {
    g.globalCompositeOperation = 'lighter';
    for (let i = 0; i < PARTICLES; i++) {
      if (this.life[i] > 0 && camera.sees(this.px[i], this.py[i], 50)) {
        const t = this.life[i] / this.span[i];
        const d = this.size[i] * (0.4 + t * 0.6);
        g.globalAlpha = t;
        g.drawImage(this.glow[i], this.px[i] - d / 2, this.py[i] - d / 2, d, d);
      }
    }
    for (const s of this.shapes) {
      if (s.life > 0 && s.type !== 'text') {
        this.#drawShape(g, s, s.life / s.span);
      }
    }
    g.globalCompositeOperation = 'source-over';
    for (const s of this.shapes) {
      if (s.life > 0 && s.type === 'text') {
        const t = s.life / s.span;
        g.globalAlpha = Math.min(1, t * 2);
        const w = s.picture.width / 2;
        g.drawImage(s.picture, s.x - w / 2, s.y - 34 - (1 - t) * 34, w, s.picture.height / 2);
      }
    }
    g.globalAlpha = 1;
  }

  #drawShape(g, s, t) {
    g.strokeStyle = s.color;
    g.globalAlpha = t;
    g.beginPath();
    if (s.type === 'ring') {
      g.lineWidth = 1 + 5 * t;
      g.arc(s.x, s.y, s.radius * (1 - t * t), 0, 7);
      g.stroke();
      return;
    }
    g.moveTo(s.x, s.y);
    g.lineTo(s.x1, s.y1);
    g.lineCap = 'round';
    g.globalAlpha = t * 0.35;
    g.lineWidth = 18 * t;
    g.stroke();
    g.globalAlpha = t * 0.8;
    g.lineWidth = 7 * t;
    g.stroke();
    g.strokeStyle = '#ffffff';
    g.globalAlpha = t;
    g.lineWidth = 2.4 * t;
    g.stroke();
  }
}
