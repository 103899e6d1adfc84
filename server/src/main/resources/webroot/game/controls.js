/** Keyboard, mouse and touch, as one state: where to go, where to aim, what to shoot. */
const STICK_PX = 58;
const KEYS = {
  KeyW: [0, -1], ArrowUp: [0, -1], KeyS: [0, 1], ArrowDown: [0, 1],
  KeyA: [-1, 0], ArrowLeft: [-1, 0], KeyD: [1, 0], ArrowRight: [1, 0],
};

export class Controls {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{touch: HTMLElement, moveStick: HTMLElement, aimStick: HTMLElement, railButton: HTMLElement}} parts
   */
  constructor(canvas, parts) {
    this.parts = parts;
    this.held = new Set();
    this.mouse = { x: innerWidth / 2 + 100, y: innerHeight / 2, firing: false };
    this.mouseUsed = false;
    this.mouseFire = false;
    this.sticks = { move: null, aim: null };
    this.railPresses = 0;
    this.aim = 0;
    /** keys are for the game only while this is true */
    this.active = false;
    addEventListener('keydown', (e) => this.#key(e, true));
    addEventListener('keyup', (e) => this.#key(e, false));
    addEventListener('blur', () => this.release());
    canvas.addEventListener('contextmenu', (e) => e.preventDefault());
    canvas.addEventListener('pointerdown', (e) => this.#down(e, canvas));
    addEventListener('pointermove', (e) => this.#move(e));
    addEventListener('pointerup', (e) => this.#up(e));
    addEventListener('pointercancel', (e) => this.#up(e));
    parts.railButton.addEventListener('pointerdown', (e) => {
      e.preventDefault();
      this.railPresses++;
    });
  }

  /** Lets go of everything. */
  release() {
    this.held.clear();
    this.mouseFire = false;
    this.sticks.move = null;
    this.sticks.aim = null;
  }

  /** Wanted direction, -127..127 each. */
  readMove(into) {
    let x = 0;
    let y = 0;
    for (const code of this.held) {
      x += KEYS[code]?.[0] ?? 0;
      y += KEYS[code]?.[1] ?? 0;
    }
    x = Math.sign(x);
    y = Math.sign(y);
    const { move } = this.sticks;
    if (move) {
      x = move.dx / STICK_PX;
      y = move.dy / STICK_PX;
    }
    const length = Math.max(1, Math.hypot(x, y));
    into.x = Math.round((x / length) * 127);
    into.y = Math.round((y / length) * 127);
  }

  /** Whether the blaster's trigger is held. */
  get firing() {
    const { aim } = this.sticks;
    return this.mouseFire || this.held.has('KeyF') || (aim !== null && Math.hypot(aim.dx, aim.dy) > 24);
  }

  /** How often the rail gun was asked for since the last call. */
  takeRail() {
    const n = this.railPresses;
    this.railPresses = 0;
    return n;
  }

  /** The aim in radians, for a ship at a place on the screen. */
  readAim(shipX, shipY) {
    const { aim } = this.sticks;
    if (aim && Math.hypot(aim.dx, aim.dy) > 8) {
      this.aim = Math.atan2(aim.dy, aim.dx);
    } else if (this.mouseUsed) {
      this.aim = Math.atan2(this.mouse.y - shipY, this.mouse.x - shipX);
    }
    return this.aim;
  }

  #key(e, down) {
    if (!this.active || e.target instanceof HTMLInputElement || e.ctrlKey || e.metaKey) {
      this.held.delete(e.code);
      return;
    }
    if (e.code in KEYS || e.code === 'KeyF' || e.code === 'Space') {
      e.preventDefault();
      if (down && !e.repeat && e.code === 'Space') {
        this.railPresses++;
      }
      if (down) {
        this.held.add(e.code);
      } else {
        this.held.delete(e.code);
      }
    }
  }

  #down(e, canvas) {
    if (!this.active) {
      return;
    }
    e.preventDefault();
    document.activeElement?.blur?.();
    if (e.pointerType !== 'touch') {
      this.#aimAt(e);
      if (e.button === 2) {
        this.railPresses++;
      } else if (e.button === 0) {
        this.mouseFire = true;
      }
      return;
    }
    canvas.setPointerCapture?.(e.pointerId);
    document.body.classList.add('touching');
    this.parts.touch.hidden = false;
    const side = e.clientX < innerWidth / 2 ? 'move' : 'aim';
    if (!this.sticks[side]) {
      this.sticks[side] = { id: e.pointerId, x: e.clientX, y: e.clientY, dx: 0, dy: 0 };
      this.#showStick(side);
    }
  }

  #move(e) {
    if (e.pointerType !== 'touch') {
      this.#aimAt(e);
      return;
    }
    for (const side of ['move', 'aim']) {
      const stick = this.sticks[side];
      if (stick?.id === e.pointerId) {
        const dx = e.clientX - stick.x;
        const dy = e.clientY - stick.y;
        const k = Math.min(1, STICK_PX / Math.max(1, Math.hypot(dx, dy)));
        stick.dx = dx * k;
        stick.dy = dy * k;
        this.#showStick(side);
      }
    }
  }

  #up(e) {
    if (e.pointerType !== 'touch') {
      if (e.button === 0) {
        this.mouseFire = false;
      }
      return;
    }
    for (const side of ['move', 'aim']) {
      if (this.sticks[side]?.id === e.pointerId) {
        this.sticks[side] = null;
        const knob = this.#element(side).firstElementChild;
        knob.style.transform = '';
      }
    }
  }

  #aimAt(e) {
    this.mouse.x = e.clientX;
    this.mouse.y = e.clientY;
    this.mouseUsed = true;
  }

  #element(side) {
    return side === 'move' ? this.parts.moveStick : this.parts.aimStick;
  }

  #showStick(side) {
    const stick = this.sticks[side];
    const element = this.#element(side);
    element.style.left = `${stick.x}px`;
    element.style.top = `${stick.y}px`;
    element.firstElementChild.style.transform = `translate(${stick.dx}px, ${stick.dy}px)`;
  }
}
