/**
 * The graph of the network panel, as net_graph has it: a bar per frame, as high as the frame was long and
 * coloured by what its bytes were for; a mark below where it came late, where an input came late to the
 * server, where a prediction was wrong; and lines for round trip, jitter and the delay of others.
 */
export const COLORS = {
  cells: '#37b87c',
  events: '#a07bff',
  own: '#4a90d9',
  control: '#8392ad',
  late: '#ff4d6d',
  lateInput: '#ffb454',
  corrected: '#ff6fe0',
  rttMs: '#45d6ff',
  jitterMs: '#ffd27d',
  delayMs: '#ffffff',
};
const STACK = ['cells', 'events', 'own', 'control'];
const MARKS = ['late', 'lateInput', 'corrected'];
const LINES = ['rttMs', 'jitterMs', 'delayMs'];
const MARK_PX = 4;
const BAR_PX = 2;

export class NetGraph {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.g = canvas.getContext('2d');
  }

  /** Draws the frames, newest at the right. */
  draw(frames) {
    const { canvas, g } = this;
    const k = Math.min(devicePixelRatio, 2);
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * k) || canvas.height !== Math.round(height * k)) {
      canvas.width = Math.round(width * k);
      canvas.height = Math.round(height * k);
    }
    g.setTransform(k, 0, 0, k, 0, 0);
    g.clearRect(0, 0, width, height);
    const shown = frames.slice(-Math.floor(width / BAR_PX));
    const bottom = height - MARKS.length * MARK_PX - 2;
    const mostBytes = roundUp(Math.max(64, ...shown.map((f) => STACK.reduce((sum, part) => sum + f[part], 0))));
    const mostMs = roundUp(Math.max(50, ...shown.flatMap((f) => LINES.map((line) => f[line] || 0))));
    this.#grid(width, bottom, mostBytes, mostMs);
    const left = width - shown.length * BAR_PX;
    shown.forEach((f, i) => this.#bar(f, left + i * BAR_PX, bottom, mostBytes));
    for (const line of LINES) {
      this.#line(shown, line, left, bottom, mostMs);
    }
  }

  #grid(width, bottom, mostBytes, mostMs) {
    const { g } = this;
    g.fillStyle = 'rgba(255, 255, 255, 0.08)';
    for (let i = 0; i <= 2; i++) {
      g.fillRect(0, Math.round((bottom * i) / 2), width, 1);
    }
    g.font = '10px system-ui, sans-serif';
    g.textBaseline = 'top';
    g.fillStyle = COLORS.rttMs;
    g.fillText(`${mostMs} ms`, 2, 2);
    g.fillStyle = COLORS.cells;
    g.textAlign = 'right';
    g.fillText(`${mostBytes} B`, width - 2, 2);
    g.textAlign = 'left';
  }

  #bar(f, x, bottom, mostBytes) {
    const { g } = this;
    let y = bottom;
    for (const part of STACK) {
      const h = (f[part] / mostBytes) * (bottom - 1);
      if (h > 0) {
        g.fillStyle = COLORS[part];
        g.fillRect(x, y - h, BAR_PX - 0.5, h);
        y -= h;
      }
    }
    MARKS.forEach((mark, row) => {
      if (f[mark]) {
        g.fillStyle = COLORS[mark];
        g.fillRect(x - 1, bottom + 2 + row * MARK_PX, BAR_PX + 1, MARK_PX - 1);
      }
    });
  }

  #line(shown, line, left, bottom, mostMs) {
    const { g } = this;
    g.strokeStyle = COLORS[line];
    g.lineWidth = 1.3;
    g.beginPath();
    shown.forEach((f, i) => {
      const v = f[line];
      if (Number.isFinite(v)) {
        g.lineTo(left + i * BAR_PX, bottom - (Math.min(v, mostMs) / mostMs) * (bottom - 1));
      }
    });
    g.stroke();
  }
}

/** To the next 1, 2 or 5 times a power of ten. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= value);
}
