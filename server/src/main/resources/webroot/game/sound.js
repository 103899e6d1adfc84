/** A few synthesized blips. Silent until switched on. */
export class Sound {
  constructor() {
    this.on = false;
    this.context = null;
    this.lastMs = 0;
  }

  /** Switches sound; must be called from a click or key for the browser to allow it. */
  toggle() {
    this.on = !this.on;
    if (this.on) {
      this.context ??= new AudioContext();
      this.context.resume();
    }
    return this.on;
  }

  shot() {
    this.#blip('square', 520, 180, 0.07, 0.04);
  }

  rail(near) {
    this.#blip('sawtooth', 1400, 120, 0.35, near ? 0.09 : 0.03);
  }

  hit() {
    this.#blip('triangle', 900, 1300, 0.06, 0.1);
  }

  hurt() {
    this.#blip('sawtooth', 160, 60, 0.18, 0.12);
  }

  pickup() {
    this.#blip('sine', 620, 1240, 0.16, 0.12);
  }

  explosion(near) {
    this.#blip('sawtooth', 120, 30, 0.5, near ? 0.16 : 0.04);
  }

  #blip(type, from, to, seconds, volume) {
    if (!this.on || performance.now() - this.lastMs < 25) {
      return;
    }
    this.lastMs = performance.now();
    const now = this.context.currentTime;
    const tone = this.context.createOscillator();
    const gain = this.context.createGain();
    tone.type = type;
    tone.frequency.setValueAtTime(from, now);
    tone.frequency.exponentialRampToValueAtTime(to, now + seconds);
    gain.gain.setValueAtTime(volume, now);
    gain.gain.exponentialRampToValueAtTime(0.001, now + seconds);
    tone.connect(gain).connect(this.context.destination);
    tone.start(now);
    tone.stop(now + seconds);
  }
}
