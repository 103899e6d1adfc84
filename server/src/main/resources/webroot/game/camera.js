/** What part of the world is on the screen. World units are px of the arena. */
const WORLD_AREA = 1420 * 800;

export class Camera {
  constructor() {
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.width = 1;
    this.height = 1;
    this.pixelRatio = 1;
    this.shake = 0;
    this.offsetX = 0;
    this.offsetY = 0;
  }

  /** Fits the canvas to the window. Everybody sees the same area, whatever the window's shape. */
  resize(canvas, width, height, pixelRatio) {
    this.pixelRatio = Math.min(pixelRatio, 2, Math.sqrt(3.7e6 / (width * height)));
    this.width = width;
    this.height = height;
    this.scale = Math.sqrt((width * height) / WORLD_AREA);
    const w = Math.round(width * this.pixelRatio);
    const h = Math.round(height * this.pixelRatio);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
  }

  /** Follows a point, with a bit of recoil from `shake`. */
  follow(x, y, dtSeconds, random = Math.random) {
    this.x = x;
    this.y = y;
    this.shake *= Math.exp(-dtSeconds * 7);
    const s = this.shake > 0.2 ? this.shake : 0;
    this.offsetX = (random() - 0.5) * s;
    this.offsetY = (random() - 0.5) * s;
  }

  /** Makes the context draw in world coordinates. */
  apply(g) {
    const k = this.scale * this.pixelRatio;
    g.setTransform(
      k, 0, 0, k,
      (this.width * this.pixelRatio) / 2 - (this.x + this.offsetX) * k,
      (this.height * this.pixelRatio) / 2 - (this.y + this.offsetY) * k,
    );
  }

  /** Draws in a frame of reference turned by `angle` at a world point. */
  applyAt(g, x, y, angle, size = 1) {
    const k = this.scale * this.pixelRatio;
    const c = Math.cos(angle) * k * size;
    const s = Math.sin(angle) * k * size;
    g.setTransform(
      c, s, -s, c,
      (this.width * this.pixelRatio) / 2 + (x - this.x - this.offsetX) * k,
      (this.height * this.pixelRatio) / 2 + (y - this.y - this.offsetY) * k,
    );
  }

  /** Half of the visible world, with a margin. */
  get halfWidth() {
    return this.width / this.scale / 2;
  }

  get halfHeight() {
    return this.height / this.scale / 2;
  }

  /** Whether a disc is on the screen. */
  sees(x, y, radius) {
    return (
      Math.abs(x - this.x) < this.halfWidth + radius &&
      Math.abs(y - this.y) < this.halfHeight + radius
    );
  }

  /** World coordinate under a window coordinate. */
  worldX(clientX) {
    return this.x + (clientX - this.width / 2) / this.scale;
  }

  worldY(clientY) {
    return this.y + (clientY - this.height / 2) / this.scale;
  }
}
